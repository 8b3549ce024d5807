"""`luoshi verify`, `seal` and `ledger rebuild`: what the keeper of the machine asks of the journal, in plain lines."""

import os
import sys
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.journal import outside, partitions, sealer, wording
from luoshi.journal import verify as journal
from luoshi.ledger import projection
from luoshi.people import queries as people

ENTRIES_FOR_MANY = 20_000


def verify(against: Path | None, processes: int = 0) -> int:
    """Say what was looked at and what is not as it was written: 0 whole, 1 not, 2 the seals cannot be read.

    Without a number of processes there are as many as processors, where there is enough to look at.
    """
    try:
        kept = against.read_text(encoding="utf-8") if against else None
        report = journal.verify(against=kept, processes=processes or _processes())
    except (OSError, UnicodeDecodeError) as fault:
        print(
            _("The seals in %(file)s cannot be read (%(fault)s).") % {"file": against, "fault": fault}, file=sys.stderr
        )
        return 2
    for problem in report.problems:
        print(wording.sentence(problem))
    counted = {"entries": report.entries, "streams": report.streams, "seals": report.seals, "found": report.found}
    print(_("%(entries)s entries in %(streams)s streams and %(seals)s seals: %(found)s problems.") % counted)
    return 0 if report.is_whole else 1


def _processes() -> int:
    """Making processes costs some tenths of a second."""
    return len(os.sched_getaffinity(0)) if journal.entries_at_least(ENTRIES_FOR_MANY) else 1


def seal() -> int:
    """Seal what waits in every realm and print all seals, ready to be kept outside."""
    for realm in people.realms():
        sealer.seal_all(realm, at=clock.now())
        sys.stdout.write(outside.export_seals(realm))
    return 0


def realm(action: str, name: str) -> int:
    """Give a realm partitions of its own, take them out or put them back: 0 done, 2 refused."""
    acts = {"partition": partitions.give, "detach": partitions.detach, "attach": partitions.attach}
    try:
        done = acts[action](name)
    except (partitions.NotPartitioned, DatabaseError) as fault:
        reason = str(fault).strip().partition("\n")[0]
        print(_("Nothing was changed for %(realm)s: %(reason)s.") % {"realm": name, "reason": reason}, file=sys.stderr)
        return 2
    print(_("%(realm)s: %(n)s tables changed.") % {"realm": name, "n": len(done)})
    return 0


def rebuild() -> int:
    """Compute every card and count anew from the journal."""
    for realm in people.realms():
        print(_("%(realm)s: %(n)s cards computed anew.") % {"realm": realm, "n": projection.rebuild(realm)})
    return 0
