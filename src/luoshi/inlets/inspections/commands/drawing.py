"""Draws: the seed is written down as a digest before, mixed with the next seal, and shown after."""

import json
import secrets
from uuid import UUID

from django.db import transaction

from luoshi.base import clock, digests, ids
from luoshi.inlets.inspections import draw, framing, rights
from luoshi.inlets.inspections.commands import writing
from luoshi.inlets.inspections.models import Inspection, Inspector, Item, Look, Visit
from luoshi.inlets.inspections.refusals import Because, NotHere, Refused
from luoshi.journal import queries as journal
from luoshi.journal import sealer
from luoshi.journal.refs import Actor, NewEntry, StreamRef
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records import queries as texts

STREAM = "draw"
BY = Actor.system("inspections")


def commit(viewer: Viewer, item_id: UUID) -> UUID:
    """Fix what can be drawn, and choose a seed that nobody sees; only digests are written down.

    Raises NotHere; Refused, where the item was drawn already with an entry that says so, and what else forbids a draw.
    """
    with transaction.atomic():
        item = Item.objects.select_for_update().select_related("plan").filter(id=item_id).first()
        if item is None or item.plan.realm != viewer.realm or not rights.drafts(viewer, item.plan.unit):
            raise NotHere
        last = item.inspections.order_by("-number").first()
        again = last is not None and _stands(item, last)
        if last is not None and again:
            _refuse(viewer, last)
        else:
            return _committed(viewer, item, (last.number if last else 0) + 1)
    raise Refused(Because.DRAWN_ALREADY, str(last.id if last else ""))


def draw_again(viewer: Viewer, inspection_id: UUID) -> None:
    """Somebody wants another list: refused, and written down. Raises NotHere, Refused."""
    with transaction.atomic():
        found = Inspection.objects.select_related("item__plan").filter(realm=viewer.realm, id=inspection_id).first()
        if found is None or not rights.organises(viewer, found.item.plan.unit):
            raise NotHere
        _refuse(viewer, found)
    raise Refused(Because.DRAWN_ALREADY, str(found.id))


def _stands(item: Item, last: Inspection) -> bool:
    """The last draw is not at its end, or the item has had all the draws that were approved."""
    return last.state == "committed" or last.visits.filter(state="due").exists() or last.number >= item.times


def _refuse(viewer: Viewer, standing: Inspection) -> None:
    """Write down that another seed was asked for, with the digest of the one that would have been."""
    asked = draw.commitment(secrets.token_bytes(draw.SEED_BYTES))
    entry = NewEntry("draw.refused", 1, {"asked": asked, "stands": standing.committed})
    writing.append(standing.realm, STREAM, standing.id, entry, by=viewer.actor)


def _committed(viewer: Viewer, item: Item, number: int) -> UUID:
    if item.state != "approved":
        raise Refused(Because.NOT_APPROVED)
    if item.plan.year != clock.today().year:
        raise Refused(Because.OTHER_YEAR)
    if Inspection.objects.filter(realm=viewer.realm, item__plan__unit=item.plan.unit, state="committed").exists():
        raise Refused(Because.WAITING)  # or a unit could be drawn twice beyond what is allowed
    made = ids.derived_id("inspection", item.id, number)
    frame = framing.frame(viewer, item, made)
    try:
        draw.check(frame)
    except draw.Unusable as unusable:
        lacks_people = str(unusable) in {"inspectors", "take"}
        raise Refused(Because.NO_INSPECTORS if lacks_people else Because.NO_UNITS) from unusable
    seed = secrets.token_bytes(draw.SEED_BYTES)
    kept = records.write_text(viewer.realm, draw.to_text(frame))
    committed, digest = draw.commitment(seed), draw.digest(frame)
    payload = {
        "item": str(item.id), "number": number, "committed": committed, "frame": kept.as_payload(),
        "frame_digest": digest,
    }  # fmt: skip
    writing.append(viewer.realm, STREAM, made, NewEntry("draw.committed", 1, payload), by=viewer.actor)
    Inspection.objects.create(
        id=made, realm=viewer.realm, item=item, number=number, state="committed", committed_at=clock.now(),
        committed=committed, frame_text=kept.id, frame_digest=digest, seed=seed.hex(),
    )  # fmt: skip
    return made


def reveal(inspection_id: UUID) -> bool:
    """Make the draw once a seal covers its commitment; False while none does. Nobody has to ask for it.

    Nobody may hold it back either: a draw that could be dropped when its list does not please would not be blind.
    """
    with transaction.atomic():
        found = Inspection.objects.select_for_update().select_related("item").filter(id=inspection_id).first()
        if found is None or found.state != "committed":
            return False
        number = journal.number_of(StreamRef(found.realm, STREAM, found.id), 1)
        seal = sealer.first_over(found.realm, number) if number else None
        if seal is None:
            return False
        frame = draw.from_text(texts.texts([found.frame_text])[found.frame_text] or "")
        drawn = draw.draw(frame, bytes.fromhex(found.seed), seal.root, committed=found.committed)
        result = draw.result(drawn)
        payload = {"seed": found.seed, "seal": seal.number, "root": seal.root, "result": result}
        writing.append(found.realm, STREAM, found.id, NewEntry("draw.revealed", 1, payload), by=BY)
        found.state, found.seal, found.root, found.drawn_at = "drawn", seal.number, seal.root, clock.now()
        found.result = digests.canonical({"seed": found.seed, "list": result})
        found.seed = ""
        found.save()
        for one in drawn:
            _visit(found, one)
    return True


def _visit(inspection: Inspection, one: draw.Drawn) -> None:
    visit = Visit.objects.create(
        id=ids.derived_id("visit", inspection.id, one.unit), realm=inspection.realm, inspection=inspection,
        unit=UUID(one.unit), announced=inspection.item.announced, stand_ins=digests.canonical(list(one.stand_ins)),
        state="due", drawn_on=clock.today(),
    )  # fmt: skip
    Inspector.objects.bulk_create([Inspector(visit=visit, person=UUID(who)) for who in one.inspectors])
    Look.objects.bulk_create([Look(visit=visit, matter=UUID(which)) for which in one.matters])


def next_stand_in(visit: Visit) -> UUID | None:
    """The next who steps in, taken off the list; None when nobody is left."""
    left = json.loads(visit.stand_ins)
    if not left:
        return None
    visit.stand_ins = digests.canonical(left[1:])
    visit.save(update_fields=["stand_ins"])
    return UUID(left[0])
