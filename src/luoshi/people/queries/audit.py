"""What was done to accounts and posts, by whom: for the audit administrator, and for the one it was done to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from luoshi.base import clock
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView, StreamRef
from luoshi.people.models import Account, Person, Post, Tenure
from luoshi.people.queries.reading import post_ref
from luoshi.people.rights import NotYours, audits
from luoshi.people.viewer import PostRef, Viewer

PAGE = 50
SHOWN_TO_OWNER = 20
RESET, CHOSEN = "account.password_reset", "account.password_chosen"


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on an account or a post: the person it concerns, and the post where it is about one."""

    at: datetime
    name: str  # of the entry, such as account.password_reset
    by: str
    by_post: str
    by_machine: bool
    person: str
    username: str
    post: PostRef | None


@dataclass(frozen=True, slots=True)
class Deeds:
    """A page of them, the newest first; `before` is the key of the next one, or empty."""

    rows: tuple[Deed, ...]
    before: str


@dataclass(frozen=True, slots=True)
class Narrow:
    """Whose account, by user name or the person's full name, and which day in Beijing; empty fields narrow nothing."""

    who: str = ""
    on: date | None = None


def deeds(viewer: Viewer, narrow: Narrow, *, before: str = "", size: int = PAGE) -> Deeds:
    """Every act on accounts and posts of the realm, for the audit administrator alone. Raises NotYours."""
    if not audits(viewer):
        raise NotYours
    person = _called(viewer.realm, narrow.who) if narrow.who.strip() else None
    if narrow.who.strip() and person is None:
        return Deeds((), "")
    start = datetime.combine(narrow.on, datetime.min.time(), clock.BEIJING) if narrow.on else None
    found = journal.watched(
        viewer.realm,
        about=person,
        beside=_posts_ever_held(person),
        since=start,
        until=start + timedelta(days=1) if start else None,
        before=_place(before),
        size=size + 1,
    )
    last = found[size - 1] if len(found) > size else None
    key = f"{last.recorded_at.astimezone(UTC).isoformat()}_{last.stream.id}_{last.seq}" if last else ""
    return Deeds(_told(found[:size]), key)


def deeds_on(viewer: Viewer) -> tuple[Deed, ...]:
    """What others did to the viewer's own account, the newest first."""
    entries = _own(viewer.realm, viewer.person_id)
    others = [entry for entry in entries if entry.actor.id != str(viewer.person_id)]
    return _told(others[::-1][:SHOWN_TO_OWNER])


def reset_by_another(account: Account) -> Deed | None:
    """The reset after which the owner has not chosen a password yet; None where there was none."""
    entries = _own(account.person.realm, account.person_id)
    last = next((entry for entry in reversed(entries) if entry.name in {RESET, CHOSEN}), None)
    if last is None or last.name == CHOSEN:
        return None
    return _told([last])[0]


def _own(realm: str, person: UUID) -> list[EntryView]:
    return journal.entries(StreamRef(realm, "account", person))


def _called(realm: str, words: str) -> UUID | None:
    """The person with that user name, else with that full name: of several of one name, the user name is needed."""
    people = Person.objects.filter(realm=realm)
    words = words.strip()
    found = people.filter(account__username=words.lower()).values_list("id", flat=True).first()
    return found or people.filter(name=words).order_by("id").values_list("id", flat=True).first()


def _posts_ever_held(person: UUID | None) -> list[UUID]:
    if person is None:
        return []
    held = Tenure.objects.filter(person=person) | Tenure.objects.filter(acting_for=person)
    return list(held.values_list("post", flat=True).distinct())


def _place(before: str) -> tuple[datetime, UUID, int] | None:
    """What a key says; a key that nobody gave leads to the first page."""
    at, _, rest = before.partition("_")
    stream, _, seq = rest.partition("_")
    try:
        return datetime.fromisoformat(at.replace(" ", "+")).astimezone(UTC), UUID(stream), int(seq)
    except (ValueError, OverflowError):
        return None


def _told(entries: Sequence[EntryView]) -> tuple[Deed, ...]:
    posts = _posts(entry.stream.id for entry in entries if entry.stream.kind == "tenure")
    about = {entry.digest: _person(entry) for entry in entries}
    wanted = {person for person in about.values() if person}
    names = dict(Person.objects.filter(pk__in=wanted).values_list("id", "name"))
    usernames = dict(Account.objects.filter(person__in=wanted).values_list("person", "username"))
    return tuple(
        Deed(
            at=entry.recorded_at, name=entry.name, by=entry.actor.name, by_post=entry.actor.post,
            by_machine=entry.actor.id.startswith("system:"), person=names.get(person, "") if person else "",
            username=usernames.get(person, "") if person else "", post=posts.get(entry.stream.id),
        )
        for entry in entries
        for person in [about[entry.digest]]
    )  # fmt: skip


def _person(entry: EntryView) -> UUID | None:
    if entry.stream.kind == "account":
        return entry.stream.id
    return UUID(entry.payload["person"]) if entry.payload.get("person") else None


def _posts(ids: Iterable[UUID]) -> dict[UUID, PostRef]:
    found = Post.objects.select_related("unit", "scope").filter(pk__in=set(ids))
    return {post.id: post_ref(post) for post in found}
