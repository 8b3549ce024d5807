"""Fact sheets: written on the spot, signed by three, fed back, objected to, decided by others.

政府督查工作条例, articles 16 to 18: facts and evidence, feedback; an objection within 30 days, decided within 30 days
by people who did not make the conclusion; what has to be put right is put right and may be looked at again.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from luoshi.base import clock, digests, ids
from luoshi.campaigns import queries as campaigns
from luoshi.inlets.inspections import framing, rights
from luoshi.inlets.inspections.commands import writing
from luoshi.inlets.inspections.commands.looking import mine
from luoshi.inlets.inspections.commands.writing import INLET, Upload
from luoshi.inlets.inspections.models import Conflict, Finding
from luoshi.inlets.inspections.refusals import Because, NotHere, Refused
from luoshi.journal.refs import NewEntry, Source
from luoshi.ledger import acts, queries
from luoshi.ledger import commands as ledger
from luoshi.ledger.commands import Opening
from luoshi.ledger.events import Kind, Words
from luoshi.ledger.matter import ENDED
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records import queries as texts

STREAM = "finding"
OBJECTION_DAYS = timedelta(days=30)
TITLE = 60  # characters of the facts that head the matter


def write_finding(
    viewer: Viewer, visit_id: UUID, *, facts: str, demand: str, due: date | None, nonce: str,
    about: UUID | None = None, uploads: Sequence[Upload] = (),
) -> UUID:  # fmt: skip
    """One fact, one sheet; whoever writes it signs as the handler (经办人). The same nonce twice is one sheet.

    `about` is a drawn matter whose claim did not hold: it is open again by itself, so it becomes no second matter.
    Raises NotHere, UnableToKeep.
    """
    made = ids.derived_id("finding", viewer.realm, nonce)
    with transaction.atomic():
        visit = mine(viewer, visit_id)
        if about is not None and not visit.looks.filter(matter=about, outcome="false").exists():
            raise NotHere
        if Finding.objects.filter(id=made).exists():
            return made
        files = writing.keep(viewer, uploads)
        said, asked = writing.words(viewer, facts), writing.words(viewer, demand)
        payload = {
            "visit": str(visit.id), "unit": str(visit.unit), "facts": said.as_payload(), "demand": asked.as_payload(),
            "files": writing.attached(files), "due": due.isoformat() if due else None,
            "about": str(about) if about else None,
        }  # fmt: skip
        entry = NewEntry("finding.written", 1, payload)
        writing.append(viewer.realm, STREAM, made, entry, by=viewer.actor, source=Source(INLET, nonce))
        Finding.objects.create(
            id=made, realm=viewer.realm, visit=visit, scope=visit.inspection.item.plan.unit, unit=visit.unit,
            about=about, facts_text=said.id, demand_text=asked.id, files=digests.canonical(writing.attached(files)),
            due_on=due, handler=str(viewer.person_id), state="drafted", written_at=clock.now(),
        )  # fmt: skip
    return made


def sign(viewer: Viewer, finding_id: UUID) -> str:
    """The next signature: of the deputy head (副组长), then of the head (组长), each another person.

    The head's signature feeds the finding back to the unit and makes it a matter. Gives the new state.
    Raises NotHere, Refused.
    """
    with transaction.atomic():
        found = _held(viewer, finding_id)
        if not rights.inspects(viewer, found.scope):
            raise NotHere
        if found.state not in {"drafted", "countersigned"}:
            raise Refused(Because.WRONG_STATE)
        person = str(viewer.person_id)
        if person in {found.handler, found.deputy}:
            raise Refused(Because.SAME_PERSON)
        if _is_recused(viewer, found.unit):
            raise Refused(Because.RECUSED)
        role = "deputy" if found.state == "drafted" else "head"
        _say(viewer, found, NewEntry("finding.signed", 1, {"role": role}))
        if role == "deputy":
            found.deputy, found.state = person, "countersigned"
        else:
            found.head, found.state, found.fed_back_on = person, "fed_back", clock.today()
            found.matter = _opened(viewer, found)
            payload = {"unit": str(found.unit), "matter": str(found.matter or found.about)}
            _say(viewer, found, NewEntry("finding.fed_back", 1, payload))
        found.save()
        return found.state


def _is_recused(viewer: Viewer, unit: UUID) -> bool:
    path = people.unit(unit).path
    bound = any(one.startswith(path) for one in framing.bound_to(viewer.person_id))
    return bound or Conflict.objects.filter(realm=viewer.realm, person=viewer.person_id, unit=unit).exists()


def _opened(viewer: Viewer, found: Finding) -> UUID | None:
    """The matter of the unit; none where the claim that did not hold is open again already."""
    if found.about is not None:
        return None
    facts = texts.texts([found.facts_text, found.demand_text])
    said = f"{facts[found.facts_text]}".splitlines()[0][:TITLE]
    title = records.write_text(viewer.realm, said, searchable=True)
    detail = records.write_text(
        viewer.realm, f"{facts[found.facts_text]}\n{facts[found.demand_text]}", searchable=True
    )  # fmt: skip
    post = people.responsible_post(found.unit)
    made = ids.derived_id("finding-matter", found.id)
    opening = Opening(
        id=made, kind=Kind.FINDING, title=Words(title.id, title.commitment),
        campaign=campaigns.blank(viewer.realm).id, issuer=found.scope, lead=found.unit,
        post=post.id if post else None, due=found.due_on, detail=Words(detail.id, detail.commitment),
    )  # fmt: skip
    ledger.open_matters(viewer, [opening], inlet=INLET)
    return made


def object_to(viewer: Viewer, finding_id: UUID, words: str, *, uploads: Sequence[Upload] = ()) -> None:
    """The unit says why the finding is wrong, within 30 days of the feedback, once. Raises NotHere, Refused."""
    with transaction.atomic():
        found = _held(viewer, finding_id)
        if not rights.answers_for(viewer, found.unit) or found.fed_back_on is None:
            raise NotHere
        if found.state != "fed_back":
            raise Refused(Because.WRONG_STATE)
        if clock.today() > found.fed_back_on + OBJECTION_DAYS:
            raise Refused(Because.TOO_LATE)
        said, files = writing.words(viewer, words), writing.keep(viewer, uploads)
        payload = {"words": said.as_payload(), "files": writing.attached(files)}
        _say(viewer, found, NewEntry("finding.objected", 1, payload))
        found.files = digests.canonical([*json.loads(found.files), *writing.attached(files)])
        found.state, found.objected_on, found.objection_text = "objected", clock.today(), said.id
        found.save()


def decide(viewer: Viewer, finding_id: UUID, *, upheld: bool, words: str) -> None:
    """Decide on an objection: by somebody who neither went there nor signed. Upheld, the finding is withdrawn.

    Raises NotHere, Refused.
    """
    with transaction.atomic():
        found = _held(viewer, finding_id)
        if not rights.decides(viewer, found.scope):
            raise NotHere
        if found.state != "objected":
            raise Refused(Because.WRONG_STATE)
        if is_party(found, viewer.person_id):
            raise Refused(Because.SIGNED)
        said = writing.words(viewer, words)
        payload = {"upheld": upheld, "words": said.as_payload()}
        _say(viewer, found, NewEntry("finding.objection_decided", 1, payload))
        found.state = "upheld" if upheld else "rejected"
        found.decided_on, found.decision_text = clock.today(), said.id
        found.save()
        if upheld and found.matter is not None:
            row = queries.rows_by_id(viewer, [found.matter])[0]
            if row.state not in ENDED:
                act = acts.Withdraw(words=Words(said.id, said.commitment))
                ledger.perform(viewer, found.matter, act, source=Source(INLET, f"upheld:{found.id}"))


def is_party(found: Finding, person: UUID) -> bool:
    """Whether a person went there or signed."""
    signed = str(person) in {found.handler, found.deputy, found.head}
    return signed or found.visit.inspectors.filter(person=person).exists()


def _held(viewer: Viewer, finding_id: UUID) -> Finding:
    held = Finding.objects.select_related("visit").select_for_update(of=("self",))
    found = held.filter(realm=viewer.realm, id=finding_id).first()
    if found is None:
        raise NotHere
    return found


def _say(viewer: Viewer, found: Finding, entry: NewEntry) -> None:
    writing.append(viewer.realm, STREAM, found.id, entry, by=viewer.actor)
