"""Files on disk, found by the digest of their bytes: written once, atomically, never executed."""

import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.utils.translation import gettext as _

from luoshi.base import digests
from luoshi.records import pictures

CHUNK = 256 * 1024
DIGEST = re.compile(r"[a-z0-9]+:[0-9a-f]{64}")


REFUSALS: dict[str, Callable[[], str]] = {
    "too_large": lambda: _("The file is larger than %(limit)s MB. Keep a smaller one."),
    "damaged_picture": lambda: _("The picture is damaged and was not kept. Choose it again or take another one."),
    "unclean_picture": lambda: _(
        "This kind of picture tells where it was taken and cannot be cleaned here. "
        "Save it as JPEG or PNG and choose it again."
    ),
}


class UnableToKeep(Exception):
    """The file is not kept; `reason` is too_large, damaged_picture or unclean_picture, the text is for the reader."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return REFUSALS[self.reason]() % {"limit": int(settings.LUOSHI_UPLOAD_LIMIT) // (1024 * 1024)}


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the bytes; `media_type` is known for pictures only, by their bytes."""

    digest: str
    size: int
    media_type: str | None


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie. Raises ValueError for text that is no digest, and may lead anywhere."""
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"no digest: {digest!r}")
    algorithm, _colon, value = digest.partition(":")
    return Path(settings.LUOSHI_FILES) / value[:2] / f"{algorithm}-{value}"


def keep(stream: BinaryIO) -> Kept:
    """Write what is left to read under its digest. Raises UnableToKeep."""
    folder = Path(settings.LUOSHI_FILES)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".incoming-") as incoming:
        media_type = _receive(stream, incoming.file)
        incoming.flush()
        os.fsync(incoming.fileno())
        size = incoming.tell()
        incoming.seek(0)
        digest = digests.digest_file(cast("BinaryIO", incoming.file))
        _place(Path(incoming.name), path_of(digest))
    return Kept(digest, size, media_type)


def _receive(stream: BinaryIO, incoming: IO[bytes]) -> str | None:
    """Copy within the limit; a picture is cleaned on the way. Gives the picture's media type."""
    limit = int(settings.LUOSHI_UPLOAD_LIMIT)
    first = stream.read(CHUNK)
    media_type = pictures.kind(first)
    size, parts = 0, []
    chunk = first
    while chunk:
        size += len(chunk)
        if size > limit:
            raise UnableToKeep("too_large")
        if media_type is None:
            incoming.write(chunk)
        else:
            parts.append(chunk)
        chunk = stream.read(CHUNK)
    if media_type is not None:
        incoming.write(_cleaned(media_type, b"".join(parts)))
    return media_type


def _cleaned(media_type: str, data: bytes) -> bytes:
    try:
        return pictures.clean(media_type, data)
    except pictures.Damaged as fault:
        raise UnableToKeep("damaged_picture") from fault
    except pictures.Unclean as fault:
        raise UnableToKeep("unclean_picture") from fault


def _place(incoming: Path, target: Path) -> None:
    """Link the finished file to its place; the same bytes twice are one file, a damaged one is replaced."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists() and is_whole(target):
        return
    finished = target.with_name(f".{target.name}{incoming.name}")  # another one for each who brings the same bytes
    os.link(incoming, finished)
    finished.chmod(0o600)
    finished.replace(target)
    for folder in (target.parent, target.parent.parent):
        _sync(folder)


def is_whole(path: Path) -> bool:
    """True when the bytes still have the digest that the file is named by."""
    algorithm, _dash, value = path.name.partition("-")
    with path.open("rb") as file:
        return digests.digest_file(file, algorithm) == f"{algorithm}:{value}"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
