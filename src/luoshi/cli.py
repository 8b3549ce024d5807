"""The `luoshi` command: every sub-command imports only what it needs."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run one sub-command; the result is the exit status."""
    chosen = _parser().parse_args(arguments)
    return int(chosen.perform(chosen) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="luoshi", description="Luoshi: followed until somebody else has seen it done")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    messages = commands.add_parser("messages", help="the catalogue of texts in Chinese")
    messages.add_argument("action", choices=["update", "add", "check", "compile", "missing"])
    messages.add_argument("target", nargs="?", type=Path, help="the fragment to add, or the folder to look at")
    messages.set_defaults(perform=_messages)
    return parser


def _messages(chosen: argparse.Namespace) -> int:
    from luoshi.config import messages

    return messages.main(chosen.action, chosen.target)


if __name__ == "__main__":
    sys.exit(main())
