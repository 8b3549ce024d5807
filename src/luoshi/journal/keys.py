"""The keys that sign seals: one per realm, in a file outside the database, made once and read by its owner only."""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

ALGORITHM = "ed25519"


def signing_key(realm: str) -> Ed25519PrivateKey:
    """The realm's key, made when there is none. One moved away is followed by a new one; public halves stay."""
    path = _folder() / f"seal-{realm}.pem"
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        pem = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _write_once(path, pem)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} holds no Ed25519 key")
    public = key.public_key()
    _write_once(_folder() / f"seal-{realm}.{key_id(public)}.pub", public_text(public).encode())
    return key


def public_keys(realm: str) -> dict[str, Ed25519PublicKey]:
    """Every public key that the realm's seals were signed with, by key id; a file that holds none is left out."""
    found = {}
    for path in _folder().iterdir() if _folder().is_dir() else ():
        if not (path.name.startswith(f"seal-{realm}.") and path.suffix == ".pub"):
            continue
        try:
            key = public_from_text(path.read_text(encoding="ascii").strip())
        except ValueError:
            continue
        found[key_id(key)] = key
    return found


def key_id(key: Ed25519PublicKey) -> str:
    """The short name of a public key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as hexadecimal text."""
    return key.public_bytes_raw().hex()


def public_from_text(text: str) -> Ed25519PublicKey:
    """The key that `public_text` wrote. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))


def signs(key: Ed25519PublicKey, signature: str, data: bytes) -> bool:
    """True when the key has signed the data."""
    try:
        key.verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _folder() -> Path:
    return Path(settings.LUOSHI_KEYS)


def _write_once(path: Path, content: bytes) -> None:
    """Write a file that is complete as soon as it is there; who comes second leaves the first one's."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
