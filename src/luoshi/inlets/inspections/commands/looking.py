"""On the spot: the matters that were drawn are looked at, papers held already are not asked for, conflicts declared."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from luoshi.base import clock
from luoshi.inlets.inspections import rights
from luoshi.inlets.inspections.commands import drawing, writing
from luoshi.inlets.inspections.commands.writing import INLET, Upload
from luoshi.inlets.inspections.models import Conflict, Inspector, Visit
from luoshi.inlets.inspections.refusals import Because, NotHere, Refused
from luoshi.journal import queries as journal
from luoshi.journal.refs import NewEntry, Source
from luoshi.ledger import acts, queries
from luoshi.ledger import commands as ledger
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Nature
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer

STREAM = "inspection"
HOLDS = {"matter.evidence_added", "matter.claimed", "matter.progressed"}


def mine(viewer: Viewer, visit_id: UUID, *, hold: bool = True) -> Visit:
    """A visit that the viewer makes. Raises NotHere for every other one."""
    found = Visit.objects.select_related("inspection__item__plan").filter(realm=viewer.realm, id=visit_id)
    visit = (found.select_for_update(of=("self",)) if hold else found).first()
    if visit is None or not rights.inspects(viewer, visit.inspection.item.plan.unit):
        raise NotHere
    if not visit.inspectors.filter(person=viewer.person_id).exists():
        raise NotHere
    return visit


def look_at(
    viewer: Viewer, visit_id: UUID, matter_id: UUID, *, held: bool, words: str, nonce: str,
    uploads: Sequence[Upload] = (),
) -> None:  # fmt: skip
    """Say of a drawn matter what was found on the spot: an act of the ledger, and a count for the estimate.

    The same nonce twice is one act. Raises NotHere, Refused; ledger.Refusal, NoSuchMatter, UnableToKeep.
    """
    with transaction.atomic():
        visit = mine(viewer, visit_id)
        look = visit.looks.filter(matter=matter_id).first()
        if look is None:
            raise NotHere
        if journal.entries_of_source(viewer.realm, INLET, nonce):
            return
        if look.outcome:
            raise Refused(Because.LOOKED_AT)
        if visit.state != "due":
            raise Refused(Because.DONE)
        files, said = writing.keep(viewer, uploads), Prose(words)
        act = acts.Verify(Nature.SPOT, said, files) if held else acts.Refuse(said, files)
        ledger.perform(viewer, matter_id, act, source=Source(INLET, nonce))
        payload = {"matter": str(matter_id), "held": held}
        entry = NewEntry("inspection.looked_at", 1, payload)
        writing.append(viewer.realm, STREAM, visit.id, entry, by=viewer.actor, source=Source(INLET, f"{nonce}:look"))
        look.outcome = "held" if held else "false"
        look.save(update_fields=["outcome"])


def end_visit(viewer: Viewer, visit_id: UUID) -> None:
    """The visit is over; what was drawn and is no claim any more counts as not looked at. Raises NotHere, Refused."""
    with transaction.atomic():
        visit = mine(viewer, visit_id)
        if visit.state != "due":
            return
        left = visit.looks.filter(outcome="").values_list("matter", flat=True)
        rows = queries.rows_by_id(viewer, left)
        if any(row.state == "claimed" for row in rows):
            raise Refused(Because.NOT_DONE)
        entry = NewEntry("inspection.ended", 1, {"left": [str(row.id) for row in rows]})
        writing.append(viewer.realm, STREAM, visit.id, entry, by=viewer.actor)
        visit.state, visit.done_on = "done", clock.today()
        visit.save(update_fields=["state", "done_on"])


def ask_for_paper(viewer: Viewer, visit_id: UUID, matter_id: UUID, words: str, *, nonce: str) -> None:
    """Ask the unit for a paper about a drawn matter: refused, and the refusal written down, where it holds one already.

    Raises NotHere, Refused with the matter where it lies.
    """
    with transaction.atomic():
        visit = mine(viewer, visit_id)
        if not visit.looks.filter(matter=matter_id).exists():
            raise NotHere
        if visit.state != "due":
            raise Refused(Because.DONE)
        held = holds_papers(viewer, matter_id)
        if held:
            entry = NewEntry("inspection.paper_not_asked", 1, {"matter": str(matter_id), "entry": held})
            writing.append(viewer.realm, STREAM, visit.id, entry, by=viewer.actor)
        else:
            payload = {"matter": str(matter_id), "words": writing.words(viewer, words).as_payload()}
            entry = NewEntry("inspection.paper_asked", 1, payload)
            source = Source(INLET, nonce)
            writing.append(viewer.realm, STREAM, visit.id, entry, by=viewer.actor, source=source)
    if held:
        raise Refused(Because.HELD_ALREADY, str(matter_id))


def holds_papers(viewer: Viewer, matter_id: UUID) -> int:
    """The last step of a matter in which the unit laid files down, 0 where it never did."""
    page = queries.matter_page(viewer, matter_id)
    return max((line.seq for line in page.way if line.name in HOLDS and line.files), default=0)


def step_aside(viewer: Viewer, visit_id: UUID, words: str) -> None:
    """Say that one should not go: the next in the drawn order goes instead. Raises NotHere, Refused."""
    with transaction.atomic():
        visit = mine(viewer, visit_id)
        if visit.state != "due" or visit.looks.exclude(outcome="").exists():
            raise Refused(Because.DONE)
        follows = drawing.next_stand_in(visit)
        if follows is None and visit.inspectors.count() == 1:
            raise Refused(Because.NOBODY_STEPS_IN)
        payload = {
            "unit": str(visit.unit), "reason": writing.words(viewer, words).as_payload(),
            "follows": str(follows) if follows else None,
        }  # fmt: skip
        entry = NewEntry("draw.stepped_aside", 1, payload)
        writing.append(viewer.realm, drawing.STREAM, visit.inspection_id, entry, by=viewer.actor)
        visit.inspectors.filter(person=viewer.person_id).delete()
        if follows:
            Inspector.objects.create(visit=visit, person=follows)
        Conflict.objects.get_or_create(realm=viewer.realm, person=viewer.person_id, unit=visit.unit)


def declare(viewer: Viewer, unit_id: UUID) -> None:
    """Say of a unit that one should not be sent there. Raises NotHere."""
    if not rights.inspects(viewer):
        raise NotHere
    unit = people.unit_seen_by(viewer, unit_id)
    with transaction.atomic():
        _row, is_new = Conflict.objects.get_or_create(realm=viewer.realm, person=viewer.person_id, unit=unit.id)
        if is_new:
            entry = NewEntry("inspector.conflict_declared", 1, {"unit": str(unit.id)})
            writing.append(viewer.realm, "inspector", viewer.person_id, entry, by=viewer.actor)
