"""A list of units is kept while somebody looks at what it would change, then imported and forgotten."""

from datetime import date
from uuid import UUID

from django.db import transaction

from luoshi.base import digests
from luoshi.inlets.offices.models import UnitList
from luoshi.people import commands, unit_files
from luoshi.people.commands import ImportResult, NotYours
from luoshi.people.rights import runs_units
from luoshi.people.viewer import Viewer


@transaction.atomic
def keep_list(*, by: Viewer, name: str, content: bytes, as_of: date, close_missing: bool) -> UUID:
    """Keep a readable list in the place of the one before; an unreadable one raises `UnreadableList`."""
    if not runs_units(by):
        raise NotYours
    unit_files.read(content, name)
    UnitList.objects.filter(account_id=by.account_id).delete()
    fields = {"name": name[-200:], "content": content, "as_of": as_of, "close_missing": close_missing}
    return UnitList.objects.create(account_id=by.account_id, **fields).id


@transaction.atomic
def import_list(*, by: Viewer, list_id: UUID) -> ImportResult:
    """Import the kept list and forget it, unless a row is bad."""
    kept = UnitList.objects.select_for_update().filter(pk=list_id, account_id=by.account_id).first()
    if kept is None:
        raise NotYours
    result = run(by=by, kept=kept, dry_run=False)
    if not result.bad:
        kept.delete()
    return result


def run(*, by: Viewer, kept: UnitList, dry_run: bool) -> ImportResult:
    """Hand the kept list to the heart."""
    content = bytes(kept.content)
    return commands.import_units(
        by=by,
        rows=unit_files.read(content, kept.name),
        as_of=kept.as_of,
        close_missing=kept.close_missing,
        dry_run=dry_run,
        digest=digests.digest(content),
    )
