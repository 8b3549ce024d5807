"""Tests: quick hashes of passwords, plain static files, everything under a folder of its own."""

import tempfile
from pathlib import Path

from luoshi.config.settings.base import *  # noqa: F403
from luoshi.config.settings.base import DATABASES

SECRET_KEY = "only-for-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
VAR = Path(tempfile.mkdtemp(prefix="luoshi-test-"))
LUOSHI_VAR = VAR
LUOSHI_FILES = VAR / "files"
LUOSHI_CHASING = False  # what other tests do must not depend on the hour
LUOSHI_KEYS = VAR / "keys"
STATIC_ROOT = VAR / "static"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=OFF;"}
