"""Sums under every unit, kept so that any day of any unit is read with a handful of rows.

Three kinds of rows, each a set of counts in one text:

- `below`: how everything strictly below a unit stood at the end of a day on which something changed there;
- `ahead`: the lights that change by themselves on a day, because a date passes: what was recorded earlier foresees it;
- `own`: how the unit's own matters stood, with their dates, once in `EVERY` changes; the changes since are read one by
  one.

A day is thus its last `below` row, and what was ahead since. What is recorded later never touches an earlier day: a
change on day r moves lights from the later of r and the date on. Visible ones only; by today's map.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from luoshi.base import bulk, digests, workdays
from luoshi.ledger.lights import Lamp, Light
from luoshi.ledger.matter import ENDED
from luoshi.ledger.models import Card, Standing, TallyDelta
from luoshi.people import paths
from luoshi.people import queries as people

BELOW, AHEAD, OWN, DAYS = "below", "ahead", "own", "days"
EVERY = 64  # changes of a unit's own matters between two rows of them
AT_ONCE = 5000
ASKED_AT_ONCE = 400
NOBODY = UUID(int=0)
LIGHT = "~"  # begins the last word of a light's key
OPEN = "open"
ROW = ("realm", "unit", "part", "day", "counts")
READ = ("unit", "day", "campaign", "kind", "role", "state", "grade", "due_on", "milestone_on", "visibility", "n")

Key = tuple[str, str]  # campaign, and what else is counted by as words
Counts = Counter[Key]
Days = dict[str, Counts]  # days as ISO text, which sorts


def written(counts: Mapping[Key, int]) -> str:
    """Counts as one text, without what is nought."""
    told: dict[str, dict[str, int]] = {}
    for (campaign, words), n in counts.items():
        if n:
            told.setdefault(campaign, {})[words] = n
    return json.dumps(told, separators=(",", ":"))


def read(text: str) -> Counts:
    """The counts of a text."""
    return Counter({(campaign, words): n for campaign, told in json.loads(text).items() for words, n in told.items()})


class Clock:
    """How the light of a matter changes by itself, for one reading of the calendar."""

    def __init__(self) -> None:
        self._lamps: dict[date, Lamp] = {}
        self._first_blue: dict[date, date] = {}
        self._known: dict[tuple[str, str | None, str | None], tuple[str, tuple[tuple[str, str, str], ...]]] = {}

    def course(self, day: str, due: str | None, milestone: str | None) -> tuple[str, tuple[tuple[str, str, str], ...]]:
        """The light of an open matter on a day, and each later change: the day, the light before, the light after."""
        key = day, due, milestone
        if key not in self._known:
            self._known[key] = self._course(date.fromisoformat(day), _date(due), _date(milestone))
        return self._known[key]

    def light(self, day: str, due: str | None, milestone: str | None) -> str:
        """The light of an open matter on a day."""
        return self.course(day, due, milestone)[0]

    def _course(
        self, day: date, due: date | None, milestone: date | None
    ) -> tuple[str, tuple[tuple[str, str, str], ...]]:
        turns = {on + timedelta(days=1) for on in (due, milestone) if on}
        if due:
            turns.add(self._blue_from(due))
        before = first = self._light(day, due, milestone)
        changes = []
        for turn in sorted(turn for turn in turns if turn > day):
            after = self._light(turn, due, milestone)
            if after != before:
                changes.append((turn.isoformat(), before.value, after.value))
            before = after
        return first.value, tuple(changes)

    def _light(self, day: date, due: date | None, milestone: date | None) -> Light:
        if day not in self._lamps:
            self._lamps[day] = Lamp.on(day)
        return self._lamps[day].light(is_open=True, due=due, milestone=milestone)

    def _blue_from(self, due: date) -> date:
        """The first day on which a date is near; near days never go back from one day to the next."""
        if due not in self._first_blue:
            day = due
            while workdays.add(day - timedelta(days=1), settings.LUOSHI_NEAR_DUE_DAYS) >= due:
                day -= timedelta(days=1)
            self._first_blue[due] = day
        return self._first_blue[due]


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the counts as the database holds it."""

    unit: str
    day: str
    campaign: str
    kind: str
    role: str
    state: str
    grade: int
    due_on: str | None
    milestone_on: str | None
    visibility: str
    n: int

    @property
    def counted(self) -> Key:
        """What it is counted by."""
        return self.campaign, f"{self.kind} {self.role} {self.state} {self.grade}"

    @property
    def dated(self) -> Key:
        """The same with its dates."""
        dates = f"{self.due_on or ''} {self.milestone_on or ''}"
        return self.campaign, f"{self.kind} {self.role} {self.state} {self.grade} {dates}"

    def lit(self, light: str) -> Key:
        """What its light is counted by."""
        return self.campaign, f"{self.kind} {self.role} {LIGHT}{light}"

    @property
    def is_open(self) -> bool:
        """It has a light."""
        return self.state not in ENDED


@dataclass(slots=True)
class Sums:
    """What changed, day by day, and what is ahead."""

    days: Days = field(default_factory=lambda: defaultdict(Counter))
    ahead: Days = field(default_factory=lambda: defaultdict(Counter))

    def add(self, one: Change, clock: Clock) -> None:
        """Add one change."""
        here = self.days[one.day]
        here[one.counted] += one.n
        if one.is_open:
            light, changes = clock.course(one.day, one.due_on, one.milestone_on)
            here[one.lit(light)] += one.n
            for day, before, after in changes:
                there = self.ahead[day]
                there[one.lit(before)] -= one.n
                there[one.lit(after)] += one.n

    def merge(self, other: "Sums") -> None:
        """Add all of another."""
        for mine, others in ((self.days, other.days), (self.ahead, other.ahead)):
            for day, counts in others.items():
                here = mine[day]
                for key, n in counts.items():
                    here[key] += n


# ------------------------------------------------------------------ as things happen


def fold(realm: str) -> int:
    """Add what is not folded yet to the sums of every unit above, by today's map; gives how many rows were folded."""
    folded = 0
    while chunk := _fold_chunk(realm):
        folded += chunk
    if folded >= AT_ONCE:
        bulk.settle(Card, TallyDelta, Standing)
    return folded


@transaction.atomic
def _fold_chunk(realm: str) -> int:
    if not _alone(realm):
        return 0
    waiting = TallyDelta.objects.filter(realm=realm, summed=False).order_by("id")
    found = list(waiting.values_list("id", *READ)[:AT_ONCE])
    if not found:
        return 0
    rows = [Change(*(bulk.plain(value) for value in row[1:])) for row in found if row[10] == OPEN]
    clock = Clock()
    above = {
        bulk.identifier(unit): [bulk.identifier(one) for one in line[:-1]]
        for unit, line in people.lineages({row[1] for row in found}).items()
    }
    below: dict[str, list[Change]] = defaultdict(list)
    own: dict[str, list[Change]] = defaultdict(list)
    for row in rows:
        own[row.unit].append(row)
        for unit in above.get(row.unit, ()):
            below[unit].append(row)
    _add_below(realm, below, clock)
    TallyDelta.objects.filter(realm=realm, id__in=[row[0] for row in found]).update(summed=True)
    _add_own(realm, own)
    return len(found)


def _alone(realm: str) -> bool:
    """Whether nobody else folds this realm until the transaction ends: sums are read, added to, and written back."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"luoshi standings {realm}"])
        return bool(cursor.fetchone()[0])


LAST = "9999-12-31"


def _add_below(realm: str, changes: Mapping[str, list[Change]], clock: Clock) -> None:
    """Add changes to what stands strictly below each unit."""
    sums: dict[str, Sums] = {}
    for unit, rows in changes.items():
        sums[unit] = made = Sums()
        for row in rows:
            made.add(row, clock)
    bases = {
        unit: (day, read(text))
        for unit, _part, day, text in latest(realm, [(unit, BELOW, min(made.days)) for unit, made in sums.items()])
    }
    spans = []
    for unit, made in sums.items():
        since = bases[unit][0] if unit in bases else ""
        spans += [(unit, BELOW, since, LAST), (unit, AHEAD, since, max(made.days))]
    stood: dict[tuple[str, str], Days] = defaultdict(dict)
    for unit, part, day, text in between(realm, spans):
        stood[unit, part][day] = read(text)
    missing = [
        (unit, AHEAD, day) for unit, made in sums.items() for day in made.ahead if day not in stood[unit, AHEAD]
    ]  # fmt: skip
    for unit, part, day, text in at(realm, missing):
        stood[unit, part][day] = read(text)
    out: list[bulk.Row] = []
    for unit, made in sums.items():
        moved = _moved(bases.get(unit), stood[unit, BELOW], made, changes[unit], ahead=stood[unit, AHEAD], clock=clock)
        out += [(realm, unit, BELOW, day, written(counts)) for day, counts in moved]
        for day, counts in made.ahead.items():
            out.append((realm, unit, AHEAD, day, written(_sum(stood[unit, AHEAD].get(day), counts))))
    put(out)


def _moved(
    base: tuple[str, Counts] | None, later: Days, made: Sums, changes: Sequence[Change], *, ahead: Days, clock: Clock
) -> Iterator[tuple[str, Counts]]:
    """The rows of the days that changed, and those of later days, which whatever comes late moves as well."""
    at_day, before = base or ("", Counter())
    for day in sorted({*made.days, *later}):
        if day in later:
            before = later[day]
        else:
            for turn, counts in ahead.items():
                if at_day < turn <= day:
                    before = _sum(before, counts)
        at_day = day
        now = Counter(before)
        for row in changes:
            if row.day <= day:
                now[row.counted] += row.n
                if row.is_open:
                    now[row.lit(clock.light(day, row.due_on, row.milestone_on))] += row.n
        yield day, now


def _sum(one: Mapping[Key, int] | None, other: Mapping[Key, int]) -> Counts:
    made: Counts = Counter(one or {})
    _add(made, other)
    return made


def _add(counts: Counts, more: Mapping[Key, int]) -> None:
    """Add, and forget what is nought."""
    for key, n in more.items():
        if total := counts.get(key, 0) + n:
            counts[key] = total
        else:
            counts.pop(key, None)


def _add_own(realm: str, changes: Mapping[str, list[Change]]) -> None:
    """Keep rows of units' own matters right, and write one where `EVERY` changes stand behind the last."""
    out: list[bulk.Row] = []
    last: dict[str, tuple[str, Counts]] = {}
    for unit, _part, day, text in latest(realm, [(unit, OWN, LAST) for unit in changes]):
        last[unit] = day, read(text)
    early = [
        (unit, OWN, _day_before(min(row.day for row in rows)), LAST)
        for unit, rows in changes.items()
        if unit in last and min(row.day for row in rows) <= last[unit][0]
    ]
    for unit, _part, day, text in between(realm, early):
        counts = read(text)
        for row in changes[unit]:
            if row.day <= day:
                counts[row.dated] += row.n
        out.append((realm, unit, OWN, day, written(counts)))
        if day == last[unit][0]:
            last[unit] = day, counts
    tails: dict[str, list[Change]] = defaultdict(list)
    for row in changes_between(realm, [(unit, last[unit][0] if unit in last else "", LAST) for unit in changes]):
        tails[row.unit].append(row)
    for unit, rows in tails.items():
        if len(rows) > EVERY:
            counts = Counter(last[unit][1]) if unit in last else Counter()
            for row in rows:
                counts[row.dated] += row.n
            out.append((realm, unit, OWN, max(row.day for row in rows), written(counts)))
    put(out)


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


# ------------------------------------------------------------------ all anew


@transaction.atomic
def refold(realm: str) -> int:
    """Make all sums anew, unit by unit in the order of the map; gives how many rows were summed. Memory stays flat."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"luoshi standings {realm}"])
    Standing.objects.filter(realm=realm).delete()
    TallyDelta.objects.filter(realm=realm, summed=False).update(summed=True)
    bulk.settle(TallyDelta)  # it may have been filled at once
    walk = _Walk(realm)
    for page in people.pages_of_map(realm):
        changes: dict[str, list[Change]] = defaultdict(list)
        written_as = {bulk.identifier(unit): path for unit, path in page}
        for row in changes_between(realm, [(unit, "", LAST) for unit in written_as]):
            changes[row.unit].append(row)
        for unit, path in written_as.items():
            walk.enter(unit, path, changes.get(unit, []))
    walk.leave("")
    walk.flush()
    bulk.settle(Card, Standing)
    put([(realm, bulk.identifier(NOBODY), DAYS, LAST, json.dumps(calendar()))])
    return walk.rows


class _Walk:
    """Goes over the map; what is summed of a unit is added to the one above when the unit is left."""

    def __init__(self, realm: str) -> None:
        self.realm = realm
        self.clock = Clock()
        self.open: list[tuple[str, str, Sums]] = []  # path, unit, what is strictly below
        self.out: list[bulk.Row] = []
        self.rows = 0

    def enter(self, unit: str, path: str, rows: list[Change]) -> None:
        """Come to a unit, with the changes of its own matters."""
        self.leave(path)
        if rows:
            self.rows += len(rows)
            made = Sums()
            for row in rows:
                made.add(row, self.clock)
            self._own(unit, rows)
            if self.open:
                self.open[-1][2].merge(made)
        self.open.append((path, unit, Sums()))

    def leave(self, path: str) -> None:
        """Leave every unit that the path is not below of."""
        while self.open and not (path and paths.is_under(path, self.open[-1][0])):
            _path, unit, below = self.open.pop()
            if below.days:
                self._write(unit, below)
                if self.open:
                    self.open[-1][2].merge(below)

    def _own(self, unit: str, rows: list[Change]) -> None:
        counts: Counts = Counter()
        since = 0
        by_day: dict[str, list[Change]] = defaultdict(list)
        for row in rows:
            by_day[row.day].append(row)
        for day in sorted(by_day):
            for row in by_day[day]:
                counts[row.dated] += row.n
            since += len(by_day[day])
            if since > EVERY:
                self._row(unit, OWN, day, counts)
                since = 0

    def _write(self, unit: str, below: Sums) -> None:
        counts: Counts = Counter()
        turns = sorted(below.ahead)
        passed = 0
        for day in sorted(below.days):
            while passed < len(turns) and turns[passed] <= day:
                _add(counts, below.ahead[turns[passed]])
                passed += 1
            _add(counts, below.days[day])
            self._row(unit, BELOW, day, counts)
        for day in turns:
            self._row(unit, AHEAD, day, below.ahead[day])

    def _row(self, unit: str, part: str, day: str, counts: Counts) -> None:
        self.out.append((self.realm, unit, part, day, written(counts)))
        if len(self.out) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what was gathered."""
        bulk.add(Standing, ROW, self.out)
        self.out.clear()


def calendar() -> dict[str, dict[str, int]]:
    """By which calendar lights were foreseen, written as counts are."""
    wording = digests.digest(f"{workdays.wording()} {settings.LUOSHI_NEAR_DUE_DAYS}".encode())
    return {wording: {}}


def follow_calendar(realm: str) -> bool:
    """Make the sums anew where the calendar is another than the one they were foreseen by; True where it was."""
    row = Standing.objects.filter(realm=realm, unit=NOBODY, part=DAYS).values_list("counts", flat=True).first()
    if row == json.dumps(calendar()):
        return False
    if row is None and not Standing.objects.filter(realm=realm).exists():
        put([(realm, bulk.identifier(NOBODY), DAYS, LAST, json.dumps(calendar()))])
        return False
    refold(realm)
    return True


# ------------------------------------------------------------------ rows


Found = tuple[str, str, str, str]  # unit, part, day, counts


def latest(realm: str, asked: Sequence[tuple[str, str, str]]) -> Iterator[Found]:
    """For each unit and part the last row up to a day."""
    if _postgresql():
        last = (
            "LATERAL (SELECT * FROM {0} t WHERE t.realm = %s AND t.unit = a.unit AND t.part = a.part AND t.day <= a.day"
            " ORDER BY t.day DESC LIMIT 1) s"
        )
        yield from _asked(asked, ("unit", "part", "day"), last, [realm])
        return
    last = (
        "{0} s WHERE s.realm = %s AND s.unit = a.unit AND s.part = a.part AND s.day = (SELECT max(t.day) FROM {0} t"
        " WHERE t.realm = %s AND t.unit = a.unit AND t.part = a.part AND t.day <= a.day)"
    )
    yield from _asked(asked, ("unit", "part", "day"), last, [realm, realm])


def between(realm: str, asked: Sequence[tuple[str, str, str, str]]) -> Iterator[Found]:
    """For each unit and part the rows behind one day and up to another."""
    yield from _asked(
        asked, ("unit", "part", "behind", "day"),
        _each("{0}", "s.realm = %s AND s.unit = a.unit AND s.part = a.part AND s.day > a.behind AND s.day <= a.day"),
        [realm],
    )  # fmt: skip


def at(realm: str, asked: Sequence[tuple[str, str, str]]) -> Iterator[Found]:
    """The rows of these units, parts and days."""
    yield from _asked(
        asked, ("unit", "part", "day"),
        _each("{0}", "s.realm = %s AND s.unit = a.unit AND s.part = a.part AND s.day = a.day"), [realm],
    )  # fmt: skip


def _each(table: str, where: str) -> str:
    """The rows `s` of a table for each row `a`: one step into the index for each, whatever PostgreSQL believes."""
    if _postgresql():
        return f"LATERAL (SELECT * FROM {table} s WHERE {where} OFFSET 0) s"  # noqa: S608
    return f"{table} s WHERE {where}"


def _asked(asked: Sequence[tuple[str, ...]], names: Sequence[str], rest: str, given: list[str]) -> Iterator[Found]:
    table = connection.ops.quote_name(Standing._meta.db_table)
    for start in range(0, len(asked), ASKED_AT_ONCE):
        with connection.cursor() as cursor:
            source, values = listed(names, asked[start : start + ASKED_AT_ONCE])
            columns = (
                "s.unit::text, s.part, s.day::text, s.counts" if _postgresql() else "+s.unit, s.part, +s.day, s.counts"
            )
            cursor.execute(f"SELECT {columns} FROM {source} CROSS JOIN {rest.format(table)}", [*values, *given])  # noqa: S608
            yield from cursor.fetchall()


TYPES = {"unit": "uuid", "part": "text", "day": "date", "behind": "date"}
FIRST = "0001-01-01"


def listed(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> tuple[str, list[Any]]:
    """Rows of text as a table `a` of a query, and its parameters."""
    if _postgresql():
        columns = [[value or FIRST for value in column] for column in zip(*rows, strict=True)]
        types = ", ".join(f"%s::{TYPES[name]}[]" for name in names)
        kept = ", ".join(f'x.{name} COLLATE "C" AS {name}' if TYPES[name] == "text" else f"x.{name}" for name in names)
        return f"(SELECT {kept} FROM unnest({types}) AS x({', '.join(names)})) a", columns  # noqa: S608
    marks = f"({', '.join(['%s'] * len(names))})"
    columns_named = ", ".join(f"column{number} AS {name}" for number, name in enumerate(names, start=1))
    values = ", ".join([marks] * len(rows))
    return f"(SELECT {columns_named} FROM (VALUES {values})) a", [  # noqa: S608
        value for row in rows for value in row
    ]


def _postgresql() -> bool:
    return connection.vendor == "postgresql"


def changes_between(realm: str, asked: Sequence[tuple[str, str, str]]) -> Iterator[Change]:
    """The summed changes of each unit behind one day and up to another, as the database holds them."""
    table = connection.ops.quote_name(TallyDelta._meta.db_table)
    columns = ", ".join(_column(name) for name in READ)
    found = _each(
        table,
        "s.realm = %s AND s.unit = a.unit AND s.day > a.behind AND s.day <= a.day AND s.visibility = %s AND s.summed",
    )
    for start in range(0, len(asked), ASKED_AT_ONCE):
        source, values = listed(("unit", "behind", "day"), asked[start : start + ASKED_AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {source} CROSS JOIN {found}", [*values, realm, OPEN])  # noqa: S608
            yield from (Change(*row) for row in cursor.fetchall())


def _column(name: str) -> str:
    if name in {"unit", "day", "campaign", "due_on", "milestone_on"}:
        return f"s.{name}::text" if _postgresql() else f"+s.{name}"
    return f"s.{name}"


def put(rows: Sequence[bulk.Row]) -> None:
    """Write rows, in the place of those that stand."""
    if rows:
        bulk.put(Standing, ("realm", "unit", "part", "day"), ROW, rows)
