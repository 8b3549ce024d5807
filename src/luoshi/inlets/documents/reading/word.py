"""The text of a Word document: paragraphs and tables in their order, with the numbers Word writes by itself."""

import posixpath
from collections.abc import Iterator

from lxml import etree

from .archive import Archive
from .numbering import Numbering, read_numbering
from .outcome import Refusal, UnreadableFile
from .xml import child, local, parse, value

MAIN = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
# Deleted and moved-away words, the older twin of a drawing, and what is printed outside the running text.
LEFT_OUT = {"pPr", "rPr", "del", "moveFrom", "Fallback", "instrText", "delText", "footnoteReference", "rt", "sectPr"}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
DEEPEST = 200


def read_word(data: bytes) -> str:
    """The text of a docx; raise where the archive is none, is locked, is a bomb or is broken."""
    archive = Archive(data)
    if CONTENT_TYPES not in archive:
        raise UnreadableFile(Refusal.WRONG_TYPE, found="zip")
    main = _main_part(archive)
    content = archive.part(main)
    if content is None:
        raise UnreadableFile(Refusal.WRONG_TYPE, found="zip")
    root = parse(content)
    if local(root) != "document":
        raise UnreadableFile(Refusal.WRONG_TYPE, found="zip")
    folder = posixpath.dirname(main)
    numbering = read_numbering(_part(archive, f"{folder}/numbering.xml"), _part(archive, f"{folder}/styles.xml"))
    body = child(root, "body")
    return "" if body is None else "\n".join(_blocks(body, numbering, 0)).strip("\n")


def _part(archive: Archive, name: str) -> "etree._Element | None":
    content = archive.part(name)
    return None if content is None else parse(content)


def _main_part(archive: Archive) -> str:
    """Where the document itself lies, as the package's first relationships say."""
    links = archive.part("_rels/.rels")
    if links is None:
        return MAIN
    for link in parse(links):
        if (value(link, "Type") or "").endswith("/officeDocument") and value(link, "TargetMode") != "External":
            return posixpath.normpath((value(link, "Target") or MAIN).lstrip("/"))
    return MAIN


def _blocks(parent: "etree._Element", numbering: Numbering, depth: int) -> Iterator[str]:
    """The lines of a body, a table cell or a text box."""
    if depth > DEEPEST:
        raise UnreadableFile(Refusal.DAMAGED)
    for element in parent:
        name = local(element)
        if name == "p":
            yield from _paragraph(element, numbering, depth)
        elif name == "tbl":
            yield from _rows(element, numbering, depth)
        elif name not in LEFT_OUT and len(element):
            yield from _blocks(element, numbering, depth + 1)


def _rows(table: "etree._Element", numbering: Numbering, depth: int) -> Iterator[str]:
    for row in table.iter("{*}tr"):
        if _table_of(row) is table:
            cells = (cell for cell in row.iter("{*}tc") if _row_of(cell) is row)
            yield "\t".join(" ".join(" ".join(_blocks(cell, numbering, depth + 1)).split()) for cell in cells)


def _table_of(row: "etree._Element") -> "etree._Element | None":
    return next(row.iterancestors("{*}tbl"), None)


def _row_of(cell: "etree._Element") -> "etree._Element | None":
    return next(cell.iterancestors("{*}tr"), None)


def _paragraph(paragraph: "etree._Element", numbering: Numbering, depth: int) -> Iterator[str]:
    """The paragraph with its number, then the lines of text boxes that hang on it."""
    words: list[str] = []
    boxes: list[etree._Element] = []
    _collect(paragraph, words, boxes, depth)
    text = "".join(words)
    label = numbering.label(child(paragraph, "pPr")) if text.strip() else ""
    yield label + text
    for box in boxes:
        yield from _blocks(box, numbering, depth + 1)


def _collect(element: "etree._Element", words: list[str], boxes: "list[etree._Element]", depth: int) -> None:
    """Gather the visible words below an element; text boxes are set aside."""
    if depth > DEEPEST:
        raise UnreadableFile(Refusal.DAMAGED)
    for inner in element:
        name = local(inner)
        if name == "t":
            words.append(inner.text or "")
        elif name in SIGNS:
            words.append(SIGNS[name])
        elif name == "txbxContent":
            boxes.append(inner)
        elif name not in LEFT_OUT and not (name == "r" and _is_hidden(inner)):
            _collect(inner, words, boxes, depth + 1)


def _is_hidden(run: "etree._Element") -> bool:
    vanish = child(child(run, "rPr"), "vanish")
    return vanish is not None and value(vanish) not in {"0", "false", "off"}
