"""The columns of the ledgers that are handed on: the usual ones of supervision and of rectification.

What Luoshi does not hold says so in its column; nothing is invented. The forms keep their usual columns, because
whoever receives them pastes them into their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.ledger import labels
from luoshi.ledger.events import Answer
from luoshi.ledger.matter import State
from luoshi.ledger.queries import STAGES, FullRow, Word
from luoshi.web import dates
from luoshi.web.registry import Words

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Source:
    """One row with its number in the ledger and what its document is called."""

    number: int
    full: FullRow
    document: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how wide it is in characters, and what it holds."""

    title: Words
    width: int
    value: Callable[[Source], Value]


def _not_held(_source: Source) -> Value:
    return _("not held")


def _number(source: Source) -> Value:
    return source.number


def _identifier(source: Source) -> Value:
    return str(source.full.row.id)


def _title(source: Source) -> Value:
    return source.full.row.title


def _from(source: Source) -> Value:
    issuer = source.full.row.issuer
    if not source.document:
        return issuer
    return _("%(issuer)s: %(document)s") % {"issuer": issuer, "document": source.document}


def _lead(source: Source) -> Value:
    return source.full.row.lead or _("owner undecided")


def _assists(source: Source) -> Value:
    return _(", ").join(source.full.assists)


def _holders(source: Source) -> Value:
    return _(", ").join(source.full.holders) or (_("nobody in post") if source.full.row.lead_id else "")


def _assigned_on(source: Source) -> Value:
    return _on(source, "matter.assigned")


def _accepted_on(source: Source) -> Value:
    return _on(source, "matter.accepted")


def _detail(source: Source) -> Value:
    return source.full.detail or _not_held(source)


def _due(source: Source) -> Value:
    return source.full.row.due_on or _("date undecided")


def _state(source: Source) -> Value:
    return str(labels.STATES[source.full.row.state])


def _light(source: Source) -> Value:
    return str(labels.LIGHTS[source.full.row.light])


def _grade(source: Source) -> Value:
    grade = source.full.row.grade
    return "" if grade is None else f"E{grade} {labels.GRADES[grade]}"


def _returns(source: Source) -> Value:
    return source.full.row.returns


def _extension(source: Source) -> Value:
    row = source.full.row
    said = []
    if source.full.extended and row.first_due_on:
        words = _("extended %(n)s times, first date %(day)s")
        said.append(words % {"n": source.full.extended, "day": dates.day(row.first_due_on)})
    if row.extension_on:
        said.append(_("asked for until %(day)s, not decided") % {"day": dates.day(row.extension_on)})
    return _("; ").join(said)


def _closed_on(source: Source) -> Value:
    return source.full.row.closed_on if source.full.row.state is State.CLOSED else None


def _answer(source: Source) -> Value:
    answer = source.full.row.answer
    return str(labels.ANSWERS[Answer(answer)]) if answer else ""


def _answer_in_words(source: Source) -> Value:
    return _joined(_answer(source), _words(source.full.said("matter.confirmed", "matter.called_back")))


def _plan(source: Source) -> Value:
    return _words(source.full.said("matter.planned"))


def _progress(source: Source) -> Value:
    return _dated(source.full.said("matter.progressed", "matter.milestone_reached"))


def _evidence(source: Source) -> Value:
    return _joined(_grade(source), _dated(source.full.said("matter.evidence_added")))


def _effect(source: Source) -> Value:
    """What the unit itself says it has reached."""
    return _words(source.full.said("matter.claimed")) if source.full.row.state in STAGES["done"] else ""


def _check(source: Source) -> Value:
    """What somebody else found, when it was claimed last."""
    return _dated(source.full.said("matter.verified", "matter.refused"))


def _closing(source: Source) -> Value:
    """Who verified and who closed it, while it is closed."""
    if source.full.row.state is not State.CLOSED:
        return ""
    verified, closed = source.full.said("matter.verified"), source.full.said("matter.closed")
    said = [_("verified by %(who)s") % {"who": _who(verified)}] if verified else []
    return _("; ").join([*said, *([_("closed by %(who)s") % {"who": _who(closed)}] if closed else [])])


def _again(source: Source) -> Value:
    """Whether it came up again after it had been called done."""
    row = source.full.row
    if row.reopened:
        return _("yes, opened again %(n)s times") % {"n": row.reopened}
    if row.state is not State.CLOSED:
        return ""
    return _("no, asked again") if source.full.said("matter.called_back") else _("not asked again yet")


def _on(source: Source, name: str) -> Value:
    said = source.full.said(name)
    return said.on if said else None


def _who(word: Word) -> str:
    return f"{word.post} {word.actor}".strip()


def _words(word: Word | None) -> str:
    return word.words if word else ""


def _dated(word: Word | None) -> str:
    if word is None:
        return ""
    told = "\n".join([*([word.words] if word.words else []), *word.files])
    return _("%(day)s: %(words)s") % {"day": dates.day(word.on), "words": told}


def _joined(*parts: Value) -> str:
    return "\n".join(str(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One form of ledger."""

    title: Words
    columns: tuple[Column, ...]


LEDGERS = {
    "supervision": Ledger(
        gettext_lazy("Supervision ledger"),
        (
            Column(pgettext_lazy("ledger", "No."), 6, _number),
            Column(pgettext_lazy("ledger", "Unified number"), 10, _not_held),
            Column(pgettext_lazy("ledger", "What is supervised"), 46, _title),
            Column(pgettext_lazy("ledger", "Where the task comes from"), 30, _from),
            Column(pgettext_lazy("ledger", "Received (day assigned)"), 13, _assigned_on),
            Column(pgettext_lazy("ledger", "Undertaking unit"), 18, _lead),
            Column(pgettext_lazy("ledger", "Co-operating units"), 20, _assists),
            Column(pgettext_lazy("ledger", "What is to be reported"), 20, _detail),
            Column(pgettext_lazy("ledger", "Due"), 13, _due),
            Column(pgettext_lazy("ledger", "State"), 10, _state),
            Column(pgettext_lazy("ledger", "Light"), 10, _light),
            Column(pgettext_lazy("ledger", "Latest progress"), 40, _progress),
            Column(pgettext_lazy("ledger", "Times urged"), 10, _not_held),
            Column(pgettext_lazy("ledger", "Extensions"), 22, _extension),
            Column(pgettext_lazy("ledger", "Times sent back"), 10, _returns),
            Column(pgettext_lazy("ledger", "Evidence"), 34, _evidence),
            Column(pgettext_lazy("ledger", "What others found"), 34, _check),
            Column(pgettext_lazy("ledger", "Closed on"), 13, _closed_on),
            Column(pgettext_lazy("ledger", "Assessment (by those affected)"), 14, _answer),
            Column(pgettext_lazy("ledger", "Identifier in Luoshi"), 38, _identifier),
        ),
    ),
    "rectification": Ledger(
        gettext_lazy("Rectification ledger"),
        (
            Column(pgettext_lazy("ledger", "No."), 6, _number),
            Column(pgettext_lazy("ledger", "Problem"), 46, _title),
            Column(pgettext_lazy("ledger", "Aim"), 10, _not_held),
            Column(pgettext_lazy("ledger", "Measures"), 34, _plan),
            Column(pgettext_lazy("ledger", "Leader in charge"), 10, _not_held),
            Column(pgettext_lazy("ledger", "Lead unit"), 18, _lead),
            Column(pgettext_lazy("ledger", "Units that co-operate"), 20, _assists),
            Column(pgettext_lazy("ledger", "Person responsible"), 16, _holders),
            Column(pgettext_lazy("ledger", "Begun (day accepted)"), 13, _accepted_on),
            Column(pgettext_lazy("ledger", "To be finished"), 13, _due),
            Column(pgettext_lazy("ledger", "Progress"), 40, _progress),
            Column(pgettext_lazy("ledger", "Evidence"), 34, _evidence),
            Column(pgettext_lazy("ledger", "Effect (in the unit's own words)"), 30, _effect),
            Column(pgettext_lazy("ledger", "Assessment by those affected"), 24, _answer_in_words),
            Column(pgettext_lazy("ledger", "Struck off on"), 13, _closed_on),
            Column(pgettext_lazy("ledger", "Verified and closed by"), 28, _closing),
            Column(pgettext_lazy("ledger", "Came up again"), 16, _again),
            Column(pgettext_lazy("ledger", "State"), 10, _state),
            Column(pgettext_lazy("ledger", "Identifier in Luoshi"), 38, _identifier),
        ),
    ),
}
