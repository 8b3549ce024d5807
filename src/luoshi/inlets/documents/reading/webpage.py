"""The article of a web page: its heading, its publication line, its paragraphs, and nothing of the page around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from .decoding import decode, decode_as
from .furniture import EDITOR_LINE, is_closing, is_publication
from .outcome import Note, Refusal, UnreadableFile

CHARSET_WITHIN = 4096
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,20})", re.IGNORECASE)
XML_HEAD = re.compile(r"\A\s*<\?xml[^>]*\?>")
DROPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "select",
        "option",
        "input",
        "button",
        "textarea",
        "datalist",
        "nav",
        "footer",
        "aside",
        "dialog",
        "menu",
    }
)
BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
HOLDERS = frozenset({"body", "div", "article", "section", "main", "td", "table", "tbody", "tr", "form", "center"})
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
STOP = re.compile("[。；！？，：]")
SITE_NAME = re.compile(r"\s*(?:[-_|–—]+|>>|::)\s*[^-_|–—]*$")
SPACES = re.compile(r"[ \t\r\n\x0b\x0c\xa0]+")
# The article is the innermost block that still holds this share of the page's sentences.
SHARE = 0.75
LONGEST_ROW = 400
SHORTEST_HEADING = 5


@dataclass(frozen=True)
class Line:
    """One line of the page as it would be seen, and whether it lies in the article."""

    words: str
    in_article: bool
    is_heading: bool


def decode_page(data: bytes) -> tuple[str, str, tuple[Note, ...]]:
    """The source of a page: by the charset it names if that is true, else as any text."""
    named = CHARSET.search(data, 0, CHARSET_WITHIN)
    if named is not None and b"\x00" not in data:
        encoding = named[1].decode("ascii", "replace").lower()
        text = decode_as(data, encoding)
        if text is not None:
            return text, "utf-8" if encoding.replace("-", "") == "utf8" else "gb18030", ()
    return decode(data)


def read_page(source: str) -> str:
    """The text of the article in a page; empty where the page holds no words."""
    root = _parse(source)
    if root is None:
        return ""
    title = " ".join((root.findtext(".//title") or "").split())
    for element in [element for element in root.iter() if _is_dropped(element)]:
        if element.getparent() is not None:
            element.drop_tree()
    article = _article(root)
    return "\n".join(_chosen(list(_lines(root, article)), title))


def _parse(source: str) -> "html.HtmlElement | None":
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return html.document_fromstring(XML_HEAD.sub("", source), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    except (ValueError, AssertionError) as error:
        raise UnreadableFile(Refusal.DAMAGED) from error


def _is_dropped(element: "html.HtmlElement") -> bool:
    if element.tag in DROPPED or not isinstance(element.tag, str) or "hidden" in element.attrib:
        return True
    return HIDDEN_STYLE.search(element.get("style", "")) is not None


def _article(root: "html.HtmlElement") -> "html.HtmlElement":
    """Go down from the body as long as one block holds nearly all sentences."""
    weights = _weights(root)
    here = root.find("body")
    here = root if here is None else here
    while True:
        heaviest = max((inner for inner in here if inner.tag in HOLDERS), key=lambda e: weights[e], default=None)
        if heaviest is None or not weights[here] or weights[heaviest] < SHARE * weights[here]:
            return here
        here = heaviest


def _weights(root: "html.HtmlElement") -> "dict[html.HtmlElement, int]":
    """For each element the length of its sentences outside links."""
    weights: dict[html.HtmlElement, int] = {}
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        links += (event == "start") - (event == "end") if element.tag == "a" else 0
        if event == "start":
            weights[element] = weights.get(element, 0) + (0 if links else _weight(element.text))
        else:
            parent = element.getparent()
            if parent is not None:
                weights[parent] += weights[element] + (0 if links else _weight(element.tail))
    return weights


def _weight(text: str | None) -> int:
    return len(text) if text is not None and STOP.search(text) else 0


def _lines(root: "html.HtmlElement", article: "html.HtmlElement") -> Iterator[Line]:
    """The page as lines: blocks and <br> break, cells of a row are parted by tabs."""
    words: list[str] = []
    rows = _figure_rows(root)
    inside, heading, kept = 0, 0, 0

    def line() -> Iterator[Line]:
        text = "".join(words)
        words.clear()
        for part in text.split("\n"):
            if part.strip():
                yield Line(part.strip(" \t"), inside > 0, heading > 0)

    for event, element in etree.iterwalk(root, events=("start", "end")):
        started = event == "start"
        if element.tag in BLOCKS and _row_of(element) not in rows:
            yield from line()
        inside += _step(applies=element is article, started=started)
        heading += _step(applies=element.tag in {"h1", "h2"}, started=started)
        kept += _step(applies=element.tag == "pre", started=started)
        if started and element.tag == "br":
            words.append("\n")
        if not started and element.tag in {"td", "th"} and element.getnext() is not None and _row_of(element) in rows:
            words.append("\t")
        text = element.text if started else element.tail
        if text and element.tag not in {"head", "title", "meta", "link"}:
            words.append(text if kept else SPACES.sub(" ", text))
    yield from line()


def _step(*, applies: bool, started: bool) -> int:
    return (1 if started else -1) if applies else 0


def _figure_rows(root: "html.HtmlElement") -> "set[html.HtmlElement]":
    """The rows of tables of figures; pages laid out by tables hold whole articles in a cell, and those are blocks."""
    return {row for row in root.iter("tr") if len(row) > 1 and _is_short(row)}


def _is_short(row: "html.HtmlElement") -> bool:
    room = LONGEST_ROW
    for words in row.itertext():
        room -= len(words)
        if room < 0:
            return False
    return True


def _row_of(element: "html.HtmlElement") -> "html.HtmlElement | None":
    return next(element.iterancestors("tr"), None)


def _chosen(lines: list[Line], title: str) -> list[str]:
    """The heading, the publication line and the article, without what the site hangs below it."""
    first = next((at for at, line in enumerate(lines) if line.in_article), len(lines))
    before, article, after = lines[:first], [], lines[first:]
    for at, line in enumerate(after):
        if not line.in_article or (at * 2 >= len(after) and is_closing(line.words)):
            break
        article.append(line.words)
    rest = [line.words for line in after[len(article) :] if EDITOR_LINE.match(line.words)]
    opening = [line.words for line in before if is_publication(line.words)]
    heading = _heading(before, article, title)
    return [*([heading] if heading else []), *opening, *article, *rest[:1]]


def _heading(before: list[Line], article: list[str], title: str) -> str | None:
    """The heading outside the article: a line the page's title begins with, else its first heading, else that title."""
    named = SITE_NAME.sub("", title)
    if any(line and (line == named or title.startswith(line)) for line in article[:5] if len(line) >= SHORTEST_HEADING):
        return None
    seen = next(
        (line.words for line in before if len(line.words) >= SHORTEST_HEADING and title.startswith(line.words)), None
    )
    headed = next((line.words for line in reversed(before) if line.is_heading), None)
    return seen or headed or named or None
