"""What a file is, told by its content alone."""

import re
from pathlib import PurePath

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "rtf"),
    (b"OFD", "ofd"),
)
TEXT_LIKE_MAGIC = {b"MZ", b"BM", b"OFD", b"GIF8"}
# Readers accept up to 1,024 bytes of rubbish before a PDF's first line.
PDF_WITHIN = 1024
PDF_HEAD = re.compile(rb"(?:\A|[\x00-\x1f])%PDF-\d")
MARKUP_WITHIN = 4096
MARKUP = re.compile(
    r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
SOME_TAG = re.compile(
    r"<(?:html|head|body|meta|title|div|p|br|span|table|h[1-6]|article|section|a|ul|ol)\b[^<>]*>", re.IGNORECASE
)

EXPECTED: dict[str, frozenset[str]] = {
    ".txt": frozenset({"txt", "html"}),
    ".htm": frozenset({"txt", "html"}),
    ".html": frozenset({"txt", "html"}),
    ".shtml": frozenset({"txt", "html"}),
    ".xhtml": frozenset({"txt", "html"}),
    ".docx": frozenset({"docx"}),
    ".pdf": frozenset({"pdf"}),
}
PAGE_SUFFIXES = frozenset({".htm", ".html", ".shtml", ".xhtml"})


def container(data: bytes) -> str | None:
    """The kind of file the first bytes announce, or None for what may be a text."""
    if data.startswith(CFB):
        return "cfb"
    for magic, kind in MAGIC:
        if data.startswith(magic) and not (magic in TEXT_LIKE_MAGIC and b"\x00" not in data[:MARKUP_WITHIN]):
            return kind
    return "pdf" if PDF_HEAD.search(data, 0, PDF_WITHIN) else None


def cfb_kind(data: bytes) -> str:
    """Which of the old container's uses this is: `encrypted` for a locked docx, `doc`, or `cfb`."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "doc" if "WordDocument".encode("utf-16-le") in data else "cfb"


def suffix(name: str) -> str:
    """The lower-case suffix of a file name, which may be anything at all."""
    return PurePath(name.replace("\\", "/").replace("\x00", "")).suffix.lower()


def fits(name: str, content: str) -> bool:
    """Whether the content may carry that name; names without a known suffix carry anything."""
    expected = EXPECTED.get(suffix(name))
    return expected is None or content in expected


def is_markup(text: str, name: str) -> bool:
    """Whether a text is a web page: by its first words, or by any tag where the name says so."""
    head = text[:MARKUP_WITHIN]
    return MARKUP.match(head) is not None or (suffix(name) in PAGE_SUFFIXES and SOME_TAG.search(text) is not None)
