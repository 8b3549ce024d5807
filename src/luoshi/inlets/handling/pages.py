"""What the pages of handling show beside the form: the words asked for, and what was said before."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from luoshi.ledger import events, labels
from luoshi.ledger.matter import opens_again
from luoshi.ledger.queries import MatterPage, Said, WayLine
from luoshi.ledger.refusals import SENTENCES
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.records.refs import FileMeta
from luoshi.web import dates, registry
from luoshi.web.registry import Words
from luoshi.web.sources import words_url

ITEMS = re.compile(r"(?<=[。；;！？\n])")
ALREADY_SAID = frozenset({"progress", "claim", "reply", "add_evidence"})
CLAIMED = frozenset({"verify", "refuse"})
UNITS_OFFERED = 600
NAMING = frozenset({"assign", "transfer", "ask_help", "escalate"})
LAST_OF: dict[str, type[events.Event]] = {
    "decide_extension": events.ExtensionAsked,
    "withdraw_extension": events.ExtensionDecided,
    "decide_pause": events.PauseAsked,
    "resume": events.PauseDecided,
    "assign": events.Returned,
}


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file by name, and where it can be read."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said before: who, when, what, with which files."""

    what: Words
    who: str
    on: Any
    words: str
    files: tuple[FileLink, ...]
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that the page of a form shows of the matter."""

    page: MatterPage
    items: tuple[str, ...]  # the words asked for, one item a line
    source_url: str
    said: Said | None  # offered, so that nobody says it twice
    lines: tuple[Line, ...]  # what the form answers: the claim and its evidence, the question, the wish
    units: tuple[UnitRef, ...]  # offered while typing
    evidence_grade: str = ""

    @property
    def due(self) -> date | None:
        """The present date."""
        return self.page.matter.due


def beside(viewer: Viewer, page: MatterPage, act: str) -> Beside:
    """The page of the form of an act."""
    said = page.said if act in ALREADY_SAID else None
    evidence = page.matter.evidence
    return Beside(
        page=page,
        items=asked_items(page),
        source_url=words_url(page.row),
        said=said,
        lines=_lines(page, act),
        units=_units(viewer) if act in NAMING else (),
        evidence_grade=f"E{events.GRADES[evidence]}" if evidence else "",
    )


def asked_items(page: MatterPage) -> tuple[str, ...]:
    """The words asked for, item by item."""
    words = f"{page.row.title}\n{page.detail}"
    return tuple(item.strip() for item in ITEMS.split(words) if item.strip())


def offered(page: MatterPage, seq: str) -> str:
    """The words of an entry of this matter that somebody wants to use again."""
    for line in page.way:
        if str(line.seq) == seq and isinstance(line.event, events.Progressed | events.EvidenceAdded):
            return (line.words[0] or "") if line.words else ""
    return ""


def _lines(page: MatterPage, act: str) -> tuple[Line, ...]:
    wanted: tuple[type[events.Event], ...]
    if act in CLAIMED:
        wanted = (events.EvidenceAdded, events.Claimed)
    elif act == "answer":
        wanted = (events.Asked,)
    elif act in LAST_OF:
        wanted = (LAST_OF[act],)
    elif act in ("confirm", "call_back"):
        wanted = (events.Replied, events.Verified)
    else:
        return ()
    found = [line for line in _since_opened_again(page) if isinstance(line.event, wanted)]
    if act in LAST_OF:
        found = found[-1:]
    if act == "answer":
        found = found[-page.matter.questions :] if page.matter.questions else []
    return tuple(_line(page.row.id, line) for line in found)


def _since_opened_again(page: MatterPage) -> list[WayLine]:
    lines: list[WayLine] = []
    for line in page.way:
        if opens_again(line.event):
            lines = []
        lines.append(line)
    return lines


def _line(matter_id: UUID, line: WayLine) -> Line:
    event = line.event
    what: Words = labels.EVENTS[line.name]
    grade = ""
    if isinstance(event, events.EvidenceAdded | events.Verified):
        grade = f"E{events.GRADES[event.nature]}"
    if isinstance(event, events.ExtensionAsked):
        what = _("Extension until %(day)s asked") % {"day": dates.day(event.until)}
    if isinstance(event, events.PauseAsked):
        what = _("Pause until %(day)s asked") % {"day": dates.day(event.until)}
    return Line(
        what=what,
        who=f"{line.post} {line.actor}".strip(),
        on=line.happened_at,
        words=next((words for words in line.words if words), ""),
        files=tuple(_file(matter_id, file) for file in line.files),
        grade=grade,
    )


def _file(matter_id: UUID, file: FileMeta) -> FileLink:
    return FileLink(file.name or _("file"), registry.url_for("matter-file", (matter_id, file.id)))


def _units(viewer: Viewer) -> tuple[UnitRef, ...]:
    if viewer.post is None:
        return ()
    return tuple(people.units_under(viewer.post.scope.id))[:UNITS_OFFERED]


def way_back(matter_id: UUID) -> str:
    """The page of the matter, or the desk where nobody announced one."""
    return registry.url_for("matter", matter_id) or "/"


def why_not(page: MatterPage, act: str) -> Words:
    """Why an act cannot be done, in one sentence."""
    reason = page.reason_against(act)
    return SENTENCES[reason] if reason else ""
