"""Serving: a secret kept under `var/`, static files with digests in their names."""

from luoshi.config.env import env, kept_secret
from luoshi.config.settings.base import *  # noqa: F403
from luoshi.config.settings.base import LUOSHI_KEYS

SECRET_KEY = env("LUOSHI_SECRET") or kept_secret(LUOSHI_KEYS / "django")
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other names of the domain belong to others
    "security.W008",  # the proxy in front sends people to HTTPS
    "security.W021",  # whether browsers preload the domain is for its owner to decide
]
