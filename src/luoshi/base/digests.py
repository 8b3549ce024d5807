"""Digests that carry the name of their algorithm, and the one way to write a value down as bytes."""

import hashlib
import json
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any, BinaryIO

from django.conf import settings

CHUNK = 1024 * 1024


def algorithm() -> str:
    """The algorithm in use: sha256, or sm3 by the setting `LUOSHI_DIGEST`."""
    return str(getattr(settings, "LUOSHI_DIGEST", "sha256"))


def digest(data: bytes, using: str | None = None) -> str:
    """`algorithm:hex` of the bytes. Raises ValueError for an algorithm this machine does not have."""
    name = using or algorithm()
    if name == "sha256":  # the direct way is half as long
        return f"sha256:{hashlib.sha256(data).hexdigest()}"
    return f"{name}:{hashlib.new(name, data).hexdigest()}"


quoted: Callable[[str], str] = encode_basestring  # a text as `canonical` writes it, to put a form together by pieces


def digest_file(file: BinaryIO, using: str | None = None) -> str:
    """`algorithm:hex` of all that is left to read, in constant memory."""
    name = using or algorithm()
    running = hashlib.new(name)
    while chunk := file.read(CHUNK):
        running.update(chunk)
    return f"{name}:{running.hexdigest()}"


def algorithm_of(value: str) -> str:
    """The algorithm that a stored digest names."""
    return value.partition(":")[0]


def canonical(value: Any) -> str:
    """Sorted, compact JSON of str, int, bool, None, list and dict. Raises TypeError for anything else."""
    _refuse_others(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refuse_others(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"keys are text, not {type(key).__name__}")
            _refuse_others(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_others(item)
    elif value is not None and not isinstance(value, str | int | bool):
        raise TypeError(f"{type(value).__name__} has no canonical form")
