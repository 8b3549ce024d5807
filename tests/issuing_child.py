# ruff: noqa: E402 - settings come before what needs them
"""Run as a process of its own by `test_killed_while_issuing`: lays out a district of villages, or issues to them.

    issuing_child.py prepare N | issue

Each line on the output says that something is committed; whoever reads may end the process at any moment.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings.run")

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command

from luoshi.base import clock, ids, workdays
from luoshi.campaigns import commands as campaigns
from luoshi.journal.refs import Actor
from luoshi.ledger import commands, issuing
from luoshi.ledger.commands import Line, Opening
from luoshi.ledger.events import Kind, Words
from luoshi.people import commands as offices
from luoshi.people import queries as people
from luoshi.people import unit_files
from luoshi.people.viewer import Duty
from luoshi.records import commands as records

REALM = "13"
WHOLE, ISSUANCE = ids.derived_id("killed", "whole"), ids.derived_id("killed", "issuance")
SLICE, STAGED = 7, 50


def prepare(count: int) -> None:
    """A district with villages, an office, a requirement."""
    machine = Actor.system("test")
    call_command("migrate", interactive=False, verbosity=0)
    workdays.seed()
    rows = "".join(f"13{number:05},{number}村,village,13\n" for number in range(count))
    listed = unit_files.read(f"code,name,level,parent\n13,甲区,district,\n{rows}".encode(), "a.csv")
    commands_result = offices.import_units(by=machine, rows=listed)
    assert commands_result.opened == count + 1
    top = people.root(REALM)
    offices.create_account(by=machine, username="office", name="王芳", realm=REALM, password="long enough to pass")
    post = offices.open_post(by=machine, unit_id=top.id, duty=Duty.OFFICE)
    offices.appoint(
        by=machine, post_id=post, person_id=get_user_model().objects.get(username="office").person_id, on=clock.today()
    )
    campaign = campaigns.open_blank(realm=REALM, unit=top.id, title="日常工作", opened_on=clock.today(), by=machine)
    ref = records.write_text(REALM, "逐村走访")
    opening = Opening(WHOLE, Kind.REQUIREMENT, Words(ref.id, ref.commitment), campaign.id, top.id)
    commands.open_matters(_viewer(), [opening], inlet="test")


def issue() -> None:
    """Stage, release and write, from wherever the one before stopped."""
    viewer, issuing.STAGED_AT_ONCE = _viewer(), STAGED
    lines = (Line(unit) for unit in people.each_under(people.root(REALM).path, kinds=["village"]))

    def tell(done: issuing.Progress) -> None:
        sys.stdout.write(f"{done.state} {done.written or done.total}\n")
        sys.stdout.flush()

    try:
        commands.stage(viewer, WHOLE, lines, issuance=ISSUANCE, tell=tell)
        commands.release(viewer, WHOLE, issuance=ISSUANCE)
    except issuing.AlreadyReleased:
        pass
    while not (done := commands.carry_on(REALM, WHOLE, issuance=ISSUANCE, size=SLICE)).is_over:
        tell(done)
    issuing.clear(REALM, ISSUANCE, WHOLE)
    tell(done)


def _viewer():
    account = get_user_model().objects.get(username="office")
    return people.viewer_for(account, people.held_by(account.person_id)[0].post.id)


if __name__ == "__main__":
    prepare(int(sys.argv[2])) if sys.argv[1] == "prepare" else issue()
