"""A zip archive opened with distrust: counted and weighed by its directory before anything is unpacked."""

import io
import struct
import zipfile
import zlib

from .outcome import MEGABYTE, Refusal, UnreadableFile

END_OF_DIRECTORY = b"PK\x05\x06"
END_RECORD = struct.Struct("<4s4H2LH")
MOST_ENTRIES = 5_000
LARGEST_DIRECTORY = 2 * MEGABYTE
LARGEST_WHOLE = 100 * MEGABYTE
LARGEST_PART = 24 * MEGABYTE
STEEPEST_RATIO = 200
# Below this size a steep ratio is harmless: blank tables compress that well.
RATIO_MATTERS_FROM = MEGABYTE
COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
FLAG_ENCRYPTED = 0x1


class Archive:
    """The parts of a zip archive that passed the weighing."""

    def __init__(self, data: bytes) -> None:
        _weigh_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise UnreadableFile(Refusal.DAMAGED) from error
        entries = self._zip.infolist()
        _weigh_entries(entries, len(data))
        if any(entry.flag_bits & FLAG_ENCRYPTED for entry in entries):
            raise UnreadableFile(Refusal.ENCRYPTED)
        self._entries = {entry.filename: entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def part(self, name: str) -> bytes | None:
        """One part unpacked, or None where there is none; never more than the limit."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        if entry.file_size > LARGEST_PART:
            raise UnreadableFile(Refusal.TOO_LARGE)
        if entry.compress_type not in COMPRESSIONS:
            raise UnreadableFile(Refusal.DAMAGED)
        try:
            with self._zip.open(entry) as stream:
                return stream.read(LARGEST_PART)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error) as error:
            raise UnreadableFile(Refusal.DAMAGED) from error


def _weigh_directory(data: bytes) -> None:
    """Refuse a directory that is itself too large to be listed."""
    at = data.rfind(END_OF_DIRECTORY)
    if at < 0 or len(data) - at < END_RECORD.size:
        raise UnreadableFile(Refusal.DAMAGED)
    _, _, _, _, entries, directory, _, _ = END_RECORD.unpack_from(data, at)
    if entries > MOST_ENTRIES or directory > LARGEST_DIRECTORY:
        raise UnreadableFile(Refusal.ZIP_BOMB)


def _weigh_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse what unpacks to too much, too steeply, too often, or shares its bytes between entries."""
    if (
        len(entries) > MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > LARGEST_WHOLE
        or sum(entry.compress_size for entry in entries) > packed
        or any(_is_steep(entry) for entry in entries)
    ):
        raise UnreadableFile(Refusal.ZIP_BOMB)


def _is_steep(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_MATTERS_FROM and entry.file_size > STEEPEST_RATIO * max(entry.compress_size, 1)
