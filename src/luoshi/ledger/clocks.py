"""How a date comes about and how much time has passed. Plain Python: pieces and a calendar in, days out.

A date has a beginning (a day, or so many working days), extensions that replace it, and pauses that move it by the
working days that lie in them. Working days are those of the official calendar; the day on which a clock starts does
not count. Gross time is every working day since the opening; net time leaves out what was paused or closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.base.days import ONE, Days


@dataclass(frozen=True, slots=True)
class Begun:
    """The first date: a day, or so many working days after another."""

    on: date  # when it was decided
    due: date
    days: int | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Extended:
    """A later date that replaces the one before."""

    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from `since` to `until`, both included; empty where `until` lies before."""

    since: date
    until: date
    days: int  # working days in it that would have counted, as frozen when it was decided


@dataclass(frozen=True, slots=True)
class Spell:
    """Days on which a matter was closed: from the day after closing to the day before reopening."""

    first: date
    last: date


Piece = Begun | Extended | Pause


def paused_days(days: Days, opened: date, since: date, until: date) -> int:
    """Working days of a pause that would have counted: the day of the opening does not."""
    return days.within(max(since, opened + ONE), until)


def due_after(pieces: Sequence[Piece], opened: date, days: Days) -> date | None:
    """The date that the pieces lead to; None without a beginning.

    A pause of a date that a person named keeps at least the working days that it was granted with, so that a holiday
    entered later takes nothing away.
    """
    due: date | None = None
    is_named = False
    for piece in pieces:
        if isinstance(piece, Begun):
            is_named = piece.days is None or piece.since is None
            due = piece.due if piece.days is None or piece.since is None else days.add(piece.since, piece.days)
        elif isinstance(piece, Extended):
            is_named, due = True, piece.until
        elif due is not None:
            counted = paused_days(days, opened, piece.since, piece.until)
            due = days.add(due, max(counted, piece.days) if is_named else counted)
    return due


def without_last_extension(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces without the last extension; the same where there is none."""
    last = max((n for n, piece in enumerate(pieces) if isinstance(piece, Extended)), default=None)
    return tuple(piece for n, piece in enumerate(pieces) if n != last)


@dataclass(frozen=True, slots=True)
class Spent:
    """Working days since the opening: all of them, and those on which the clock ran."""

    gross: int
    net: int


def spent(opened: date, until: date, *, pauses: Iterable[Pause], spells: Iterable[Spell], days: Days) -> Spent:
    """The working days after `opened` up to and with `until`."""
    still = [(pause.since, pause.until) for pause in pauses] + [(spell.first, spell.last) for spell in spells]
    gross = net = 0
    for n in range(1, (until - opened).days + 1):
        on = opened + n * ONE
        if days.is_working(on):
            gross += 1
            net += not any(first <= on <= last for first, last in still)
    return Spent(gross, net)


# ------------------------------------------------------------------ explaining


@dataclass(frozen=True, slots=True)
class Free:
    """Holidays of one name within a span: the days off, and the weekend days worked for them."""

    name: str
    off: tuple[date, ...]
    worked: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the reckoning: what it was, its days, and the date that held after it."""

    what: str  # begun, named, extended, withdrawn, paused, resumed, settled, linked, unlinked, free
    due: date | None
    on: date | None = None
    days: int | None = None
    first: date | None = None
    last: date | None = None
    free: tuple[Free, ...] = ()


def holidays(days: Days, first: date, last: date) -> tuple[Free, ...]:
    """What the calendar says otherwise than the week between two days, both included, by holiday in order."""
    found: dict[str, tuple[list[date], list[date]]] = {}
    for on in sorted(on for on in days.differing if first <= on <= last):
        official = days.differing[on]
        off, worked = found.setdefault(official.name, ([], []))
        (worked if official.works else off).append(on)
    return tuple(Free(name, tuple(off), tuple(worked)) for name, (off, worked) in found.items())
