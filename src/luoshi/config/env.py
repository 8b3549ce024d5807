"""Typed readers of the environment, so that settings stay a plain list."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse


def env(name: str, default: str = "") -> str:
    """The variable as text; an empty one is none, so that no secret falls into the folder one happens to stand in."""
    return os.environ.get(name) or default


def env_bool(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    """Items separated by commas, blanks left out."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def kept_secret(path: Path) -> str:
    """A secret made once and kept in a file that only its owner reads."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def database(url: str, default: Path) -> dict[str, object]:
    """Django's settings for one database: SQLite in a file, or the PostgreSQL that the address names.

    As libpq has it, the folder of a socket is named by `?host=/run/postgresql`.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": default,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                "PRAGMA cache_size=-32000;PRAGMA mmap_size=134217728;",
            },
        }
    parts = urlparse(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"LUOSHI_DATABASE must begin with postgresql://, not {parts.scheme}://"
        raise ValueError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def replica(url: str, *, of: str) -> dict[str, object]:
    """Django's settings for a server that follows another one and is only read; one that is silent holds nobody up."""
    if not of:
        raise ValueError("LUOSHI_REPLICA follows a PostgreSQL, and LUOSHI_DATABASE names none")
    options = {"connect_timeout": 2, "options": "-c default_transaction_read_only=on"}
    return database(url, Path()) | {"OPTIONS": options, "TEST": {"MIRROR": "default"}}
