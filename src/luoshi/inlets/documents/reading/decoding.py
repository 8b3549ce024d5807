"""Bytes to text: UTF-8, UTF-16 with a mark, GB18030, or lines of both; anything else is not a text."""

import codecs
import re
import unicodedata

from .outcome import Note, Refusal, UnreadableFile

# Between the marks stand C0 and C1 controls (without tab and newline), lone surrogates, zero-width characters,
# soft hyphens and the non-characters that a PDF engine leaves at hyphens.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2060\ud800-\udfff\ufeff\ufffe\uffff]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\u2014-\u2026]")
SIGNS = frozenset(map(chr, range(128))) | frozenset("©®·°±×§")
TOO_MANY_CONTROLS = 0.01
PLAUSIBLE_SHARE = 0.6

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes) -> tuple[str, str, tuple[Note, ...]]:
    """The text, the name of its encoding, and notes; raise `wrong_type` where the bytes are no text."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            text = _strictly(data[len(bom) :], encoding)
            if text is None:
                raise UnreadableFile(Refusal.WRONG_TYPE, found="binary")
            return text, encoding.removesuffix("-le").removesuffix("-be"), ()
    if b"\x00" in data:
        raise UnreadableFile(Refusal.WRONG_TYPE, found="binary")
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, "utf-8", ()
    return _by_line(data)


def decode_as(data: bytes, encoding: str) -> str | None:
    """The text in the encoding a page claims for itself, or None where the claim is false or unknown."""
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return None
    if name in {"gb2312", "gbk", "gb18030", "hz"}:
        text = _strictly(data, "gb18030")
        return text if text is not None and _is_plausible(text) else None
    return _strictly(data, "utf-8") if name == "utf-8" else None


def tidy(text: str) -> tuple[str, bool]:
    """The text with plain line ends and without what cannot be seen, and whether anything visible-looking went."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return UNSEEN.sub("", text), CONTROL.search(text) is not None


def is_binary(text: str) -> bool:
    """Whether so many control characters stand in the text that it cannot have been written by a person."""
    return len(CONTROL.findall(text)) > TOO_MANY_CONTROLS * len(text)


def _by_line(data: bytes) -> tuple[str, str, tuple[Note, ...]]:
    """Decide for each line; whole-file GB18030 would often succeed on UTF-8 lines, and yield rubbish."""
    raws = data.split(b"\n")
    certain = [_chinese_utf8(raw) for raw in raws]
    is_mixed = any(line is not None and not line.isascii() for line in certain)
    lines = [_other(raw, signs=is_mixed) if line is None else line for raw, line in zip(raws, certain, strict=True)]
    if is_mixed:
        return "\n".join(lines), "mixed", (Note.MIXED_ENCODING,)
    return "\n".join(lines), "gb18030", ()


def _chinese_utf8(raw: bytes) -> str | None:
    """The line if it is UTF-8 beyond doubt: two GB18030 bytes can look like a Latin or Greek letter, never like 中."""
    line = _strictly(raw, "utf-8")
    return line if line is not None and (line.isascii() or CHINESE.search(line)) else None


def _other(raw: bytes, *, signs: bool) -> str:
    """A line that is not surely UTF-8: GB18030, or, beside lines that are, UTF-8 with a sign such as ©."""
    as_utf8 = _strictly(raw, "utf-8")
    if signs and as_utf8 is not None and SIGNS.issuperset(as_utf8):
        return as_utf8
    as_gb = _strictly(raw, "gb18030")
    if as_gb is not None and _is_plausible(as_gb):
        return as_gb
    raise UnreadableFile(Refusal.WRONG_TYPE, found="binary")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_plausible(text: str) -> bool:
    """Whether most characters are in everyday use; other encodings read as GB18030 give rare ones."""
    foreign = [character for character in text if not character.isascii()]
    everyday = sum(1 for character in foreign if _is_everyday(character))
    return everyday >= PLAUSIBLE_SHARE * len(foreign)


def _is_everyday(character: str) -> bool:
    if unicodedata.category(character) in {"Co", "Cn", "Cs"}:
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return unicodedata.category(character).startswith(("P", "S", "Z"))
    return True
