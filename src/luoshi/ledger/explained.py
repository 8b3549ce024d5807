"""How a date came about, step by step, so that a clerk can do it again by hand. Plain Python."""

from collections.abc import Iterable, Iterator
from datetime import date

from luoshi.base.days import ONE, Days
from luoshi.ledger import events
from luoshi.ledger.clocks import Line, holidays
from luoshi.ledger.matter import Happened


def lines(happened: Iterable[Happened], days: Days) -> tuple[Line, ...]:
    """The steps that led to the date, each with the date that held after it; a pause that ended early stands as it was.

    Where working days were counted, the step names what the calendar says otherwise than the week.
    """
    found: list[Line] = []
    for item in happened:
        due = found[-1].due if found else None
        found += _lines(item.event, item.on, due, days)
    return tuple(found)


def _lines(event: events.Event, on: date, due: date | None, days: Days) -> Iterator[Line]:
    match event:
        case events.DueDecided(days=int() as counted, since=date() as since):
            free = holidays(days, since + ONE, event.due)
            yield Line("begun", event.due, on=on, days=counted, first=since, free=free)
        case events.DueDecided():
            yield Line("named", event.due, on=on)
        case events.ExtensionDecided(granted=True):
            yield Line("extended", event.until, on=on)
        case events.ExtensionWithdrawn():
            yield Line("withdrawn", event.due, on=on)
        case events.PauseDecided(granted=True, due=date() as moved):
            free = holidays(days, event.since, event.until) + holidays(
                days, max(due or moved, event.until) + ONE, moved
            )
            yield Line("paused", moved, on=on, days=event.days, first=event.since, last=event.until, free=free)
        case events.PauseEnded():
            yield Line("resumed", event.due, on=on, days=event.days, last=event.until)
        case events.DueSettled():
            yield Line("settled", event.due, on=on)
        case events.Linked(due=date() as earlier) if earlier != due:
            yield Line("linked", earlier, on=on)
        case events.Unlinked() if event.due != due:
            yield Line("unlinked", event.due, on=on)
