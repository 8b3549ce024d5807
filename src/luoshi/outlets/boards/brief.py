"""The brief: one page for the first responsible person, to be printed; what stands, what only this post can move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.base import clock
from luoshi.base.text import shorten
from luoshi.journal import sealer
from luoshi.journal.sealer import SealView
from luoshi.ledger import queries
from luoshi.ledger.queries import Checks, Figures, MatterRow, ToldRow, Word
from luoshi.outlets.boards import sentences, stacks
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web import dates, registry
from luoshi.web.charts import Part
from luoshi.web.registry import Words
from luoshi.web.sources import words_url

SHOWN = 3
QUOTED = 90
TITLE = 80
NEEDS = ("returned_often", "extensions", "questions", "close", "returned", "unassigned")
ACTS = {
    "returned_often": "assign",
    "extensions": "decide_extension",
    "questions": "answer",
    "close": "close",
    "returned": "assign",
    "unassigned": "assign",
}
EVIDENCE = ("matter.evidence_added", "matter.claimed", "matter.progressed", "matter.verified", "matter.refused")
VERBS = {
    "extensions": gettext_lazy("Decide the extension"),
    "questions": pgettext_lazy("act", "Answer"),
    "close": gettext_lazy("Close"),
    "unassigned": gettext_lazy("Assign"),
    "returned": gettext_lazy("Assign again"),
    "returned_often": gettext_lazy("Decide who does it"),
}
REASONS = {  # which entry says why it waits
    "extensions": "matter.extension_asked",
    "questions": "matter.asked",
    "close": "matter.confirmed",
    "returned": "matter.returned",
    "returned_often": "matter.returned",
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A matter that waits for one line of this post."""

    row: MatterRow
    title: str
    url: str
    why: str
    words_url: str  # the words of the report
    evidence: str
    evidence_url: str
    act_url: str
    verb: Words


@dataclass(frozen=True, slots=True)
class Brief:
    """What the brief says."""

    unit: UnitRef
    on: date
    sentence: str
    checks: Checks
    figures: Figures
    grades: tuple[Part, ...]
    obstacles: tuple[Obstacle, ...]
    waiting: int  # beyond those shown
    seal: SealView | None
    root: tuple[str, ...]  # in groups that can be compared by eye
    board_url: str


def brief(viewer: Viewer) -> Brief:
    """The brief of the unit that the post serves."""
    assert viewer.post is not None  # noqa: S101 - the view lets only posts through
    unit, today = viewer.post.scope, clock.today()
    figures = queries.figures(viewer, unit.id)
    checks = queries.checks(viewer, unit.id)
    waiting = _waiting(queries.waiting(viewer, NEEDS))
    chosen = waiting[:SHOWN]
    told = queries.told(viewer, [row for _need, row in chosen])
    seal = sealer.last_seal(viewer.realm)
    return Brief(
        unit=unit,
        on=today,
        sentence=sentences.estimated(figures, checks, today),
        checks=checks,
        figures=figures,
        grades=stacks.grades(figures, stacks.nowhere),
        obstacles=tuple(_obstacle(need, found) for (need, _row), found in zip(chosen, told, strict=True)),
        waiting=len(waiting) - len(chosen),
        seal=seal,
        root=_in_groups(seal.root) if seal else (),
        board_url=registry.url_for("board", unit.id),
    )


def _waiting(groups: Mapping[str, tuple[MatterRow, ...]]) -> list[tuple[str, MatterRow]]:
    """What waits for this post and nobody else, by need, within one need what is late first."""
    found = [(_need(name, row), row) for name, rows in groups.items() for row in rows]
    return sorted(found, key=lambda one: (NEEDS.index(one[0]), one[1].due_on or date.max, one[1].id))


def _need(group: str, row: MatterRow) -> str:
    is_often = group == "returned" and row.returns >= settings.LUOSHI_RETURNS_BEFORE_DESIGNATION
    return "returned_often" if is_often else group


def _obstacle(need: str, found: ToldRow) -> Obstacle:
    row = found.row
    url = registry.url_for("matter", row.id)
    evidence = found.said(*EVIDENCE)
    return Obstacle(
        row=row,
        title=shorten(row.title, TITLE),
        url=url,
        why=_why(need, found),
        words_url=words_url(row),
        evidence=_evidence(evidence) if evidence else "",
        evidence_url=f"{url}#n{evidence.seq}" if evidence and url else "",
        act_url=registry.url_for("act", (row.id, ACTS[need])),
        verb=VERBS[need],
    )


def _why(need: str, found: ToldRow) -> str:
    """What is asked of this post, in the words of whoever asks."""
    said = found.last.get(REASONS.get(need, ""))
    told = {
        "extensions": _("asks for time until %(day)s"),
        "questions": _("has a question"),
        "close": _("those affected call it solved"),
        "returned": _("was sent back, %(n)s times so far"),
        "returned_often": _("was sent back, %(n)s times so far: by the rule this post now decides"),
        "unassigned": _("no unit has it yet"),
    }[need]
    until = dates.day(found.row.extension_on) if found.row.extension_on else ""
    told %= {"day": until, "n": found.row.returns}
    lead = _("%(unit)s: %(what)s") % {"unit": found.row.lead, "what": told} if found.row.lead else told
    if not said or not said.words:
        return lead
    return _("%(why)s. “%(words)s”") % {"why": lead, "words": shorten(said.words, QUOTED)}


def _evidence(word: Word) -> str:
    told = shorten(word.words, QUOTED) or _(", ").join(word.files)
    return _("%(day)s, %(who)s: %(words)s") % {"day": dates.short_day(word.on), "who": word.post, "words": told}


def _in_groups(root: str) -> tuple[str, ...]:
    """A digest in groups of eight, after its algorithm."""
    algorithm, _colon, digits = root.partition(":")
    return (algorithm, *(digits[n : n + 8] for n in range(0, len(digits), 8)))
