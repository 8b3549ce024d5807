"""The two ways in: bytes with the name they came under, or a path."""

import hashlib
from pathlib import Path

from . import decoding, sniffing
from .outcome import UPLOAD_LIMIT, Format, Note, Reading, Refusal, UnreadableFile
from .pdf import read_pdf
from .webpage import decode_page, read_page
from .word import read_word


def read_file(path: str | Path, *, limit: int = UPLOAD_LIMIT) -> Reading:
    """Read a file from disk; one over the limit is refused before it is loaded."""
    path = Path(path)
    if path.stat().st_size > limit:
        raise UnreadableFile(Refusal.TOO_LARGE, limit=limit)
    return read_bytes(path.read_bytes(), path.name, limit=limit)


def read_bytes(data: bytes, name: str = "", *, limit: int = UPLOAD_LIMIT) -> Reading:
    """Turn the bytes of a file into its text, or raise `UnreadableFile`; the name is checked, never believed."""
    if len(data) > limit:
        raise UnreadableFile(Refusal.TOO_LARGE, limit=limit)
    if not data:
        raise UnreadableFile(Refusal.EMPTY)
    kind = sniffing.container(data)
    if kind is None:
        return _read_text(data, name)
    if kind == "cfb":
        return _refuse_cfb(data)
    if kind == "zip":
        return _read_docx(data, name)
    if kind == "pdf" and sniffing.fits(name, "pdf"):
        return _read_pdf(data)
    raise UnreadableFile(Refusal.WRONG_TYPE, found=kind)


def _refuse_cfb(data: bytes) -> Reading:
    kind = sniffing.cfb_kind(data)
    if kind == "encrypted":
        raise UnreadableFile(Refusal.ENCRYPTED, found="docx")
    raise UnreadableFile(Refusal.WRONG_TYPE, found=kind)


def _read_docx(data: bytes, name: str) -> Reading:
    if not sniffing.fits(name, "docx"):
        raise UnreadableFile(Refusal.WRONG_TYPE, found="zip")
    return _reading(data, read_word(data), "docx", None, ())


def _read_pdf(data: bytes) -> Reading:
    text, empty = read_pdf(data)
    notes = (Note.PAGES_WITHOUT_TEXT,) if empty and text.strip() else ()
    return _reading(data, text, "pdf", None, notes)


def _read_text(data: bytes, name: str) -> Reading:
    """A text or a web page, which only its words tell apart."""
    text, encoding, notes = decode_page(data)
    if decoding.is_binary(text):
        raise UnreadableFile(Refusal.WRONG_TYPE, found="binary")
    is_page = sniffing.is_markup(text, name)
    found: Format = "html" if is_page else "txt"
    if not sniffing.fits(name, found):
        raise UnreadableFile(Refusal.WRONG_TYPE, found=found)
    if is_page:
        other = (Note.READ_AS_HTML,) if sniffing.suffix(name) == ".txt" else ()
        return _reading(data, read_page(text), "html", encoding, (*notes, *other))
    if not decoding.tidy(text)[0].strip():
        raise UnreadableFile(Refusal.EMPTY)
    other = (Note.READ_AS_TXT,) if sniffing.suffix(name) in sniffing.PAGE_SUFFIXES else ()
    return _reading(data, text, "txt", encoding, (*notes, *other))


def _reading(data: bytes, text: str, found: Format, encoding: str | None, notes: tuple[Note, ...]) -> Reading:
    text, removed = decoding.tidy(text)
    has_text = bool(text.strip())
    if removed:
        notes = (*notes, Note.CONTROL_CHARACTERS_REMOVED)
    if not has_text:
        notes = (*notes, Note.NO_TEXT)
    return Reading(
        text=text if has_text else "",
        format=found,
        encoding=encoding,
        has_text=has_text,
        notes=tuple(note.value for note in notes),
        digest=hashlib.sha256(data).hexdigest(),
    )
