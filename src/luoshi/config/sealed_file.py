"""A file that only its secret opens: AES-256-GCM in chunks, so that size does not matter and no chunk can be moved.

One line of JSON in clear (how the key is made from the secret), then chunks of one MiB and a tag each. A chunk's nonce
is the file's own prefix, the chunk's number and whether it is the last: a file cut short, lengthened or put together
from two does not open. The clear line is authenticated with every chunk.
"""

import base64
import getpass
import io
import json
import secrets
from pathlib import Path
from typing import IO, Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

MAGIC = "luoshi-sealed-1"
CHUNK = 1024 * 1024
TAG = 16
PREFIX = 7
SALT = 16
SHORTEST = 12
COST = {"n": 2**16, "r": 8, "p": 1}  # 64 MB and about a fifth of a second
DEAREST = 2**20
HEADER = 4096


class Unopened(Exception):
    """The secret does not fit, or the file is not what was written."""


class SealingWriter(io.RawIOBase):
    """Write bytes; `close` seals the last chunk. Whoever breaks off must not close but `abandon`."""

    def __init__(self, file: BinaryIO, secret: bytes) -> None:
        super().__init__()
        _checked(secret)
        self._file, self._prefix, self._number = file, secrets.token_bytes(PREFIX), 0
        salt, waiting = secrets.token_bytes(SALT), bytearray()
        clear = {"format": MAGIC, "salt": _text(salt), "prefix": _text(self._prefix), "chunk": CHUNK, **COST}
        self._header, self._waiting = json.dumps(clear).encode() + b"\n", waiting
        self._cipher = AESGCM(_key(secret, salt, COST))
        file.write(self._header)

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes in and seal what is whole."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # the last chunk is known at the end only
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Seal the rest."""
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
        super().close()

    def abandon(self) -> None:
        """End without the last chunk, so that what was written never opens."""
        super().close()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, plain, self._header))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Read what was sealed; every byte is authenticated before it is given out. Raises Unopened."""

    def __init__(self, file: IO[bytes], secret: bytes) -> None:
        super().__init__()
        self._file, self._header, self._number, self._ended = file, file.readline(HEADER), 0, False
        try:
            clear = json.loads(self._header)
            cost = {name: int(clear[name]) for name in COST}
            self._prefix, self._size = base64.b64decode(clear["prefix"]), int(clear["chunk"]) + TAG
            if clear["format"] != MAGIC or cost["n"] > DEAREST or self._size > CHUNK * 64:
                raise Unopened("format")
            self._cipher = AESGCM(_key(secret, base64.b64decode(clear["salt"]), cost))
        except (KeyError, TypeError, ValueError) as fault:
            raise Unopened("format") from fault
        self._ahead, self._plain, self._given = file.read(self._size), b"", 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give out what is open, opening the next chunk where nothing is left."""
        while self._given == len(self._plain) and not self._ended:
            self._open()
        given = self._plain[self._given : self._given + len(buffer)]
        buffer[: len(given)] = given
        self._given += len(given)
        return len(given)

    def _open(self) -> None:
        sealed, self._ahead = self._ahead, self._file.read(self._size)
        self._ended = not self._ahead
        try:
            nonce = _nonce(self._prefix, self._number, last=self._ended)
            self._plain, self._given = self._cipher.decrypt(nonce, sealed, self._header), 0
        except InvalidTag as fault:
            raise Unopened("secret" if self._number == 0 else "damaged") from fault
        self._number += 1


def secret_of(path: Path) -> bytes:
    """The secret that a file holds, without the line end that an editor adds. Raises OSError, ValueError."""
    return _checked(path.read_bytes().strip())


def asked_secret(*, again: bool) -> bytes:
    """The secret as it is typed, twice where a file will be sealed with it. Raises ValueError, EOFError."""
    secret = getpass.getpass(_("Passphrase of the backup: ")).strip()
    if again and getpass.getpass(_("Once more: ")).strip() != secret:
        raise ValueError(_("the two are not the same"))
    return _checked(secret.encode())


def _checked(secret: bytes) -> bytes:
    if len(secret) < SHORTEST:
        raise ValueError(_("it has fewer than %(n)s characters") % {"n": SHORTEST})
    return secret


def _key(secret: bytes, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(secret)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
