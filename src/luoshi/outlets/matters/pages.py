"""The page of a matter: what is asked, the way so far, the facts, what can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.base import clock, workdays
from luoshi.campaigns.template import Rung
from luoshi.ledger import events, labels, queries
from luoshi.ledger.queries import Figures, MatterPage, MatterRow, WayLine
from luoshi.people.viewer import Viewer
from luoshi.records.refs import FileMeta
from luoshi.web import dates, deadline, registry
from luoshi.web.charts import Part
from luoshi.web.registry import Act, Words
from luoshi.web.sources import words_url


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file of an entry."""

    name: str
    size: int
    url: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One point on the way."""

    anchor: str
    at: datetime
    recorded_at: datetime | None  # where it was written down on another day
    what: Words
    actor: str
    post: str
    words: tuple[str, ...]
    erased: bool
    notes: tuple[Words, ...]
    files: tuple[FileLink, ...]
    digest: str
    tone: str = ""  # of a badge: what went well, what was refused
    word: Words = ""
    grade: str = ""
    links: tuple[tuple[str, Words], ...] = ()  # to other points of the way


@dataclass(frozen=True, slots=True)
class MatterShown:
    """Everything on the page of a matter."""

    page: MatterPage
    document_url: str
    way: tuple[Point, ...]
    acts: Sequence[Act]
    light: str
    grade: str
    grade_words: Words
    grade_anchor: str  # the point that the grade rests on
    first_due: date | None  # where it was extended
    due_why: Words
    due_is_provisional: bool  # the calendar of its year is not published
    deadline: Words  # how the date came about, in one sentence
    stack: tuple[Part, ...]  # of a requirement: its tasks
    figures: Figures | None
    tasks: tuple[MatterRow, ...]
    tasks_url: str
    parts_url: str

    @property
    def is_requirement(self) -> bool:
        """It stands for its tasks."""
        return self.page.row.kind == events.Kind.REQUIREMENT

    @property
    def has_evidence(self) -> bool:
        """Something was laid down or claimed."""
        return bool(self.grade)


def matter(viewer: Viewer, matter_id: UUID) -> MatterShown:
    """The page of a matter. Raises NoSuchMatter."""
    page = queries.matter_page(viewer, matter_id)
    row = page.row
    is_whole = row.kind == events.Kind.REQUIREMENT
    figures = queries.figures_of_requirements(viewer, [matter_id])[matter_id] if is_whole else None
    grade = f"E{row.grade}" if row.grade is not None else ""
    extended = page.matter.first_due if page.matter.first_due != page.matter.due else None
    return MatterShown(
        page=page,
        document_url=words_url(row),
        way=_way(page),
        acts=registry.acts_for(viewer, page),
        light=row.light.value,
        grade=grade,
        grade_words=labels.GRADES[row.grade] if row.grade is not None else "",
        grade_anchor=_grade_anchor(page),
        first_due=extended,
        due_why=_due_why(page),
        deadline=deadline.sentence(page.deadline),
        due_is_provisional=page.matter.due is not None and not workdays.is_published(page.matter.due.year),
        stack=stack(figures, matter_id) if figures and figures.total else (),
        figures=figures,
        tasks=tuple(task for task in page.tasks if task.id != matter_id),
        tasks_url=registry.url_for("matters", {"requirement": matter_id}),
        parts_url=registry.url_for("matters", {"parent": matter_id}),
    )


def stack(figures: Figures, requirement: UUID) -> tuple[Part, ...]:
    """The tasks of a requirement by highest accepted grade, the open ones beside: exclusive parts."""

    def url(**narrow: object) -> str:
        return registry.url_for("matters", {"requirement": requirement, **narrow})

    graded = [
        Part(f"E{grade} {labels.GRADES[grade]}", count, f"E{grade}", url(grade=grade))
        for grade, count in sorted(figures.grades.items(), reverse=True)
    ]
    left = figures.total - sum(figures.grades.values())
    open_part = Part(pgettext("stack", "Not claimed done"), left, "none", url(stage="open"))
    return (*graded, open_part) if left else tuple(graded)


def _due_why(page: MatterPage) -> Words:
    """Who decided the date that holds, and when."""
    for line in reversed(page.way):
        event = line.event
        if isinstance(event, events.ExtensionDecided) and event.granted and event.until == page.matter.due:
            return _("extended by %(who)s") % {"who": f"{line.post} {line.actor}"}
        if isinstance(event, events.DueDecided) and event.due == page.matter.due:
            return _("set by %(who)s") % {"who": f"{line.post} {line.actor}"}
    return ""


def _grade_anchor(page: MatterPage) -> str:
    """The last point that raised the grade to what it is."""
    for line in reversed(page.way):
        if _grade_of(line.event) == page.row.grade and page.row.grade is not None:
            return f"n{line.seq}"
    return ""


def _grade_of(event: events.Event) -> int | None:
    if isinstance(event, events.EvidenceAdded | events.Verified):
        return events.GRADES[event.nature]
    if isinstance(event, events.Claimed):
        return events.GRADES[events.Nature.OWN if event.files else events.Nature.CLAIM]
    if isinstance(event, events.Confirmed | events.CalledBack) and event.answer is events.Answer.SOLVED:
        return events.GRADES[events.Nature.AFFECTED]
    return None


def _way(page: MatterPage) -> tuple[Point, ...]:
    return tuple(_point(page, line) for line in page.way)


def _point(page: MatterPage, line: WayLine) -> Point:
    event = line.event
    grade = _grade_of(event)
    said = tuple(words for words in line.words if words)
    if isinstance(event, events.Planned):
        said = said[:1]
    tone, word = _badge(event)
    late = clock.day(line.recorded_at) != clock.day(line.happened_at)
    return Point(
        anchor=f"n{line.seq}",
        at=line.happened_at,
        recorded_at=line.recorded_at if late else None,
        what=labels.EVENTS[line.name],
        actor=line.actor,
        post=line.post,
        words=said,
        erased=any(words is None for words in line.words),
        notes=tuple(_notes(line)),
        files=tuple(_file(page.row.id, file) for file in line.files),
        digest=line.digest,
        tone=tone,
        word=word,
        grade=f"E{grade}" if grade and not isinstance(event, events.CalledBack) else "",
        links=_links(page, line),
    )


def _badge(event: events.Event) -> tuple[str, Words]:
    if isinstance(event, events.Refused):
        return "red", pgettext("badge", "open again")
    if isinstance(event, events.Confirmed | events.CalledBack):
        return ("green" if event.answer is events.Answer.SOLVED else "amber"), labels.ANSWERS[event.answer]
    if isinstance(event, events.ExtensionDecided | events.PauseDecided):
        return ("green", _("granted")) if event.granted else ("amber", _("not granted"))
    return "", ""


def _notes(line: WayLine) -> list[Words]:
    event = line.event
    if isinstance(event, events.Planned):
        steps = zip(event.milestones, line.words[1:], strict=False)
        return [f"{dates.day(step.due)} {words or ''}" for step, words in steps]
    return [*_what(line), *_how_far(event), *_when(event)]


def _how_far(event: events.Event) -> Iterator[Words]:
    """How somebody was urged, how long a pause was."""
    match event:
        case events.Urged(how=how, rung=rung):
            if how in labels.HOWS:
                yield labels.HOWS[how]
            yield from _rung(rung)
        case events.Escalated(rung=rung):
            yield from _rung(rung)
        case events.PauseDecided(granted=True, days=days) | events.PauseEnded(days=days):
            yield _("working days: %(n)s") % {"n": days}


def _rung(rung: str) -> Iterator[Words]:
    if rung in labels.RUNGS:
        yield labels.RUNGS[Rung(rung)]


def _what(line: WayLine) -> Iterator[Words]:
    """To whom, on which ground, how found, how asked."""
    match line.event:
        case events.Assigned(designated=designated):
            yield _("to %(unit)s") % {"unit": line.unit}
            if designated:
                yield _("designated; no further return")
        case events.Returned(ground=ground):
            yield labels.GROUNDS[ground]
        case events.EvidenceAdded(nature=nature) | events.Verified(nature=nature):
            yield labels.NATURES[nature]
        case events.Confirmed(means=means):
            yield labels.MEANS[means]
        case events.PassedOn(children=children):
            yield _("units: %(n)s") % {"n": len(children)}
        case events.Issued(count=count):
            yield _("units: %(n)s") % {"n": count}
        case events.Transferred() | events.Escalated() | events.HelpAsked():
            yield _("to %(unit)s") % {"unit": line.unit}


def _when(event: events.Event) -> Iterator[Words]:
    """By when, from when, which step."""
    match event:
        case events.DueDecided(due=due) | events.DueSettled(due=due) | events.ExtensionWithdrawn(due=due):
            yield _("by %(day)s") % {"day": dates.day(due)}
        case events.HelpAsked(due=due) | events.PauseEnded(due=due) | events.Linked(due=date() as due):
            yield _("by %(day)s") % {"day": dates.day(due)}
        case events.PauseAsked(until=until) | events.PauseDecided(until=until):
            yield _("until %(day)s") % {"day": dates.day(until)}
        case events.EvidenceAdded(dated=date() as dated):
            yield _("record of %(day)s") % {"day": dates.day(dated)}
        case events.ExtensionAsked(until=until) | events.ExtensionDecided(until=until):
            yield _("until %(day)s") % {"day": dates.day(until)}
        case events.MilestoneReached(number=number):
            yield _("step %(n)s") % {"n": number + 1}


def _links(page: MatterPage, line: WayLine) -> tuple[tuple[str, Words], ...]:
    """From evidence to the finding that looked at it, and back."""
    event = line.event
    if isinstance(event, events.EvidenceAdded | events.Claimed):
        for later in page.way[line.seq :]:
            if isinstance(later.event, events.Verified | events.Refused):
                return ((f"n{later.seq}", _("to the verification")),)
    if isinstance(event, events.Verified | events.Refused):
        found = []
        for earlier in reversed(page.way[: line.seq - 1]):
            if isinstance(earlier.event, events.Verified | events.Refused | events.Reopened):
                break
            if isinstance(earlier.event, events.EvidenceAdded | events.Claimed):
                words = _("to the claim") if isinstance(earlier.event, events.Claimed) else _("to the evidence")
                found.append((f"n{earlier.seq}", words))
        return tuple(reversed(found))
    return ()


def _file(matter_id: UUID, file: FileMeta) -> FileLink:
    return FileLink(
        name=file.name or _("file"),
        size=file.size,
        url=registry.url_for("matter-file", (matter_id, file.id)),
        is_picture=file.is_picture,
    )
