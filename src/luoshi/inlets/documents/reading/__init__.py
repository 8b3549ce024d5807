"""Reading: bytes of a file become text, facts about the document, and a comparison with other documents."""

from .entry import read_bytes, read_file
from .outcome import UPLOAD_LIMIT, Reading, Refusal, UnreadableFile, message, note_message

__all__ = [
    "UPLOAD_LIMIT",
    "Reading",
    "Refusal",
    "UnreadableFile",
    "message",
    "note_message",
    "read_bytes",
    "read_file",
]
