# ruff: noqa: E402 - settings come before what needs them
"""Run as a process of its own by `test_killed_while_chasing`: lays out late matters, or lets the clock walk over them.

    chasing_child.py prepare N | chase

Each line on the output says that a matter was urged and committed; whoever reads may end the process at any moment.
"""

import os
import sys
from datetime import date, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings.run")

import django

django.setup()

from django.core.management import call_command

import people
from luoshi.base import clock, ids, workdays
from luoshi.inlets.chasing import commands as chasing
from luoshi.inlets.chasing import jobs
from luoshi.ledger import commands
from luoshi.ledger.commands import Line, Opening
from luoshi.ledger.events import Kind, Words
from luoshi.records import commands as records

REALM = "130209"
OPENED = datetime(2014, 4, 8, 10, tzinfo=clock.BEIJING)
MORNING = datetime(2014, 4, 22, 8, tzinfo=clock.BEIJING)  # five working days late: the leader in charge is called in
DUE = date(2014, 4, 15)


def prepare(count: int) -> None:
    """The small district, with so many matters that are late."""
    call_command("migrate", interactive=False, verbosity=0)
    workdays.seed([2013, 2014, 2015])
    with clock.fixed(OPENED):
        here = people.district()
        for number in range(count):
            ref = records.write_text(REALM, f"事项{number}")
            whole = ids.derived_id("chased", number)
            opening = Opening(
                whole, Kind.REQUIREMENT, Words(ref.id, ref.commitment), here.campaign.id, here.district.id
            )  # fmt: skip
            commands.open_matters(here.clerk, [opening], inlet="test")
            commands.issue(
                here.clerk, whole, [Line(here.town.id, due=DUE)], issuance=ids.derived_id("chased", number, "out")
            )  # fmt: skip


def chase() -> None:
    """The walk of one morning, from its beginning."""
    urge = chasing.urge

    def told(*arguments) -> bool:
        done = urge(*arguments)
        sys.stdout.write("urged\n")
        sys.stdout.flush()
        return done

    chasing.urge = told
    with clock.fixed(MORNING):
        jobs.walk_all(REALM)


if __name__ == "__main__":
    prepare(int(sys.argv[2])) if sys.argv[1] == "prepare" else chase()
