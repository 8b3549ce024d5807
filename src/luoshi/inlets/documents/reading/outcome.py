"""What comes out of reading a file: its text, or one of six reasons why there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

Format: TypeAlias = Literal["txt", "html", "docx", "pdf"]

MEGABYTE = 1024 * 1024
UPLOAD_LIMIT = 20 * MEGABYTE


class Refusal(StrEnum):
    """The closed set of reasons for which a file is not read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    ZIP_BOMB = "zip_bomb"
    ENCRYPTED = "encrypted"
    WRONG_TYPE = "wrong_type"
    DAMAGED = "damaged"


class Note(StrEnum):
    """What a reader should know about a text that was read all the same."""

    MIXED_ENCODING = "mixed_encoding"
    CONTROL_CHARACTERS_REMOVED = "control_characters_removed"
    READ_AS_HTML = "read_as_html"
    READ_AS_TXT = "read_as_txt"
    NO_TEXT = "no_text"
    PAGES_WITHOUT_TEXT = "pages_without_text"
    TYPED = "typed"


@dataclass(frozen=True)
class Reading:
    """The text of a file, and how it was come by; `digest` is the SHA-256 of the bytes as they arrived."""

    text: str
    format: Format
    encoding: str | None
    has_text: bool
    notes: tuple[str, ...]
    digest: str


class UnreadableFile(Exception):
    """A file was refused; `found` says what the content looks like, where that is known (`doc`, `zip`, `exe` …)."""

    def __init__(self, code: Refusal, *, found: str | None = None, limit: int = UPLOAD_LIMIT) -> None:
        super().__init__(code.value)
        self.code = code
        self.found = found
        self.params: Mapping[str, str] = {"limit": f"{limit / MEGABYTE:g}"}

    @property
    def message(self) -> str:
        """The msgid of the sentence for the reader, to be translated and filled with `params`."""
        if self.code is Refusal.WRONG_TYPE and self.found == "doc":
            return OLD_WORD
        return message(self.code)


def _marked(msgid: str) -> str:
    """Mark a sentence for extraction; it is translated where it is shown."""
    return msgid


_: Callable[[str], str] = _marked

OLD_WORD = _("This is a Word file in the old .doc format, and nothing was kept: save it as .docx and upload that file.")
MESSAGES: Mapping[Refusal, str] = {
    Refusal.EMPTY: _("This file is empty, and nothing was kept: check the file and upload it again."),
    Refusal.TOO_LARGE: _(
        "This file is too large to be read, and nothing was kept: upload a text of at most %(limit)s MB."
    ),
    Refusal.ZIP_BOMB: _(
        "This file unpacks to far more than a document holds, and nothing was kept: save the document anew."
    ),
    Refusal.ENCRYPTED: _("This file is protected by a password, and nothing was kept: upload it without a password."),
    Refusal.WRONG_TYPE: _(
        "The content of this file does not fit its name or is no document, and nothing was kept: "
        "upload a txt, html, docx or pdf file."
    ),
    Refusal.DAMAGED: _("This file is damaged and cannot be read, and nothing was kept: export it again."),
}
NOTES: Mapping[Note, str] = {
    Note.MIXED_ENCODING: _("The file mixes two encodings; it was read line by line, so look over the text."),
    Note.CONTROL_CHARACTERS_REMOVED: _("Characters that cannot be shown were left out of the text."),
    Note.READ_AS_HTML: _("The file is a web page and was read as one."),
    Note.READ_AS_TXT: _("The file is plain text and was read as such."),
    Note.NO_TEXT: _("The file is kept, but it holds no text yet (a scan or pictures only)."),
    Note.PAGES_WITHOUT_TEXT: _("Some pages hold no text; what they show is not in the text."),
    Note.TYPED: _("The file holds no text: what stands here was typed from it, so look at both."),
}


def message(code: Refusal) -> str:
    """The msgid of the sentence that tells a reader why a file was refused."""
    return MESSAGES[code]


def note_message(note: str) -> str:
    """The msgid of the sentence that tells a reader what to know about a text."""
    return NOTES[Note(note)]
