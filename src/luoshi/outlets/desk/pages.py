"""The desk as a page: groups in the order of need, one verb a row, and one sentence above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from luoshi.base import ids
from luoshi.ledger import labels, queries
from luoshi.ledger.queries import Desk, DeskGroup, MatterRow, Said, SentBack
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer
from luoshi.web import registry
from luoshi.web.registry import Todo, Words

FEW = 4  # rows; fewer stand in large type
HAND = "in_hand"
BACK = "returned"
TITLES: dict[str, Words] = {
    "late": gettext_lazy("Late"),
    "soon": gettext_lazy("Due this month"),
    "raised": gettext_lazy("Brought up by the ladder"),
    "accept": gettext_lazy("To be accepted"),
    "returned": gettext_lazy("Returned to you"),
    "questions": gettext_lazy("Questions to you"),
    "extensions": gettext_lazy("Extensions to decide"),
    "pauses": gettext_lazy("Pauses to decide"),
    "helped": gettext_lazy("Help that was given"),
    "callbacks": gettext_lazy("To be called back"),
    "verify": gettext_lazy("Claims to verify"),
    "reply": gettext_lazy("To be replied"),
    "confirm": gettext_lazy("Those affected to be asked"),
    "close": gettext_lazy("To be closed"),
    "unassigned": gettext_lazy("Without a unit"),
    HAND: gettext_lazy("In hand"),
}
VERBS: dict[str, Words] = {
    "progress": pgettext_lazy("act", "Report progress"),
    "claim": pgettext_lazy("act", "Claim done"),
    "accept": pgettext_lazy("act", "Accept"),
    "assign": pgettext_lazy("act", "Assign"),
    "answer": pgettext_lazy("act", "Answer"),
    "decide_extension": pgettext_lazy("verb", "Decide"),
    "decide_pause": pgettext_lazy("verb", "Decide"),
    "call_back": pgettext_lazy("act", "Call back"),
    "verify": pgettext_lazy("act", "Verify"),
    "reply": pgettext_lazy("act", "Reply"),
    "confirm": pgettext_lazy("verb", "Ask them"),
    "close": pgettext_lazy("act", "Close"),
}
BEFORE_TODOS = ("late", "soon")


@dataclass(frozen=True, slots=True)
class Row:
    """One matter on the desk."""

    row: MatterRow
    url: str
    act_url: str
    verb: Words
    said: Said | None = None  # reported already: nobody asks for it again
    returned: str = ""  # why it came back


@dataclass(frozen=True, slots=True)
class Group:
    """Matters that wait for the same thing."""

    name: str
    title: Words
    rows: tuple[Row, ...]
    total: int
    more_url: str = ""
    bulk_url: str = ""  # where chosen rows can be accepted together
    all_chosen: bool = False
    many_url: str = ""  # one form for several


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What the desk shows."""

    sentence: str
    today: date
    first: tuple[Group, ...]
    todos: Sequence[Todo]
    then: tuple[Group, ...]
    nonce: str
    few: bool
    has_post: bool
    handles: bool  # sees matters at all
    list_url: str

    @property
    def is_empty(self) -> bool:
        """Nothing waits."""
        return not (self.first or self.todos or any(group.name != HAND for group in self.then))


def desk(viewer: Viewer, *, chosen: str = "") -> DeskPage:
    """The desk of a viewer; `chosen` is the group whose rows are all ticked."""
    found = queries.desk(viewer)
    passes_on = any(group.act == "progress" and group.total > 1 for group in found.groups) and _has_units_below(viewer)
    groups = [_group(group, found.said, found.sent_back, chosen, passes_on=passes_on) for group in found.groups]
    todos = registry.todos_for(viewer)
    rows = sum(len(group.rows) for group in groups) + len(todos)
    return DeskPage(
        sentence=_sentence(found, len(todos)),
        today=found.today,
        first=tuple(group for group in groups if group.name in BEFORE_TODOS),
        todos=todos,
        then=tuple(group for group in groups if group.name not in BEFORE_TODOS),
        nonce=str(ids.new_id()),
        few=0 < rows < FEW,
        has_post=viewer.post is not None,
        handles=viewer.sees_business,
        list_url=registry.url_for("matters", "open=on"),
    )


def _group(
    group: DeskGroup, said: Mapping[UUID, Said], back: Mapping[UUID, SentBack], chosen: str, *, passes_on: bool
) -> Group:
    accept = group.name == "accept"
    many = group.act == "progress" and group.total > 1 and passes_on
    return Group(
        name=group.name,
        title=TITLES[group.name],
        rows=tuple(_row(row, group.act, said.get(row.id), _why(back.get(row.id))) for row in group.rows),
        total=group.total,
        more_url=registry.url_for("matters", "open=on") if group.total > len(group.rows) else "",
        bulk_url=registry.url_for("act-many", "accept") if accept and group.total > 1 else "",
        all_chosen=chosen == group.name,
        many_url=registry.url_for("act-many", "pass_on") if many else "",
    )


def _has_units_below(viewer: Viewer) -> bool:
    return viewer.post is not None and people.has_children(viewer.post.scope.id)


def _why(back: SentBack | None) -> str:
    """Ground and words in one line."""
    if back is None:
        return ""
    ground = str(labels.GROUNDS[back.ground])
    return _("%(ground)s: %(words)s") % {"ground": ground, "words": back.words} if back.words else ground


def _row(row: MatterRow, act: str, said: Said | None, returned: str) -> Row:
    if act == "progress" and said:
        act = "claim"
    url = registry.url_for("act", (row.id, act))
    query = f"?next=/&use={said.seq}" if said and act == "claim" else "?next=/"
    return Row(
        row=row,
        url=registry.url_for("matter", row.id),
        act_url=f"{url}{query}" if url else "",
        verb=VERBS.get(act, ""),
        said=said,
        returned=returned,
    )


def _sentence(found: Desk, todos: int) -> str:
    """How the day stands, in one line: what is late, what is new, what waits."""
    parts: list[str] = []
    if found.late:
        parts.append(ngettext("%(n)s late", "%(n)s late", found.late) % {"n": found.late})
    parts += [_new(group) for group in found.groups if group.name == "accept"]
    waiting = sum(g.total for g in found.groups if g.name not in {"late", "soon", "accept", HAND}) + todos
    if waiting:
        parts.append(ngettext("%(n)s waits for you", "%(n)s wait for you", waiting) % {"n": waiting})
    if found.in_hand:
        parts.append(ngettext("%(n)s in hand", "%(n)s in hand", found.in_hand) % {"n": found.in_hand})
    return str(_("; ").join(parts))


def _new(group: DeskGroup) -> str:
    new = ngettext("%(n)s new", "%(n)s new", group.total) % {"n": group.total}
    if not group.due_this_month:
        return new
    due = ngettext(", %(n)s of them due this month", ", %(n)s of them due this month", group.due_this_month)
    return new + due % {"n": group.due_this_month}
