"""What a backup is made of: named files with a list of their digests at the end, packed, squeezed and sealed."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from luoshi.config.sealed_file import SealedReader, SealingWriter, Unopened

MANIFEST = "manifest.json"
COPY = 1024 * 1024
FASTEST = 1  # record files are mostly squeezed already

Receive = Callable[[str, IO[bytes]], object]


@dataclass(slots=True)
class Manifest:
    """What a parcel holds: `about` says whose and when, `members` the digest and size of each file by name."""

    kind: str
    about: dict[str, Any]
    members: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for _digest, size in self.members.values())

    def written(self) -> bytes:
        """As it stands at the end of the parcel."""
        return json.dumps(
            {"kind": self.kind, "about": self.about, "members": self.members}, ensure_ascii=False
        ).encode()

    @classmethod
    def read(cls, data: bytes) -> "Manifest":
        """What `written` wrote. Raises Unopened."""
        try:
            found = json.loads(data)
            members = {str(name): (str(digest), int(size)) for name, (digest, size) in found["members"].items()}
            return cls(str(found["kind"]), dict(found["about"]), members)
        except (KeyError, TypeError, ValueError) as fault:
            raise Unopened("manifest") from fault


class Packer:
    """Takes files in, one after another."""

    def __init__(self, archive: tarfile.TarFile, manifest: Manifest) -> None:
        self._archive, self.manifest = archive, manifest

    def add(self, name: str, path: Path) -> None:
        """One file under a name; it may grow while it is read, and what it had at the beginning is taken."""
        with path.open("rb") as file:
            info = tarfile.TarInfo(name)
            info.size, info.mode = os.fstat(file.fileno()).st_size, 0o600
            counted = _Counted(cast("BinaryIO", file))
            self._archive.addfile(info, cast("IO[bytes]", counted))
        self.manifest.members[name] = (counted.digest(), info.size)

    def finish(self) -> None:
        """Lay the list on top."""
        data = self.manifest.written()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(data), 0o600
        self._archive.addfile(info, io.BytesIO(data))


class _Counted:
    """Reads on and keeps the digest of what went by."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._running, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._running.update(data)
        self.size += len(data)
        return data

    def digest(self) -> str:
        return self._running.hexdigest()


@contextmanager
def packing(target: Path, secret: bytes, manifest: Manifest) -> Iterator[Packer]:
    """A parcel that is at `target` when it is whole and safe on the disk, and nowhere before. Never replaces one."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("xb") as file:
            sealing = SealingWriter(file, secret)
            try:
                with (
                    gzip.GzipFile(fileobj=cast("Any", sealing), mode="wb", compresslevel=FASTEST, mtime=0) as squeezed,
                    tarfile.open(fileobj=cast("Any", squeezed), mode="w|", bufsize=COPY) as archive,
                ):
                    packer = Packer(archive, manifest)
                    yield packer
                    packer.finish()
            except BaseException:
                sealing.abandon()
                raise
            sealing.close()
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def read(source: Path, secret: bytes, receive: Receive | None = None) -> Manifest:
    """Open a parcel to its end and compare every file with the list; `receive` is handed each one. Raises Unopened."""
    seen: dict[str, tuple[str, int]] = {}
    manifest = None
    try:
        with (
            source.open("rb") as file,
            io.BufferedReader(SealedReader(file, secret), COPY) as plain,
            gzip.GzipFile(fileobj=plain, mode="rb") as squeezed,
            tarfile.open(fileobj=cast("Any", squeezed), mode="r|", bufsize=COPY) as archive,
        ):
            for info in archive:
                content = archive.extractfile(info)
                if content is None or manifest is not None:
                    raise Unopened("content")
                if info.name == MANIFEST:
                    manifest = Manifest.read(content.read())
                    continue
                counted = _Counted(content)
                if receive:
                    receive(info.name, cast("IO[bytes]", counted))
                while counted.read(COPY):
                    pass
                seen[info.name] = (counted.digest(), counted.size)
            while squeezed.read(COPY):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as fault:
        raise Unopened("content") from fault
    if manifest is None or manifest.members != seen:
        raise Unopened("content")
    return manifest
