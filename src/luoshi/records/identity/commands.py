"""Keeping, opening and erasing who spoke. Every opening is an entry with its reason; names never enter the journal."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.base import clock, ids, trace
from luoshi.journal import commands as journal
from luoshi.journal.refs import Actor, NewEntry, StreamRef
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, Viewer
from luoshi.records import commands as records
from luoshi.records.identity import vault
from luoshi.records.identity.models import Speaker

REASON = 6  # characters that a reason has at least


class NoSuchSpeaker(Exception):
    """There is no such speaker in this realm, or the viewer may not know of one."""


REFUSALS: dict[str, Callable[[], str]] = {
    "reason_too_short": lambda: _("Say in at least %(least)s characters why the identity has to be known."),
    "erased": lambda: _("The identity was erased at the person's wish; the words are kept."),
}


class UnableToOpen(Exception):
    """Not opened; `why` is reason_too_short or erased, the text is for the reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return REFUSALS[self.why]() % {"least": REASON}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who spoke, and how to reach them."""

    name: str
    contact: str


def may_open(viewer: Viewer) -> bool:
    """The one rule of who may open an identity: the activity office of the realm's top unit, in its own post.

    The supervision group, the units concerned and the administrators may not; somebody who acts for an absent
    colleague may not either.
    """
    if viewer.duty is not Duty.OFFICE or viewer.post is None or viewer.acting_for:
        return False
    top = people.root(viewer.realm)
    return top is not None and viewer.post.scope.id == top.id


@transaction.atomic
def keep_identity(realm: str, name: str, contact: str) -> UUID:
    """Seal who spoke under a key of their own; gives the reference that a statement carries."""
    speaker_id, key_id = ids.new_id(), vault.make_key()
    plain = json.dumps({"name": name, "contact": contact}, ensure_ascii=False).encode()
    sealed = vault.encrypt(key_id, plain, _about(realm, speaker_id))
    Speaker(id=speaker_id, realm=realm, sealed=sealed, key_id=key_id).save(force_insert=True)
    return speaker_id


@transaction.atomic
def open_identity(viewer: Viewer, speaker_id: UUID, reason: str) -> Identity:
    """Who spoke, for a typed reason; the opening and its reason are an entry before anybody sees the name.

    Raises NoSuchSpeaker for those who may not know, UnableToOpen for a reason too short and for an erased person.
    """
    speaker = Speaker.objects.filter(realm=viewer.realm, id=speaker_id).first() if may_open(viewer) else None
    if speaker is None:
        raise NoSuchSpeaker(str(speaker_id))
    if len(reason.strip()) < REASON:
        raise UnableToOpen("reason_too_short")
    try:
        plain = json.loads(vault.decrypt(speaker.key_id, bytes(speaker.sealed), _about(viewer.realm, speaker_id)))
    except vault.KeyGone as fault:
        raise UnableToOpen("erased") from fault
    _tell(viewer.realm, speaker_id, "identity.opened", reason, viewer.actor)
    return Identity(plain["name"], plain["contact"])


@transaction.atomic
def destroy(realm: str, speaker_id: UUID, *, reason: str, by: Actor) -> None:
    """Erase who spoke for good: the entry is written, then the key goes. Statements and the journal stay whole."""
    speaker = Speaker.objects.select_for_update().filter(realm=realm, id=speaker_id).first()
    if speaker is None:
        raise NoSuchSpeaker(str(speaker_id))
    _tell(realm, speaker_id, "identity.destroyed", reason, by)
    speaker.sealed = b""
    speaker.save(update_fields=["sealed"])
    key_id = speaker.key_id
    transaction.on_commit(lambda: vault.destroy_key(key_id))


def rotate_master() -> int:
    """Wrap every person's key with a new master key; gives how many."""
    return vault.rotate_master()


def _tell(realm: str, speaker_id: UUID, name: str, reason: str, by: Actor) -> None:
    now = clock.now()
    payload = {"reason": records.write_text(realm, reason.strip()).as_payload()}
    journal.append(
        StreamRef(realm, "identity", speaker_id),
        [NewEntry(name, 1, payload)],
        by=by,
        happened_at=now,
        recorded_at=now,
        request=trace.request_id(),
    )


def _about(realm: str, speaker_id: UUID) -> str:
    return f"{realm}/{speaker_id}"
