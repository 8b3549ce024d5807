"""A city of 500 posts with its matters, laid into an empty database by the commands that people use."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing import get_context
from typing import Any
from uuid import UUID

REALM = "1302"
DISTRICTS = 5
TOWNS = 8  # of a district
VILLAGES = 10  # of a town
TO_VILLAGES = 15  # requirements that a district gives to each of its villages
TO_TOWNS = 5  # and to each of its towns, which pass them on
DOCUMENTS = 12  # of a district, reviewed and signed, ready to go out
ADVANCED = ((40, 1), (40, 2), (30, 5))  # matters of a district that are accepted, claimed done, confirmed
NOTICE = """关于做好第{n}批走访工作的通知

各单位：
现就做好第{n}批走访工作通知如下。
一、要逐户走访困难群众，登记造册，建立台账，逐项整改销号。
二、要检修全部取水口，备足水源和器材，落实专人看管，确保随时可用。
三、要加强值班备勤，严格落实领导带班制度，有情况及时报告。
"""
WORDS = (
    "逐户走访困难群众并登记意见", "排查河道和水库的隐患", "公开低保评定的结果", "修复村内道路和路灯", "清理占道经营",
    "核对惠农补贴的发放", "整改会议多文件多的问题", "办理群众反映的用水问题", "检修学校食堂的设备", "完善干部值班制度",
)  # fmt: skip
SAID = "已走访三个村民小组，登记意见四十一条，能办的当场办结，其余列出时限。"


@dataclass(frozen=True)
class Post:
    """A post with somebody in it who is signed in."""

    name: str
    duty: str
    district: int
    town: int  # -1: of the district itself
    session: str
    unit: str
    matters: tuple[str, ...] = ()  # some that it sees


@dataclass
class Place:
    """What there is to do in a district, in the order of the way: matters, each with the post that leads it."""

    accept: list[tuple[str, str]] = field(default_factory=list)
    claim: list[tuple[str, str]] = field(default_factory=list)
    verify: list[tuple[str, str]] = field(default_factory=list)
    close: list[tuple[str, str]] = field(default_factory=list)
    pass_on: list[tuple[str, str]] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    seen: dict[str, list[str]] = field(default_factory=dict)  # by post


@dataclass(frozen=True)
class Seat:
    """A post as commands know it."""

    name: str
    duty: str
    district: int
    town: int
    viewer: Any


@dataclass(frozen=True)
class World:
    """Everything that those who act need to know."""

    posts: tuple[Post, ...]
    places: tuple[Place, ...]
    cookie: str


def lay_out(seed: str) -> World:
    """The whole city; districts are filled side by side."""
    from django.conf import settings
    from django.db import connection

    _top()
    connection.close()
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        done = list(pool.map(_district, range(DISTRICTS), [f"{seed}:{number}" for number in range(DISTRICTS)]))
    posts = tuple(post for posts, _place in done for post in posts)
    return World(posts, tuple(place for _posts, place in done), settings.SESSION_COOKIE_NAME)


def _district(number: int, seed: str) -> tuple[list[Post], Place]:
    seats = _seats(number)
    place = _fill(seats, seed)
    return [_signed_in(seat, place.seen[seat.name]) for seat in seats], place


def _top() -> None:
    from luoshi.campaigns import commands as campaigns
    from luoshi.people import commands

    top = commands.open_unit(by=_machine(), code=REALM, name="样本市", kind="city", realm=REALM, on=_since())
    campaigns.open_blank(realm=REALM, unit=top, title="日常工作", opened_on=_since(), by=_machine())


def _machine() -> Any:
    from luoshi.journal.refs import Actor

    return Actor.system("benchmark")


def _since() -> date:
    from luoshi.base import clock

    return clock.today() - timedelta(days=300)


def _seats(d: int) -> list[Seat]:
    from luoshi.people import commands, queries
    from luoshi.people.viewer import Duty

    machine, since, seats = _machine(), _since(), []

    def unit(name: str, kind: str, code: str, above: UUID | None) -> UUID:
        return commands.open_unit(by=machine, code=code, name=name, kind=kind, parent_id=above, realm=REALM, on=since)

    def seat(name: str, place: UUID, duty: Duty, town: int = -1, scope: UUID | None = None) -> None:
        person, _shown = commands.create_account(by=machine, username=name, name=name, realm=REALM, password=name * 3)
        post = commands.open_post(by=machine, unit_id=place, duty=duty, scope_id=scope)
        commands.appoint(by=machine, post_id=post, person_id=person, on=since)
        seats.append(Seat(name, duty.value, d, town, queries.viewer_of(name)))

    code = f"{REALM}{d + 1:02}"
    district = unit(f"{d + 1}号区", "district", code, queries.unit_by_code(REALM, REALM).id)
    office = unit(f"{d + 1}号区活动办", "body", f"{code}-HDB", district)
    supervision = unit(f"{d + 1}号区督导组", "body", f"{code}-DDZ", district)
    seat(f"clerk{d}", office, Duty.OFFICE, scope=district)
    seat(f"mayor{d}", district, Duty.PRINCIPAL)
    seat(f"inspector{d}-1", supervision, Duty.SUPERVISION, scope=district)
    seat(f"inspector{d}-2", supervision, Duty.SUPERVISION, scope=district)
    for t in range(TOWNS):
        town = unit(f"{d + 1}区{t + 1}镇", "town", f"{code}1{t:02}", district)
        seat(f"liaison{d}-{t}", town, Duty.LIAISON, t)
        seat(f"head{d}-{t}", town, Duty.PRINCIPAL, t)
        for v in range(VILLAGES):
            village = unit(f"{d + 1}区{t + 1}镇{v + 1}村", "village", f"{code}1{t:02}2{v:02}", town)
            seat(f"village{d}-{t}-{v}", village, Duty.PRINCIPAL, t)
    return seats


def _signed_in(seat: Seat, seen: Sequence[str]) -> Post:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model

    account = get_user_model()._default_manager.get(pk=seat.viewer.account_id)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    unit = str(seat.viewer.post.scope.id)
    return Post(seat.name, seat.duty, seat.district, seat.town, store.session_key, unit, tuple(seen))


# ------------------------------------------------------------------ what a district has to do


def _fill(seats: list[Seat], seed: str) -> Place:
    from luoshi.base import clock

    chance, place = random.Random(seed), Place()
    named = {seat.name: seat for seat in seats}
    number = seats[0].district
    villages = [seat for seat in seats if seat.name.startswith("village")]
    liaisons = [seat for seat in seats if seat.duty == "liaison"]
    due = clock.today() + timedelta(days=40)
    office = named[f"clerk{number}"]
    for n in range(TO_TOWNS):
        for seat, matter in _issued(office, f"{WORDS[n % len(WORDS)]}（{n + 1}）", liaisons, due):
            _act(seat, matter, _acts().Accept())
            place.pass_on.append((seat.name, matter))
    for n in range(TO_VILLAGES):
        for seat, matter in _issued(office, f"{WORDS[n % len(WORDS)]}，第{n + 1}项", villages, due):
            place.accept.append((seat.name, matter))
    chance.shuffle(place.accept)
    for wanted, steps in ADVANCED:
        for _ in range(wanted):
            _advance(place, named, number, steps)
    for _ in range(DOCUMENTS):
        place.documents.append(_signed(office, villages, len(place.documents), chance))
    _shown(place, seats, chance)
    return place


def _acts() -> Any:
    from luoshi.ledger import acts

    return acts


def _act(seat: Seat, matter: str, act: Any) -> None:
    from luoshi.ledger import commands

    commands.perform(seat.viewer, UUID(matter), act)


def _issued(office: Seat, words: str, to: Sequence[Seat], due: date) -> Iterator[tuple[Seat, str]]:
    """One requirement to several units; each with its matter."""
    from luoshi.base import ids
    from luoshi.campaigns import queries as campaigns
    from luoshi.ledger import commands, queries
    from luoshi.ledger.commands import Line, Opening
    from luoshi.ledger.events import Kind, Words
    from luoshi.records import commands as records

    ref, made = records.write_text(REALM, words, searchable=True), ids.new_id()
    scope = office.viewer.post.scope.id
    opening = Opening(made, Kind.REQUIREMENT, Words(ref.id, ref.commitment), campaigns.blank(REALM).id, scope)
    commands.open_matters(office.viewer, [opening], inlet="benchmark")
    lines = [Line(seat.viewer.post.unit.id, seat.viewer.post.id, due) for seat in to]
    commands.issue(office.viewer, made, lines, issuance=ids.new_id())
    page = queries.matters(office.viewer, queries.Filter(requirement=made), size=len(to) + 1)
    holders = {seat.viewer.post.unit.id: seat for seat in to}
    return ((holders[row.lead_id], str(row.id)) for row in page.rows if row.lead_id in holders)


def _advance(place: Place, named: dict[str, Seat], district: int, steps: int) -> None:
    """Bring one matter some steps further: accepted, claimed, then verified, answered, confirmed."""
    acts = _acts()
    from luoshi.ledger.events import Answer, Means, Nature

    name, matter = place.accept.pop()
    said, seat = acts.Prose(SAID), named[name]
    inspector, clerk = named[f"inspector{district}-1"], named[f"clerk{district}"]
    way = (
        (seat, acts.Accept()), (seat, acts.Claim(said)), (inspector, acts.Verify(Nature.SPOT, said)),
        (seat, acts.Reply(said)), (clerk, acts.Confirm(Answer.SOLVED, Means.PERSON, said)),
    )  # fmt: skip
    for who, act in way[:steps]:
        _act(who, matter, act)
    target = {1: place.claim, 2: place.verify, 5: place.close}[steps]
    target.append((name, matter))


def _signed(office: Seat, villages: Sequence[Seat], number: int, chance: random.Random) -> str:
    """A notice for the villages of one town, reviewed and signed off."""
    from luoshi.inlets.documents import commands, queries, review
    from luoshi.inlets.documents.clauses import Role, Target, Verdict

    words = NOTICE.format(n=f"{office.name}-{number + 1}")
    document = commands.take_in(office.viewer, data=words.encode(), name=f"notice{number}.txt")
    for clause in queries.review_of(document).clauses:
        if clause.decided is None:
            commands.perform(office.viewer, document, [review.Decide(clause.number, clause.proposed, clause.why)])
    wanted = tuple(c.number for c in queries.review_of(document).clauses if c.verdict is Verdict.REQUIREMENT)
    town = chance.randrange(TOWNS)
    units = tuple(seat.viewer.post.unit.id for seat in villages if seat.town == town)
    commands.perform(office.viewer, document, [review.SetTarget(wanted, Role.LEAD, Target(units=units))])
    commands.sign(office.viewer, document)
    return str(document)


def _shown(place: Place, seats: Sequence[Seat], chance: random.Random) -> None:
    """Some matters that each post sees: its own, for towns and the district those below as well."""
    held = [*place.accept, *place.claim, *place.verify, *place.close, *place.pass_on]
    by_town: dict[str, list[str]] = {}
    by_post: dict[str, list[str]] = {}
    for name, matter in held:
        by_post.setdefault(name, []).append(matter)
        by_town.setdefault(name.split("-")[1], []).append(matter)
    everything = [matter for _name, matter in held]
    for seat in seats:
        whole = everything if seat.town < 0 else by_town[str(seat.town)] if seat.duty != "principal" else []
        chosen = whole or by_post.get(seat.name) or by_town[str(seat.town)]
        place.seen[seat.name] = chance.sample(chosen, min(len(chosen), 40))
