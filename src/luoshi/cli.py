"""The `luoshi` command: every sub-command imports only what it needs."""

import argparse
import gettext
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Event

Perform = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run one sub-command; the result is the exit status."""
    chosen = _parser().parse_args(arguments)
    perform: Perform = chosen.perform
    return perform(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="luoshi", description="What a meeting asks for, followed until somebody else has seen that it is done."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, perform: Perform, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(perform=perform)
        return made

    _serving(command)
    _keeping(command)
    breakdown = command("breakdown", _breakdown, "Break a document down, without a database.")
    breakdown.add_argument("file", type=Path)
    breakdown.add_argument("--json", action="store_true", help="the requirements as JSON instead of a table")
    messages = command("messages", _messages, "Keep the catalogue of texts in Chinese.")
    messages.add_argument("action", choices=["update", "add", "check", "compile", "missing"])
    messages.add_argument("target", nargs="?", type=Path, help="the fragment to add, or the folder to look at")
    return parser


def _serving(command: Callable[[str, Perform, str], argparse.ArgumentParser]) -> None:
    run = command("run", _run, "Prepare everything, start server and job thread on this machine.")
    run.add_argument("--report", type=Path, help="read this report instead of the sample's")
    run.add_argument("--port", type=int, default=8000)
    command("work", _work, "Run the jobs, beside a server that was started otherwise.")
    command("migrate", _migrate, "Bring the database up to date.")
    command("doctor", _doctor, "Check what the product stands on, and say what to do.")


def _keeping(command: Callable[[str, Perform, str], argparse.ArgumentParser]) -> None:
    units = command("units", _units, "Take units in from a CSV or XLSX file.")
    units.add_argument("action", choices=["import"])
    units.add_argument("file", type=Path)
    units.add_argument("--as-of", type=date.fromisoformat, help="the day from which the file holds (YYYY-MM-DD)")
    units.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    units.add_argument("--close-missing", action="store_true", help="close units that the file does not name")
    units.add_argument("--realm", default="", help="the realm; not needed where there is only one")
    account = command("account", _account, "Reset a password that no administrator resets for another.")
    account.add_argument("action", choices=["password"])
    account.add_argument("username")
    verify = command("verify", _verify, "Look for any change to journal, seals and record files.")
    verify.add_argument("--against", type=Path, metavar="SEALS", help="seals that were kept outside")
    command("seal", _seal, "Seal what the journal holds now and print the seals.")
    ledger = command("ledger", _ledger, "Recompute every card from the journal.")
    ledger.add_argument("action", choices=["rebuild"])


def _django() -> None:
    """Only for commands that need the database; what they write is for this account alone."""
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings.run")
    import django

    django.setup()


def _prepared() -> None:
    """Only for commands that need the tables; ends with one sentence where they are not there."""
    _django()
    from luoshi.config import doctor

    if reason := doctor.unprepared():
        print(reason, file=sys.stderr)
        sys.exit(2)


def _run(chosen: argparse.Namespace) -> int:
    os.environ.setdefault("LUOSHI_INSECURE_ORIGIN", "1")  # passkeys without HTTPS, as we listen on this machine alone
    _django()
    from luoshi.config import serving

    return serving.run(report=chosen.report, port=chosen.port)


def _work(_chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.base import jobs

    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    jobs.work(stop)
    return 0


def _migrate(_chosen: argparse.Namespace) -> int:
    _django()
    from django.conf import settings
    from django.core.management import call_command

    from luoshi.base import workdays

    settings.LUOSHI_VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=1)
    workdays.seed()
    return 0


def _doctor(_chosen: argparse.Namespace) -> int:
    _django()
    from luoshi.config import doctor

    return doctor.main()


def _breakdown(chosen: argparse.Namespace) -> int:
    from luoshi.inlets.documents import breakdown
    from luoshi.inlets.documents.reading import UnreadableFile

    try:
        return breakdown.main(chosen.file, as_json=chosen.json)
    except OSError as fault:
        words = _("The file %(path)s cannot be opened (%(fault)s).") % {"path": chosen.file, "fault": fault.strerror}
    except UnreadableFile as refusal:
        words = _(refusal.message) % refusal.params
    print(words, file=sys.stderr)
    return 2


def _(words: str) -> str:
    """The words in Chinese, without a framework; where the catalogue is not compiled, as they are."""
    catalogues = Path(__file__).resolve().parents[2] / "locale"
    return gettext.translation("django", catalogues, ["zh_Hans"], fallback=True).gettext(words)


def _units(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.people import unit_files

    return unit_files.main(str(chosen.file), chosen.as_of, chosen.dry_run, chosen.close_missing, chosen.realm)


def _account(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import accounts

    return accounts.reset_password(chosen.username)


def _verify(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import keeping

    return keeping.verify(chosen.against)


def _seal(_chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import keeping

    return keeping.seal()


def _ledger(_chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import keeping

    return keeping.rebuild()


def _messages(chosen: argparse.Namespace) -> int:
    from luoshi.config import messages

    return messages.main(chosen.action, chosen.target)


if __name__ == "__main__":
    sys.exit(main())
