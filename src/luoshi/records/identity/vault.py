"""Keys of the identity store: one data key a person, wrapped by a master key, in files outside the database.

A person's key file is the only way to the sealed bytes: removing it erases the person, whatever backups of the
database exist. Key files belong into a backup of their own with a shorter life than the database's.
"""

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12
BITS = 256


class KeyGone(Exception):
    """The person's key was destroyed, or the master key does not fit."""


def make_key() -> str:
    """Make a data key, keep it wrapped, give its name."""
    key_id = secrets.token_hex(16)
    master_id, master = _masters()[0]
    _write(_path(key_id), _wrapped(key_id, master_id, master, AESGCM.generate_key(BITS)))
    return key_id


def encrypt(key_id: str, plain: bytes, about: str) -> bytes:
    """Sealed bytes that only this key opens, and only as being about the same thing."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_data_key(key_id)).encrypt(nonce, plain, about.encode())


def decrypt(key_id: str, sealed: bytes, about: str) -> bytes:
    """What `encrypt` sealed. Raises KeyGone."""
    try:
        return AESGCM(_data_key(key_id)).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError) as fault:
        raise KeyGone(key_id) from fault


def destroy_key(key_id: str) -> None:
    """Overwrite and remove a person's key; there is nothing to do when it is gone already."""
    path = _path(key_id)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return


def rotate_master() -> int:
    """Wrap every data key with a new master key; gives how many. Can be broken off at any moment and begun again."""
    masters = [_new_master(), *_masters()]
    _write(_master_path(), _written(masters))
    wrapped = 0
    for path in sorted(_folder().glob("*.key")):
        _write(path, _wrapped(path.stem, *masters[0], _data_key(path.stem)))
        wrapped += 1
    _write(_master_path(), _written(masters[:1]))
    return wrapped


def _data_key(key_id: str) -> bytes:
    try:
        kept = json.loads(_path(key_id).read_text(encoding="ascii"))
        master = dict(_masters())[kept["master"]]
        wrapped = base64.b64decode(kept["wrapped"])
        return AESGCM(master).decrypt(wrapped[:NONCE], wrapped[NONCE:], key_id.encode())
    except (FileNotFoundError, InvalidTag, KeyError, ValueError) as fault:
        raise KeyGone(key_id) from fault


def _wrapped(key_id: str, master_id: str, master: bytes, key: bytes) -> str:
    nonce = secrets.token_bytes(NONCE)
    wrapped = nonce + AESGCM(master).encrypt(nonce, key, key_id.encode())
    return json.dumps({"master": master_id, "wrapped": base64.b64encode(wrapped).decode()})


def _masters() -> list[tuple[str, bytes]]:
    """The master keys, newest first: one, or two while a rotation is under way. Made when there is none."""
    path = _master_path()
    if not path.exists():
        _create(path, _written([_new_master()]))
    lines = path.read_text(encoding="ascii").splitlines()
    return [(name, base64.b64decode(value)) for name, _, value in (line.partition(" ") for line in lines if line)]


def _new_master() -> tuple[str, bytes]:
    return secrets.token_hex(8), AESGCM.generate_key(BITS)


def _written(masters: list[tuple[str, bytes]]) -> str:
    return "".join(f"{name} {base64.b64encode(key).decode()}\n" for name, key in masters)


def _folder() -> Path:
    return Path(settings.LUOSHI_KEYS) / "identity"


def _master_path() -> Path:
    return Path(settings.LUOSHI_KEYS) / "identity.master"


def _path(key_id: str) -> Path:
    return _folder() / f"{key_id}.key"


def _unfinished(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return unfinished


def _write(path: Path, content: str) -> None:
    """Write or replace a file that only its owner reads, in one step."""
    _unfinished(path, content).replace(path)


def _create(path: Path, content: str) -> None:
    """Write a file unless somebody else was first."""
    unfinished = _unfinished(path, content)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
