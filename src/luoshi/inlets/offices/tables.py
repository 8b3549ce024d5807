"""How units, posts and tenures are laid out in tables, and which acts are offered beside them."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.base import clock
from luoshi.inlets.offices.gates import away_from, fills
from luoshi.people import queries
from luoshi.people.queries import Dated, Held, Holder, PostRow
from luoshi.people.queries import accounts as account_queries
from luoshi.people.rights import runs_security, runs_units
from luoshi.people.viewer import PostRef, UnitRef, Viewer
from luoshi.web import dates
from luoshi.web.parts import Cell, Column, Crumb, Table
from luoshi.web.registry import Act


def unit_crumb(unit: UnitRef) -> Crumb:
    """One step of the way down the tree."""
    return Crumb(unit.name, reverse("offices:unit", args=[unit.id]))


def unit_table(caption: str, units: list[UnitRef], *, with_above: bool = False) -> Table:
    """Units with kind and code; where they were found by words, also what they belong to."""
    columns = [Column(_("Name"), "title"), Column(_("Kind")), Column(_("Code"))]
    kinds = queries.kind_labels()
    rows: list[list[object]] = [
        [Cell(unit.name, reverse("offices:unit", args=[unit.id])), kinds[unit.kind], unit.code] for unit in units
    ]
    if with_above:
        columns.append(Column(_("Belongs to")))
        above = queries.lineages([unit.id for unit in units])
        named = queries.units(step for steps in above.values() for step in steps)
        for unit, row in zip(units, rows, strict=True):
            row.append(" / ".join(named[step].name for step in above[unit.id][:-1]))
    return Table(caption, columns, rows)


def list_acts() -> list[Act]:
    """What may be done with the tree as a whole."""
    return [Act("import", _("Import a list"), reverse("offices:import"), _("Shows what would change first."))]


def unit_acts(viewer: Viewer, unit: UnitRef, *, is_open: bool) -> list[Act]:
    """What the viewer may do with a unit."""
    if not is_open or not runs_units(viewer, unit.path):
        may_staff = is_open and runs_security(viewer)
        return [act("open_post", unit.id, _("Open a post"), _("Of an administrator."))] if may_staff else []
    acts = [
        act("open_post", unit.id, _("Open a post"), _("Then appoint somebody.")),
        act("open_unit", unit.id, _("Open a unit below"), _("It counts from the day that you give.")),
        act("rename_unit", unit.id, _("Rename"), _("The old name stays for the days before.")),
        act("add_other_name", unit.id, _("Add another name"), _("Documents that use it find this unit.")),
        act("move_unit", unit.id, _("Move the unit"), _("With everything below it.")),
        act("close_unit", unit.id, _("Close the unit"), _("What it did stays readable.")),
    ]
    top = queries.root(viewer.realm)
    return [act for act in acts if act.name not in {"move_unit", "close_unit"} or (top and top.id != unit.id)]


def act(name: str, which: UUID, title: str, leads_to: str) -> Act:
    """An act whose address is named as the act is."""
    return Act(name, title, reverse(f"offices:{name}", args=[which]), leads_to)


def post_table(rows: list[PostRow], *, with_unit: bool) -> Table:
    """Posts with those who hold them; a vacant one says so."""
    columns = [Column(_("Post"), "title"), Column(_("Duty")), Column(_("Held by"))]
    labels = queries.duty_labels()
    shown = []
    for row in rows:
        post = row.post
        title = f"{post.unit.name} {post.title}" if with_unit else post.title
        serves = _("serves %(unit)s") % {"unit": post.scope.name} if post.scope != post.unit else ""
        shown.append(
            (Cell(title, reverse("offices:post", args=[post.id]), serves), labels[post.duty], holders(row.holders))
        )
    return Table(_("Posts"), columns, shown)


def holders(holders: tuple[Holder, ...]) -> str:
    """Who holds a post, in one line."""
    if not holders:
        return _("nobody in post")
    return _(", ").join(
        _("%(person)s (for %(away)s)") % {"person": holder.name, "away": holder.acting_for}
        if holder.acting_for
        else holder.name
        for holder in holders
    )


def past_table(names: tuple[Dated, ...], places: tuple[Dated, ...]) -> Table:
    """What a unit was called and what it belonged to, newest first."""
    columns = [Column(_("Name or place"), "title"), *day_columns()]
    rows = [(_("called %(name)s") % {"name": row.words}, dates.day(row.from_on), until(row.to_on)) for row in names]
    for row in places:
        words = _("below %(unit)s") if row.line == "territorial" else _("guided by %(unit)s")
        rows.append((words % {"unit": row.words}, dates.day(row.from_on), until(row.to_on)))
    return Table(_("Names and places over time"), columns, rows)


def post_acts(viewer: Viewer, post: PostRef) -> list[Act]:
    """What the viewer may do with a post."""
    acts = []
    if fills(viewer, post):
        acts.append(act("appoint", post.id, _("Appoint"), _("A person holds the post from a day on.")))
    if away_from(viewer, post):
        leads_to = _("A person acts in the post while the holder is away.")
        acts.append(act("cover", post.id, _("Arrange cover"), leads_to))
    return acts


def tenure_table(viewer: Viewer, post: PostRef, holders: list[Holder]) -> Table:
    """Everybody who held a post, newest first; whoever fills it may end what has no end yet."""
    columns = [
        Column(_("Person"), "title"),
        Column(pgettext("day", "From")),
        Column(pgettext("day", "Until")),
        Column(""),
    ]
    may_end = fills(viewer, post)
    rows = []
    for holder in holders:
        note = _("for %(away)s") % {"away": holder.acting_for} if holder.acting_for else ""
        person = Cell(holder.name, reverse("offices:person", args=[holder.person_id]), note)
        end = end_cell(holder) if may_end and holder.to_on is None else ""
        rows.append((person, dates.day(holder.from_on), until(holder.to_on), end))
    return Table(_("Who held it"), columns, rows)


def end_cell(holder: Holder) -> Cell:
    """The link to the form that ends a tenure."""
    return Cell(pgettext("tenure", "End"), reverse("offices:end_tenure", args=[holder.tenure_id]))


def held_table(held: list[Held]) -> Table:
    """The posts somebody holds and held."""
    columns = [Column(_("Post"), "title"), *day_columns()]
    rows = []
    for row in held:
        note = _("for %(away)s") % {"away": row.acting_for} if row.acting_for else ""
        post = Cell(f"{row.post.unit.name} {row.post.title}", reverse("offices:post", args=[row.post.id]), note)
        rows.append((post, dates.day(row.from_on), until(row.to_on)))
    return Table(_("Posts"), columns, rows)


def my_posts(viewer: Viewer, held: list[Held]) -> Table:
    """One's own posts, the one in use marked."""
    columns = [
        Column(_("Post"), "title"),
        Column(pgettext("day", "From")),
        Column(pgettext("day", "Until")),
        Column(""),
    ]
    in_use = pgettext("post", "in use")
    rows = []
    for row in held:
        note = _("for %(away)s") % {"away": row.acting_for} if row.acting_for else ""
        if viewer.post and viewer.post.id == row.post.id:
            note = f"{note} {in_use}".strip()
        cover = "" if row.acting_for else Cell(_("Arrange cover"), reverse("offices:cover", args=[row.post.id]))
        post = Cell(f"{row.post.unit.name} {row.post.title}", reverse("offices:post", args=[row.post.id]), note)
        rows.append((post, dates.day(row.from_on), until(row.to_on), cover))
    return Table(_("My posts"), columns, rows)


def account_state(row: account_queries.AccountRow) -> str:
    """The state of an account in words."""
    if not row.is_active:
        return pgettext("account", "not active")
    return _("one-time password not yet changed") if row.must_change_password else pgettext("account", "active")


def is_now(row: Held) -> bool:
    """Held today."""
    today = clock.today()
    return row.from_on <= today and (row.to_on is None or row.to_on > today)


def until(on: date | None) -> str:
    """The last column of a time: nothing while it lasts."""
    return dates.day(on) if on else ""


def day_columns() -> tuple[Column, Column]:
    """From when to when."""
    return Column(pgettext("day", "From")), Column(pgettext("day", "Until"))
