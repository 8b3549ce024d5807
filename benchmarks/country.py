"""A country to read: every unit, and matters over two years, written in bulk as the commands would have written them.

    benchmarks/country.py [--scale N]         # 1: 125,000 matters, 16: two million

Some thousand ways are decided and evolved by the real heart; each is stamped out for some hundred matters: entries with
chained digests, card and counts, which are then folded by the real code. Left out: queue and numbers of the sealer
(reading does not touch them), and texts of their own for what is said on the way (20,000 are shared).
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

UNITS = Path(__file__).resolve().parents[2] / "shared" / "data" / "china_units.csv.gz"
SEED = "reading-1"
MATTERS, PASSWORD = 125_000, "reading-1 reading-1"
DAYS, STARTS, WAYS, SAID = 730, 100, 60, 20_000
OWN = 10  # of a hundred matters have words of their own
AT_ONCE = 20_000
ACTS = (0,) * 33 + (1,) * 20 + (2,) * 13 + (3,) * 8 + (4,) * 6 + (6,) * 8 + (9,) * 12  # acts after the opening
REALM = "CN"
LEVELS = {"country": 1, "province": 4, "district": 6, "town": 8, "village": 10}  # posts that read
ISSUERS = ("country",) * 4 + ("province",) * 3 + ("district",) * 3
SENDING_DISTRICTS = 60
REQUIREMENTS = {"country": 20, "province": 4, "district": 1}
LEAD, ISSUER, TITLE, WHOLE = (UUID(int=(0xB6 << 120) + n) for n in range(4))
SALT = "sha256:" + "0" * 64
BODIES = [
    "村内道路", "排水沟", "路灯", "饮水管网", "灌溉水渠", "危旧房屋", "垃圾清运点", "卫生室", "文化广场",
    "机井", "桥涵", "变压器", "公交站", "幼儿园", "养老服务站", "河道护坡",
]  # fmt: skip
DONE_TO = [
    "维修", "疏通", "更换", "核实登记", "改造", "清理", "加固", "增设", "排查", "公示",
]  # fmt: skip
WHY = [
    "群众反映强烈", "多次协调未果", "汛期前必须完成", "涉及低保户和五保户", "影响春耕生产", "存在安全隐患",
    "去年承诺尚未兑现", "两村界线不清",
]  # fmt: skip
WISH = [
    "限期办结并答复", "逐户走访后上报", "请包村干部牵头", "张榜公布结果", "请乡镇组织验收",
    "建立台账销号管理",
]  # fmt: skip


@dataclass(frozen=True)
class World:
    """Whatever the matters refer to."""

    leads: list[tuple[UUID, str]]
    above: dict[str, UUID]  # path to unit, down to the districts
    wholes: dict[UUID, list[tuple[UUID, Any]]]  # requirements and their titles by issuer
    campaigns: list[UUID]
    said: list[Any]


def main() -> int:
    """Build into the database that the settings name."""
    import django

    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=int, default=1)
    scale = parser.parse_args().scale
    django.setup()
    return 0 if build(scale) else 1


def build(scale: int) -> bool:
    """Units, posts, requirements, matters, folded counts; says how long each took."""
    from django.core.management import call_command

    from luoshi.base import workdays
    from luoshi.ledger import standings
    from luoshi.people import queries, unit_files

    call_command("migrate", interactive=False, verbosity=0)
    workdays.seed()
    if queries.realms() or not UNITS.exists():
        print(f"There are units in this database already, or {UNITS} is not there: nothing was built.")
        return False
    clock = _Watch()
    unit_files.main(str(UNITS), None, False, False, "", lambda _line: None)
    clock.lap("units")
    world = _world()
    clock.lap("posts, requirements, words")
    entries = _matters(world, MATTERS * scale)
    clock.lap(f"{MATTERS * scale:,} matters, {entries:,} entries")
    standings.refold(REALM)
    clock.lap("folding")
    _settle()
    clock.lap("statistics of the database")
    return True


class _Watch:
    def __init__(self) -> None:
        self.last = time.perf_counter()

    def lap(self, what: str) -> None:
        now = time.perf_counter()
        print(f"built {what}: {now - self.last:.1f} s", flush=True)
        self.last = now


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")


# ------------------------------------------------------------------ units, posts, requirements


def _world() -> World:
    from luoshi.base import clock
    from luoshi.campaigns import commands as campaigns
    from luoshi.journal.refs import Actor
    from luoshi.people import queries

    chance, machine = random.Random(SEED), Actor.system("benchmark")
    top = queries.root(REALM)
    assert top is not None  # noqa: S101
    first = clock.today() - timedelta(days=DAYS)
    campaign = campaigns.open_blank(realm=REALM, unit=top.id, title="日常工作", opened_on=first, by=machine).id
    kinds = {
        kind: list(queries.each_under(top.path, kinds=(kind,))) for kind in ("province", "district", "town", "village")
    }
    kinds["country"] = [top.id]
    for level, many in LEVELS.items():
        for number, unit in enumerate(sorted(chance.sample(kinds[level], many))):
            _post(machine, unit, f"{level}{number}")
    pool = kinds["village"] + kinds["town"] * 2 + kinds["district"] * 8
    paths = queries.paths_of([])
    for start in range(0, len(pool), AT_ONCE):
        paths |= queries.paths_of(pool[start : start + AT_ONCE])
    paths |= queries.paths_of(kinds["province"])
    paths[top.id] = top.path
    senders = {**kinds, "district": sorted(chance.sample(kinds["district"], SENDING_DISTRICTS))}
    wholes = {unit: _requirements(unit, kind, campaign, chance) for kind in REQUIREMENTS for unit in senders[kind]}
    return World(
        leads=sorted(((unit, paths[unit]) for unit in pool), key=lambda one: one[1]),
        above={paths[unit]: unit for kind in REQUIREMENTS for unit in kinds[kind]},
        wholes=wholes,
        campaigns=[campaign],
        said=_said(chance),
    )


def _post(machine: Any, unit: UUID, username: str) -> None:
    from django.contrib.auth import get_user_model

    from luoshi.base import clock
    from luoshi.people import commands as offices
    from luoshi.people.viewer import Duty

    offices.create_account(by=machine, username=username, name=username, realm=REALM, password=PASSWORD)
    person = get_user_model().objects.get(username=username).person_id
    duty = Duty.PRINCIPAL if username.startswith(("village", "town")) else Duty.OFFICE
    offices.appoint(
        by=machine, post_id=offices.open_post(by=machine, unit_id=unit, duty=duty), person_id=person, on=clock.today()
    )


def _requirements(unit: UUID, kind: str, campaign: UUID, chance: random.Random) -> list[tuple[UUID, Any]]:
    """What an office asks of those below, opened by the real command."""
    from luoshi.base import clock, ids
    from luoshi.ledger import commands
    from luoshi.ledger.commands import Opening
    from luoshi.ledger.events import Kind, Words
    from luoshi.people import queries
    from luoshi.people.viewer import Duty, PostRef, Viewer
    from luoshi.records import commands as records

    ref = queries.unit(unit)
    post = PostRef(unit, Duty.OFFICE, "活动办", ref, ref)
    viewer = Viewer(account_id=0, person_id=unit, person_name="活动办", realm=REALM, post=post)
    made = []
    for _number in range(REQUIREMENTS[kind]):
        written = records.write_text(REALM, _words(chance, shared=True), searchable=True)
        made.append((ids.new_id(), Words(written.id, written.commitment)))
    openings = [Opening(which, Kind.REQUIREMENT, words, campaign, unit) for which, words in made]
    commands.open_matters(viewer, openings, inlet="benchmark", at=clock.now() - timedelta(days=DAYS))
    return made


def _words(chance: random.Random, *, shared: bool = False) -> str:
    place = "" if shared else f"{chance.randrange(1, 40)}组{chance.randrange(1, 200)}号附近"
    return f"{place}{chance.choice(BODIES)}{chance.choice(DONE_TO)}，{chance.choice(WHY)}，{chance.choice(WISH)}"


def _said(chance: random.Random) -> list[Any]:
    """What is said on the way."""
    from luoshi.ledger.events import Words

    made = [(UUID(int=chance.getrandbits(128)), f"已{_words(chance)}。") for _ in range(SAID)]
    _write_texts(made, searchable=False)
    return [Words(text, SALT) for text, _body in made]


def _write_texts(texts: Iterable[tuple[UUID, str]], *, searchable: bool) -> None:
    from luoshi.base import bulk
    from luoshi.records.commands import grams
    from luoshi.records.models import Gram, Text

    texts = list(texts)
    bulk.add(
        Text,
        ("id", "realm", "body", "salt", "commitment", "searchable"),
        [(bulk.identifier(text), REALM, body, "0" * 32, SALT, bulk.flag(searchable)) for text, body in texts],
    )
    if searchable:
        rows = [(REALM, gram, bulk.identifier(text)) for text, body in texts for gram in sorted(grams(body))]
        bulk.add(Gram, ("realm", "gram", "text"), rows)


# ------------------------------------------------------------------ ways: decided and evolved once each


class Way:
    """One way of a matter from one day on: what each act wrote, the card and the counts at its end."""

    def __init__(self, number: int, world: World, begun: date, today: date) -> None:
        from luoshi.ledger import projection
        from luoshi.ledger.models import Card

        chance = random.Random(f"{SEED} {number} {begun}")
        self.level = chance.choice(ISSUERS)
        self.own = chance.randrange(100) < OWN
        self.acts: list[tuple[Any, list[tuple[str, int, str]]]] = []  # envelope's moments and what was told
        self.deltas: list[list[Any]] = []
        at, matter, seq = begun, None, 0
        for who, step in self._steps(chance, world, begun):
            seq += self._do(matter, step, who, at, chance)
            matter = self.matter
            at += timedelta(days=chance.randrange(2, 40))
            if at > today:
                break
        names = tuple(f.name for f in Card._meta.concrete_fields)
        columns = projection.columns(self.matter, path="", issuer_path="", title="")
        columns |= {"realm": REALM, "id": None, "seq": seq, "last_on": self.last}
        self.card = [_plain(columns[name]) for name in names]
        self.names = names
        self.places = {name: names.index(name) for name in CARD_PLACES}

    def _steps(self, chance: random.Random, world: World, begun: date) -> Iterator[tuple[str, Any]]:
        from luoshi.ledger import acts
        from luoshi.ledger.events import Answer, Means, Nature

        def said() -> Any:
            return chance.choice(world.said)

        due = begun + timedelta(days=chance.randrange(20, 300))
        steps = [acts.Step(said(), begun + timedelta(days=n)) for n in (60, 90) if begun + timedelta(days=n) <= due]
        yield "opening", due if chance.randrange(10) else None
        whole = [
            ("lead", acts.Accept()),
            ("lead", acts.Plan(said(), tuple(steps) if chance.randrange(2) else ())),
            ("lead", acts.Progress(said())),
            ("lead", acts.AddEvidence(chance.choice([Nature.OWN, Nature.CLAIM]), said())),
            ("lead", acts.Claim(said())),
            ("verifier", acts.Verify(chance.choice([Nature.OWN, Nature.THIRD, Nature.SPOT]), said())),
            ("lead", acts.Reply(said())),
            ("sender", acts.Confirm(Answer.SOLVED, chance.choice([Means.PERSON, Means.PUBLICATION]), said())),
            ("mayor", acts.Close()),
        ]
        yield from whole[: chance.choice(ACTS)]

    def _do(self, matter: Any, step: Any, who: str, at: date, chance: random.Random) -> int:
        from luoshi.base import digests
        from luoshi.journal.refs import Actor
        from luoshi.ledger import events, tallies
        from luoshi.ledger import matter as heart
        from luoshi.ledger.events import Kind, Words, to_payload
        from luoshi.ledger.matter import Happened

        moment = datetime.fromisoformat(f"{at}T{chance.randrange(8, 18):02}:{chance.randrange(60):02}:00+08:00")
        if matter is None:
            linked = {} if self.own else {"parent": WHOLE, "requirement": WHOLE}
            opened = events.Opened(
                kind=Kind.PROBLEM if self.own else Kind.TASK,
                title=Words(TITLE, SALT),
                campaign=CAMPAIGN,
                issuer=ISSUER,
                **linked,
            )
            told = heart.opening(opened, lead=LEAD, post=None, due=step, calendar="2025:benchmark")
        else:
            try:
                told = heart.decide(matter, step, _facts(who, at))
            except heart.Refusal:  # a milestone that has passed: planned without
                told = heart.decide(matter, type(step)(step.words), _facts(who, at))
        before = matter
        for event in told:
            matter = heart.evolve(matter, Happened(event, at, who))
        self.matter, self.last = matter, at
        by = Actor(str(PERSONS[who]), who, "活动办")
        self.acts.append(((by, moment), [(e.NAME, e.VERSION, digests.canonical(to_payload(e))) for e in told]))
        self.deltas += [list(row) for row in tallies.rows(REALM, before, matter, recorded=moment, happened=moment)]
        return len(told)


CARD_PLACES = ("id", "title_text", "title", "issuer", "issuer_path", "lead", "path", "parent", "requirement")
PERSONS = {who: UUID(int=(0xC7 << 120) + n) for n, who in enumerate(("opening", "lead", "verifier", "sender", "mayor"))}
CAMPAIGN = UUID(int=0xD8 << 120)


def _facts(who: str, today: date) -> Any:
    from luoshi.ledger.matter import Facts

    duties = {"lead": "liaison", "verifier": "supervision", "sender": "office", "mayor": "principal"}
    at_lead = who == "lead"
    return Facts(
        person=who, duty=duties[who], today=today, lead_path="00000001",
        unit=LEAD if at_lead else ISSUER, unit_path="00000001" if at_lead else "00000002",
        scope=LEAD if at_lead else ISSUER, scope_path="00000001" if at_lead else "0000",
    )  # fmt: skip


def _plain(value: Any) -> Any:
    from luoshi.base import bulk

    return bulk.plain(value)


# ------------------------------------------------------------------ stamped out


def _matters(world: World, wanted: int) -> int:
    """Write all matters, in the order of the map; the indexes of the cards are made afterwards. Gives the entries."""
    from django.db import connection, transaction

    from luoshi.base import clock, ids
    from luoshi.ledger.models import Card

    today, chance = clock.today(), random.Random(SEED)
    ways: dict[tuple[int, int], Way] = {}
    base, entries = ids.derived_id(SEED), 0
    with connection.schema_editor(atomic=False) as editor:
        for index in Card._meta.indexes:
            editor.remove_index(Card, index)
    stamp = Stamp(world)
    for start in range(0, wanted, AT_ONCE):
        with transaction.atomic():
            for number in range(start, min(start + AT_ONCE, wanted)):
                key = chance.randrange(WAYS), chance.randrange(STARTS)
                if key not in ways:
                    begun = today - timedelta(days=DAYS - key[1] * DAYS // STARTS)
                    ways[key] = Way(key[0], world, begun, today)
                lead = world.leads[number * len(world.leads) // wanted]
                entries += stamp.add(ids.numbered_id(base, number), ways[key], lead, chance)
            stamp.write()
    with connection.schema_editor(atomic=False) as editor:
        for index in Card._meta.indexes:
            editor.add_index(Card, index)
    return entries


class Stamp:
    """Rows of many matters, gathered and written."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.titles: dict[UUID, str] = {}
        self._clear()

    def _clear(self) -> None:
        self.streams: list[Sequence[Any]] = []
        self.entries: list[Sequence[Any]] = []
        self.cards: list[Sequence[Any]] = []
        self.deltas: list[Sequence[Any]] = []
        self.texts: list[tuple[UUID, str]] = []

    def add(self, matter: UUID, way: Way, lead: tuple[UUID, str], chance: random.Random) -> int:
        """One matter on a way."""
        from luoshi.ledger import tallies
        from luoshi.ledger.events import Words
        from luoshi.people import paths
        from luoshi.records import queries as records

        unit, path = lead
        lineage = [one for one in paths.lineage(path) if one in self.world.above]
        wanted = {"country": 1, "province": 2, "district": 99}[way.level]
        issuer_path = lineage[:wanted][-1]
        issuer = self.world.above[issuer_path]
        if issuer not in self.world.wholes:
            issuer_path, issuer = lineage[0], self.world.above[lineage[0]]
        whole, title = chance.choice(self.world.wholes[issuer])
        if way.own:
            title = Words(UUID(int=matter.int ^ (1 << 100)), SALT)
            words = _words(chance)
            self.texts.append((title.text, words))
        elif title.text not in self.titles:
            self.titles[title.text] = records.texts([title.text])[title.text] or ""
        words = words if way.own else self.titles[title.text]
        put = {
            "id": matter, "title_text": title.text, "issuer": issuer, "lead": unit,
            "parent": None if way.own else whole, "requirement": None if way.own else whole,
        }  # fmt: skip
        written = {name: _plain(value) for name, value in put.items()}
        written |= {"title": words, "issuer_path": issuer_path, "path": path}
        card = way.card.copy()
        for name, place in way.places.items():
            card[place] = written[name]
        campaign = _plain(self.world.campaigns[0])
        card[way.names.index("campaign")] = campaign
        self.cards.append(card)
        at_unit, at_campaign = tallies.WRITTEN.index("unit"), tallies.WRITTEN.index("campaign")
        for delta in way.deltas:
            row = delta.copy()
            row[at_unit], row[at_campaign] = written["lead"], campaign
            self.deltas.append(row)
        return self._tell(
            matter,
            way,
            [(LEAD, unit), (ISSUER, issuer), (TITLE, title.text), (WHOLE, whole), (CAMPAIGN, self.world.campaigns[0])],
        )

    def _tell(self, matter: UUID, way: Way, put: list[tuple[UUID, UUID]]) -> int:
        from luoshi.base import bulk

        stream, seq, prev = bulk.identifier(matter), 0, ""
        hyphened = str(matter)
        for number, ((by, moment), told) in enumerate(way.acts):
            envelope, when = _envelope(by, moment)
            key = f"act:{hyphened}:{number}"
            for ordinal, (name, version, form) in enumerate(told):
                payload = form
                if number == 0:
                    for mark, value in put:
                        payload = payload.replace(str(mark), str(value))
                seq += 1
                digest = envelope.digest(
                    name, version, payload, prev=prev, seq=seq, key=key, ordinal=ordinal, stream=hyphened
                )
                self.entries.append(
                    (
                        REALM,
                        "matter",
                        stream,
                        seq,
                        name,
                        version,
                        *when,
                        "benchmark",
                        key,
                        ordinal,
                        payload,
                        prev,
                        digest,
                    )
                )
                prev = digest
        self.streams.append((REALM, "matter", stream, seq, prev))
        return seq

    def write(self) -> None:
        """Write what was gathered."""
        from luoshi.base import bulk
        from luoshi.journal import bulk as pages
        from luoshi.journal.models import Entry, Stream
        from luoshi.ledger import tallies
        from luoshi.ledger.models import Card, TallyDelta

        bulk.add(Stream, pages.STREAM, self.streams)
        bulk.add(Entry, pages.ENTRY, self.entries)
        bulk.add(Card, tuple(f.name for f in Card._meta.concrete_fields), self.cards)
        bulk.add(TallyDelta, (*tallies.WRITTEN, "summed"), [(*row, bulk.flag(True)) for row in self.deltas])
        _write_texts(self.texts, searchable=True)
        self._clear()


_ENVELOPES: dict[tuple[Any, datetime], Any] = {}


def _envelope(by: Any, moment: datetime) -> Any:
    from luoshi.base import bulk
    from luoshi.journal import chain

    if (by, moment) not in _ENVELOPES:
        made = chain.Envelope(
            REALM, "matter", by=by, happened_at=moment, recorded_at=moment, request="", inlet="benchmark"
        )
        at = bulk.moment(moment)
        _ENVELOPES[by, moment] = made, (at, at, by.id, by.name, by.post, "")
    return _ENVELOPES[by, moment]


if __name__ == "__main__":
    sys.exit(main())
