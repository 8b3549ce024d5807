"""Pictures without what they tell about place, time and device; the picture itself stays as it is, to the byte."""

import struct
import zlib
from collections.abc import Iterator

JPEG, PNG, WEBP, HEIF, CAMERA = "image/jpeg", "image/png", "image/webp", "image/heif", "image/tiff"

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
WEBP_DROPPED = {b"EXIF", b"XMP "}
WEBP_FLAGS = 0x08 | 0x04  # "has EXIF", "has XMP" in the VP8X header
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1", b"avif", b"avis"}
HEIF_BRANDS |= {b"crx "}  # a camera's raw picture in the same box
CAMERA_STARTS = (  # TIFF and what cameras make of it, JPEG XL and JPEG 2000 in boxes: all of them can carry Exif
    b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"IIRO", b"IIRS", b"IIU\0", b"FUJIFILMCCD-RAW",
    b"\0\0\0\x0cJXL \r\n\x87\n", b"\0\0\0\x0cjP  \r\n\x87\n",
)  # fmt: skip
BRANDS_WITHIN = 256  # bytes

EOI, SOS = 0xD9, 0xDA
ICC, ADOBE, JFIF, COMMENT = 0xE2, 0xEE, 0xE0, 0xFE
MARK, EXIF, APPLICATION = 0xFF, 0xE1, range(0xE0, 0xF0)
LENGTH = 2  # bytes of the length, which counts itself
STANDALONE = {0x01, *range(0xD0, 0xD8)}
ORIENTATION = 0x0112
ORIENTATIONS = range(2, 9)  # 1 is upright and need not be said


class Damaged(Exception):
    """The bytes begin like a picture and do not go on like one."""


class Unclean(Exception):
    """A kind of picture that carries place and device and cannot be cleaned here."""


def kind(start: bytes) -> str | None:
    """The media type of a picture by its first bytes, or None."""
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(PNG_START):
        return PNG
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return WEBP
    if start[4:8] == b"ftyp" and _brands(start) & HEIF_BRANDS:
        return HEIF
    return CAMERA if start.startswith(CAMERA_STARTS) else None


def _brands(start: bytes) -> set[bytes]:
    """The brand of a box and those that it says it fits."""
    end = min(int.from_bytes(start[:4], "big"), BRANDS_WITHIN)
    return {start[8:12], *(start[at : at + 4] for at in range(16, end, 4))}


def clean(media_type: str, data: bytes) -> bytes:
    """The picture without its particulars. Raises Damaged or Unclean."""
    if media_type in {HEIF, CAMERA}:
        raise Unclean(media_type)
    parts = {JPEG: _jpeg, PNG: _png, WEBP: _webp}[media_type]
    try:
        return b"".join(parts(data))
    except (IndexError, struct.error) as fault:
        raise Damaged(media_type) from fault


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Application segments go, but the colour profile, Adobe's colour transform, JFIF, and which way is up."""
    yield data[:2]
    at, orientation = 2, 0
    while True:
        marker, at = _marker(data, at)
        if marker == EOI:
            break
        if marker in STANDALONE:
            yield bytes((MARK, marker))
            continue
        length = struct.unpack_from(">H", data, at)[0]
        segment = data[at : at + length]
        if length < LENGTH or len(segment) < length:
            raise Damaged("a segment is cut off")
        at += length
        if marker == EXIF:
            orientation = orientation or _orientation(segment[2:])
        if not _is_kept(marker, segment[2:]):
            continue
        if marker == SOS:
            if orientation in ORIENTATIONS:
                yield _upright(orientation)
                orientation = 0
            end = _end_of_scan(data, at)
            yield bytes((MARK, marker)) + data[at - length : end]
            if end == len(data):
                break
            at = end
        else:
            yield bytes((MARK, marker)) + segment
    yield bytes((MARK, EOI))


def _marker(data: bytes, at: int) -> tuple[int, int]:
    if data[at] != MARK:
        raise Damaged("no marker where one has to be")
    while data[at] == MARK:
        at += 1
    return data[at], at + 1


def _is_kept(marker: int, body: bytes) -> bool:
    if marker == ICC:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == JFIF:
        return body.startswith(b"JFIF\0")
    if marker == ADOBE:
        return body.startswith(b"Adobe")
    return marker not in APPLICATION and marker != COMMENT


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker begins that is neither stuffing nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0x00 and data[at + 1] not in STANDALONE:
            return at
        at += 2
    return len(data)


def _orientation(body: bytes) -> int:
    """The orientation that an Exif segment names; 0 when it names none."""
    if not body.startswith(b"Exif\0\0"):
        return 0
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        start = struct.unpack_from(order + "I", tiff, 4)[0]
        for number in range(struct.unpack_from(order + "H", tiff, start)[0]):
            tag, form, count = struct.unpack_from(order + "HHI", tiff, start + 2 + 12 * number)
            if (tag, form, count) == (ORIENTATION, 3, 1):
                return int(struct.unpack_from(order + "H", tiff, start + 2 + 12 * number + 8)[0])
    except struct.error:
        return 0
    return 0


def _upright(orientation: int) -> bytes:
    """An Exif segment that says which way is up, and nothing else."""
    tiff = b"MM\0\x2a" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes]:
    """Chunks that make the picture stay; texts, times and whatever is unknown go."""
    yield PNG_START
    at = len(PNG_START)
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        whole = data[at : at + 12 + length]
        if len(whole) < 12 + length:
            raise Damaged("a chunk is cut off")
        if struct.unpack_from(">I", whole, 8 + length)[0] != zlib.crc32(whole[4:-4]):
            raise Damaged("a chunk does not add up")
        at += len(whole)
        if name in PNG_KEPT:
            yield whole
        if name == b"IEND":
            return


def _webp(data: bytes) -> Iterator[bytes]:
    """Chunks but Exif and XMP."""
    body = b"".join(_webp_chunks(data))
    yield b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP"
    yield body


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    at, end = 12, min(len(data), struct.unpack_from("<I", data, 4)[0] + 8)
    while at < end:
        name, length = struct.unpack_from("<4sI", data, at)
        whole = data[at : at + 8 + length + length % 2]
        if len(whole) < 8 + length:
            raise Damaged("a chunk is cut off")
        at += len(whole)
        if name == b"VP8X":
            whole = whole[:8] + bytes((whole[8] & ~WEBP_FLAGS,)) + whole[9:]
        if name not in WEBP_DROPPED:
            yield whole
