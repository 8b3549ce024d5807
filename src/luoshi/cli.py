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
    _beginning(command)
    _keeping(command)
    _copying(command)
    _analysing(command)
    breakdown = command("breakdown", _breakdown, "Break a document down, without a database.")
    breakdown.add_argument("file", type=Path)
    breakdown.add_argument("--json", action="store_true", help="the requirements as JSON instead of a table")
    drift = command("drift", _drift, "Compare a plan of a level below with the document of the level above.")
    drift.add_argument("above", type=Path)
    drift.add_argument("below", type=Path)
    messages = command("messages", _messages, "Keep the catalogue of texts in Chinese.")
    messages.add_argument("action", choices=["update", "add", "check", "compile", "missing"])
    messages.add_argument("target", nargs="?", type=Path, help="the fragment to add, or the folder to look at")
    return parser


def _serving(command: Callable[[str, Perform, str], argparse.ArgumentParser]) -> None:
    run = command("run", _run, "Prepare everything, start server and job thread on this machine.")
    run.add_argument("--report", type=Path, help="read this report instead of the sample's")
    run.add_argument("--port", type=int, default=8000)
    serve = command("serve", _serve, "The server alone, for a service manager; `work` runs beside it.")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on; a proxy stands before it")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2, help="processes")
    command("work", _work, "Run the jobs, beside a server that was started otherwise.")
    command("migrate", _migrate, "Bring the database up to date.")
    command("doctor", _doctor, "Check what the product stands on, and say what to do.")


def _beginning(command: Callable[[str, Perform, str], argparse.ArgumentParser]) -> None:
    begin = command(
        "begin", _begin, "Open an empty installation: the top unit, its activity office, three administrators."
    )
    begin.add_argument("--realm", required=True, help="the code of the top unit, such as 130209")
    begin.add_argument("--name", default="", help="its name; not needed where units were imported before")
    begin.add_argument("--kind", default="district", choices=["province", "city", "district", "town"])
    for duty in ("office", "system", "security", "audit"):
        text = f"the first account of this duty ({duty})"
        begin.add_argument(f"--{duty}", required=True, metavar="ACCOUNT=NAME", help=text)


def _copying(command: Callable[[str, Perform, str], argparse.ArgumentParser]) -> None:
    backup = command("backup", _backup, "Copy database and record files into one sealed file, while people work.")
    backup.add_argument("target", type=Path, help="a new file, or a folder in which one is made")
    backup.add_argument("--keys", type=Path, help="the keys too, into a file of their own")
    restore = command("restore", _restore, "Bring a backup back into an empty place, and verify it.")
    restore.add_argument("source", type=Path)
    restore.add_argument("--keys", type=Path, help="the file with the keys")
    restore.add_argument("--check", action="store_true", help="only read it to its end")
    for one in (backup, restore):
        one.add_argument("--secret", type=Path, metavar="FILE", help="holds the passphrase; asked for without it")
    export = command("export", _export, "Write everything into a folder that can be read without Luoshi.")
    export.add_argument("folder", type=Path)
    export.add_argument("--sealed", action="store_true", help="the words of sealed statements too")


def _analysing(command: Callable[[str, Perform, str], argparse.ArgumentParser]) -> None:
    analyse = command(
        "analyse", _analyse, "Export to Parquet, count, find near copies; LUOSHI_CLUSTER names a cluster."
    )
    analyse.add_argument("action", choices=["export", "counts", "copies"])
    analyse.add_argument("folder", type=Path, help="an empty folder to export into, or one that was exported")
    analyse.add_argument("--into", type=Path, help="the folder for what is found; the same one without it")
    analyse.add_argument("--form", choices=["csv", "parquet"], default="csv")
    text = "how much two texts share to be near copies, from 0.3 to 1"
    analyse.add_argument("--at-least", type=_share, default=0.8, metavar="SHARE", help=text)


def _share(words: str) -> float:
    found = float(words)
    if not 0.3 <= found <= 1:  # noqa: PLR2004
        raise argparse.ArgumentTypeError("from 0.3 to 1")
    return found


def _keeping(command: Callable[[str, Perform, str], argparse.ArgumentParser]) -> None:
    units = command("units", _units, "Take units in from a CSV or XLSX file.")
    units.add_argument("action", choices=["import"])
    units.add_argument("file", type=Path)
    units.add_argument("--as-of", type=date.fromisoformat, help="the day from which the file holds (YYYY-MM-DD)")
    units.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
    units.add_argument("--close-missing", action="store_true", help="close units that the file does not name")
    units.add_argument("--realm", default="", help="the realm; not needed where there is only one")
    account = command("account", _account, "For administrators too: reset a password, close or open an account.")
    account.add_argument("action", choices=["password", "close", "open"])
    account.add_argument("username")
    verify = command("verify", _verify, "Look for any change to journal, seals and record files.")
    verify.add_argument("--against", type=Path, metavar="SEALS", help="seals that were kept outside")
    verify.add_argument("--processes", type=int, default=0, help="how many look at it; by itself one a processor")
    command("seal", _seal, "Seal what the journal holds now and print the seals.")
    realm = command("realm", _realm, "Give a realm partitions of its own, move it to another server (PostgreSQL).")
    realm.add_argument("action", choices=["partition", "detach", "copy", "take", "attach"])
    realm.add_argument("realm", help="its code, such as 130000")
    realm.add_argument("folder", nargs="?", type=Path, help="of `copy` and `take`: what the realm has beside them")
    calendar = command("calendar", _calendar, "Enter the official calendar of a year from a CSV file: day,works,name.")
    calendar.add_argument("file", type=Path)
    calendar.add_argument("--wording", default="", help="what it was published as, such as 国办发明电〔2026〕9号")
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


def _serve(chosen: argparse.Namespace) -> int:
    os.environ.setdefault("LUOSHI_LOG_FORM", "json")
    _prepared()
    from django.conf import settings

    from luoshi.config import gathering

    gathering.begin(settings.LUOSHI_VAR / "metrics" / str(chosen.port))  # two servers may stand on the same data
    from luoshi.config import serving

    return serving.serve(host=chosen.host, port=chosen.port, workers=chosen.workers)


def _work(_chosen: argparse.Namespace) -> int:
    os.environ.setdefault("LUOSHI_LOG_FORM", "json")
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

    from luoshi.config import migrating

    settings.LUOSHI_VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        migrating.migrate(verbosity=1)
    except migrating.Busy as busy:
        print(busy, file=sys.stderr)
        return 1
    return 0


def _doctor(_chosen: argparse.Namespace) -> int:
    _django()
    from luoshi.config import doctor

    return doctor.main()


def _breakdown(chosen: argparse.Namespace) -> int:
    from luoshi.inlets.documents import breakdown

    return _read_files(lambda: breakdown.main(chosen.file, as_json=chosen.json))


def _drift(chosen: argparse.Namespace) -> int:
    from luoshi.inlets.documents.breakdown import drift_table

    return _read_files(lambda: drift_table.main(chosen.above, chosen.below))


def _read_files(act: Callable[[], int]) -> int:
    """What a command gives that reads documents; a sentence where one cannot be read."""
    from luoshi.inlets.documents.reading import UnreadableFile

    try:
        return act()
    except OSError as fault:
        words = _("The file %(path)s cannot be opened (%(fault)s).") % {"path": fault.filename, "fault": fault.strerror}
    except UnreadableFile as refusal:
        words = _(refusal.message) % refusal.params
    print(words, file=sys.stderr)
    return 2


def _(words: str) -> str:
    """The words in Chinese, without a framework; where the catalogue is not compiled, as they are."""
    catalogues = Path(__file__).resolve().parents[2] / "locale"
    return gettext.translation("django", catalogues, ["zh_Hans"], fallback=True).gettext(words)


def _calendar(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.base import calendar_files

    return calendar_files.main(chosen.file, chosen.wording)


def _units(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.people import unit_files

    return unit_files.main(str(chosen.file), chosen.as_of, chosen.dry_run, chosen.close_missing, chosen.realm)


def _account(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import accounts

    if chosen.action == "password":
        return accounts.reset_password(chosen.username)
    return accounts.set_active(chosen.username, is_active=chosen.action == "open")


def _verify(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import keeping

    return keeping.verify(chosen.against, chosen.processes)


def _seal(_chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import keeping

    return keeping.seal()


def _realm(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import keeping, moving

    if (chosen.action in moving.ACTIONS) != bool(chosen.folder):
        print(_("`copy` and `take` need a folder, and nothing else does."), file=sys.stderr)
        return 2
    if chosen.folder:
        return moving.main(chosen.action, chosen.realm, chosen.folder)
    return keeping.realm(chosen.action, chosen.realm)


def _ledger(_chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import keeping

    return keeping.rebuild()


def _begin(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import beginning

    return beginning.main(chosen)


def _backup(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import backup

    return backup.main(chosen.target, _secret(chosen.secret, again=True), chosen.keys)


def _restore(chosen: argparse.Namespace) -> int:
    _django()
    from luoshi.config import restore

    return restore.main(chosen.source, _secret(chosen.secret), chosen.keys, check=chosen.check)


def _secret(file: Path | None, *, again: bool = False) -> bytes:
    """The passphrase of a backup, from a file or from whoever sits there."""
    from luoshi.config import sealed_file

    try:
        if file:
            return sealed_file.secret_of(file)
        return sealed_file.asked_secret(again=again)
    except (OSError, ValueError, EOFError) as fault:
        print(_("There is no passphrase: %(fault)s") % {"fault": fault}, file=sys.stderr)
        sys.exit(2)


def _export(chosen: argparse.Namespace) -> int:
    _prepared()
    from luoshi.config import export

    return export.main(chosen.folder, sealed=chosen.sealed)


def _analyse(chosen: argparse.Namespace) -> int:
    try:
        said = _analyse_export(chosen.folder) if chosen.action == "export" else _analyse_exported(chosen)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"daft", "numpy", "pyarrow"}:
            raise
        words = _("Analysis needs %(package)s: pip install 'luoshi[analytics]'.") % {"package": missing.name}
        print(words, file=sys.stderr)
        return 2
    if said:
        print(said)
    return 0 if said else 2


def _analyse_export(folder: Path) -> str:
    _prepared()
    from luoshi.config import analysis_export

    try:
        written = analysis_export.export(folder)
    except OSError as fault:
        print(_("Nothing was exported: %(fault)s") % {"fault": fault}, file=sys.stderr)
        return ""
    words = _("%(matters)s matters, %(texts)s texts and %(units)s units are in %(folder)s.")
    return words % {**written, "folder": folder}


def _analyse_exported(chosen: argparse.Namespace) -> str:
    from luoshi.base.analysis.engine import NoCluster
    from luoshi.config import analysis

    try:
        return analysis.main(chosen, _)
    except NoCluster as fault:
        words = _(
            "The cluster at LUOSHI_CLUSTER cannot be used (%(fault)s); without the setting the work is done here."
        )
        print(words % {"fault": fault}, file=sys.stderr)
    except analysis.NothingThere as nothing:
        print(nothing, file=sys.stderr)
    return ""


def _messages(chosen: argparse.Namespace) -> int:
    from luoshi.config import messages

    return messages.main(chosen.action, chosen.target)


if __name__ == "__main__":
    sys.exit(main())
