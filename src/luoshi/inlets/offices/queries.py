"""The pages of this door, each in one call that starts with who asks."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.base import clock
from luoshi.inlets.offices import commands
from luoshi.inlets.offices.models import UnitList
from luoshi.inlets.offices.pages import (
    AccountPage,
    AccountsPage,
    Deed,
    ImportPage,
    MyPage,
    PersonPage,
    PostPage,
    PostsPage,
    UnitPage,
    UnitsPage,
)
from luoshi.people import queries
from luoshi.people.queries import Dated, Held, Holder, PostRow
from luoshi.people.queries import accounts as account_queries
from luoshi.people.rights import NotYours, runs_accounts, runs_security, runs_units
from luoshi.people.viewer import ADMINISTRATORS, Duty, PostRef, UnitRef, Viewer
from luoshi.web import dates
from luoshi.web.parts import Cell, Column, Crumb, Fact, Pager, Table
from luoshi.web.registry import Act


def units_page(viewer: Viewer, words: str) -> UnitsPage:
    """The top of the tree with what is directly below, or the units that have the words."""
    if viewer.post is None:
        raise NotYours
    top = queries.root(viewer.realm)
    found = queries.find_units(viewer.realm, words) if words else []
    if top and not words:
        found = [top, *queries.children(top.id)]
    return UnitsPage(
        crumbs=[Crumb(_("Units"))],
        table=_unit_table(_("Units"), found, with_above=bool(words)),
        acts=_list_acts() if runs_units(viewer) else [],
        searched=bool(words),
    )


def unit_page(viewer: Viewer, unit_id: UUID) -> UnitPage:
    """Everything about one unit of the viewer's realm."""
    unit = queries.unit_seen_by(viewer, unit_id)
    history = queries.history(unit_id)
    above = queries.ancestors(unit_id)
    facts = [
        Fact(_("Code"), unit.code),
        Fact(_("Kind"), history.kind),
        Fact(_("Since"), dates.day(history.opened_on)),
    ]
    if history.closed_on:
        facts.append(Fact(_("Closed on"), dates.day(history.closed_on)))
    if history.other_names:
        facts.append(Fact(_("Other names"), _(", ").join(history.other_names)))
    return UnitPage(
        history=history,
        crumbs=[Crumb(_("Units"), reverse("offices:units")), *map(_unit_crumb, above), Crumb(unit.name)],
        facts=facts,
        acts=_unit_acts(viewer, unit, is_open=history.closed_on is None),
        posts=_post_table(queries.rows_of(queries.posts_of(unit_id)), with_unit=False),
        below=_unit_table(_("Units directly below"), queries.children(unit_id)),
        past=_past_table(history.names, history.places),
    )


def posts_page(viewer: Viewer, words: str, *, duty: str, vacant: bool, after: str) -> PostsPage:
    """The posts this viewer runs: those of the scope, or the administrators'."""
    path = scope_path(viewer)
    if words:
        below = queries.find_units(viewer.realm, words, below=path)
        path = below[0].path if below else "-"
    rows, go_on = queries.posts_under(path, duty=duty, vacant=vacant, after=after)
    return PostsPage(
        table=_post_table(rows, with_unit=True),
        pager=Pager(next=f"after={go_on}" if go_on else "", shown=len(rows)),
    )


def post_page(viewer: Viewer, post_id: UUID) -> PostPage:
    """One post of the viewer's realm."""
    post = post_seen_by(viewer, post_id)
    facts = [
        Fact(_("Unit"), post.unit.name, reverse("offices:unit", args=[post.unit.id])),
        Fact(_("Duty"), queries.duty_labels()[post.duty]),
    ]
    if post.scope != post.unit:
        facts.append(Fact(_("Serves"), post.scope.name, reverse("offices:unit", args=[post.scope.id])))
    return PostPage(
        title=f"{post.unit.name} {post.title}",
        crumbs=[
            Crumb(_("Units"), reverse("offices:units")),
            Crumb(post.unit.name, reverse("offices:unit", args=[post.unit.id])),
            Crumb(post.title),
        ],
        facts=facts,
        acts=_post_acts(viewer, post),
        tenures=_tenure_table(viewer, post, queries.tenures_of(post_id)),
    )


def person_page(viewer: Viewer, person_id: UUID) -> PersonPage:
    """One person of the realm and the posts they hold and held, for those who fill posts."""
    name = queries.person_in(viewer.realm, person_id)
    held = queries.held_by(person_id)
    if viewer.post is None or name is None:
        raise NotYours
    acts = []
    if runs_units(viewer) and any(_is_now(row) for row in held):
        url = reverse("offices:hand_over", args=[person_id])
        acts.append(Act("hand_over", _("Hand over all posts"), url, _("Another person takes over from a day on.")))
    return PersonPage(person_id=person_id, name=name, acts=acts, held=_held_table(held))


def import_page(viewer: Viewer, list_id: UUID) -> ImportPage:
    """What the kept list would change; nothing is changed by looking."""
    kept = UnitList.objects.filter(pk=list_id, account_id=viewer.account_id).first()
    if kept is None or not runs_units(viewer):
        raise NotYours
    result = commands.run(by=viewer, kept=kept, dry_run=True)
    columns = [Column(_("Row"), "number"), Column(_("Code")), Column(_("What is wrong"), "title")]
    rows = [(bad.number or "", bad.code, bad.reason) for bad in result.bad]
    facts = [
        Fact(_("File"), kept.name),
        Fact(_("State of"), dates.day(kept.as_of)),
        Fact(_("Rows"), result.rows),
        Fact(_("New units"), result.opened),
        Fact(_("Renamed"), result.renamed),
        Fact(_("Moved"), result.moved),
        Fact(pgettext("units", "Closed"), result.closed),
    ]
    return ImportPage(kept.id, kept.name, result, Table(_("Bad rows"), columns, rows), facts)


def accounts_page(viewer: Viewer, words: str) -> AccountsPage:
    """The accounts of the realm, for their administrators."""
    columns = [Column(_("User name"), "title"), Column(_("Person")), Column(_("State"))]
    rows = [
        (Cell(row.username, reverse("offices:account", args=[row.id])), row.person, _account_state(row))
        for row in account_queries.accounts(viewer, words)
    ]
    return AccountsPage(Table(_("Accounts"), columns, rows), may_create=runs_accounts(viewer))


def account_page(viewer: Viewer, account_id: int) -> AccountPage:
    """One account and what this administrator may do with it."""
    row = account_queries.account(viewer, account_id)
    facts = [
        Fact(_("Person"), row.person),
        Fact(_("State"), _account_state(row)),
        Fact(_("Second factor"), _("set up") if row.has_second_factor else _("not set up")),
    ]
    deeds = []
    if runs_accounts(viewer):
        leads_to = _("A new one-time password is shown once; open sessions end.")
        deeds.append(Deed("password", _("Reset password"), leads_to))
        if row.is_active and row.id != viewer.account_id:
            deeds.append(Deed("close", _("Deactivate"), _("Nobody can log in with it; posts stay as they are.")))
        if not row.is_active:
            deeds.append(Deed("open", _("Activate"), _("The person can log in again.")))
    if runs_security(viewer):
        deeds.append(Deed("unlock", _("Lift the lock-out"), _("The person can try again at once.")))
        if row.has_second_factor:
            deeds.append(Deed("factor", _("Reset second factor"), _("For a lost telephone or key.")))
    return AccountPage(row.id, row.username, facts, deeds)


def sign_ins_table(viewer: Viewer) -> Table:
    """The latest failed log-ins, for the audit administrator alone."""
    columns = [Column(_("When"), "title"), Column(_("User name")), Column(_("Address")), Column(_("Locked out"))]
    rows = [
        (dates.moment(row.at), row.username, row.address, _("yes") if row.is_locked_out else "")
        for row in account_queries.failed_sign_ins(viewer)
    ]
    return Table(_("Failed log-ins"), columns, rows)


def my_page(viewer: Viewer, username: str) -> MyPage:
    """One's own account."""
    covers = queries.covers_for(viewer.person_id)
    return MyPage(
        facts=[Fact(_("Person"), viewer.person_name), Fact(_("User name"), username)],
        posts=_my_posts(viewer, [row for row in queries.held_by(viewer.person_id) if _is_now(row)]),
        covers=Table(
            _("Who acts for me"),
            [Column(_("Person"), "title"), Column(_("Post")), Column(_("From")), Column(_("Until")), Column("")],
            [
                (name, f"{post.unit.name} {post.title}", dates.day(row.from_on), _until(row.to_on), _end_cell(row))
                for name, post, row in covers
            ],
        ),
        choices=[
            Act("password", _("Change password"), reverse("account_change_password"), _("At least 10 characters.")),
            Act("factor", _("Second factor"), reverse("mfa_index"), _("An authenticator app or a passkey.")),
        ],
    )


# What views ask before they show a form


def unit_run_by(viewer: Viewer, unit_id: UUID) -> UnitRef:
    """An open unit that the viewer's office runs."""
    unit = queries.unit_seen_by(viewer, unit_id)
    if not runs_units(viewer, unit.path) or queries.history(unit_id).closed_on:
        raise NotYours
    return unit


def unit_staffed_by(viewer: Viewer, unit_id: UUID) -> UnitRef:
    """An open unit in which the viewer may open posts."""
    return queries.unit_seen_by(viewer, unit_id) if runs_security(viewer) else unit_run_by(viewer, unit_id)


def post_seen_by(viewer: Viewer, post_id: UUID) -> PostRef:
    """A post of the viewer's realm."""
    post = queries.post(post_id)
    if post is None:
        raise NotYours
    queries.unit_seen_by(viewer, post.unit.id)
    return post


def post_filled_by(viewer: Viewer, post_id: UUID) -> PostRef:
    """A post that the viewer fills."""
    post = post_seen_by(viewer, post_id)
    if not fills(viewer, post):
        raise NotYours
    return post


def away_from(viewer: Viewer, post: PostRef) -> list[tuple[UUID, str]]:
    """The holders of a post for whom the viewer may arrange cover."""
    own = [holder for holder in queries.holders(post.id) if not holder.acting_for]
    if not fills(viewer, post):
        own = [holder for holder in own if holder.person_id == viewer.person_id]
    return [(holder.person_id, holder.name) for holder in own]


def tenure_ended_by(viewer: Viewer, tenure_id: UUID) -> tuple[PostRef, Holder]:
    """A tenure that the viewer may end: of a post that they fill, or of who acts for them."""
    post = queries.tenure_post(tenure_id)
    if post is None:
        raise NotYours
    queries.unit_seen_by(viewer, post.unit.id)
    holder = next(row for row in queries.tenures_of(post.id) if row.tenure_id == tenure_id)
    own = {row.tenure_id for _name, _post, row in queries.covers_for(viewer.person_id)}
    if not (fills(viewer, post) or tenure_id in own):
        raise NotYours
    return post, holder


def person_moved_by(viewer: Viewer, person_id: UUID) -> str:
    """The name of a person of the realm whose posts an office may hand over."""
    name = queries.person_in(viewer.realm, person_id)
    if name is None or not runs_units(viewer):
        raise NotYours
    return name


def fills(viewer: Viewer, post: PostRef) -> bool:
    """Whether the viewer fills this post."""
    if post.duty in ADMINISTRATORS:
        return runs_security(viewer)
    return runs_units(viewer, post.unit.path) and runs_units(viewer, post.scope.path)


def scope_path(viewer: Viewer) -> str:
    """The subtree whose posts the viewer runs."""
    if viewer.post is None:
        raise NotYours
    top = queries.root(viewer.realm)
    return top.path if viewer.duty is Duty.SECURITY_ADMIN and top else viewer.post.scope.path


# Parts of pages


def _unit_crumb(unit: UnitRef) -> Crumb:
    return Crumb(unit.name, reverse("offices:unit", args=[unit.id]))


def _unit_table(caption: str, units: list[UnitRef], *, with_above: bool = False) -> Table:
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


def _list_acts() -> list[Act]:
    return [Act("import", _("Import a list"), reverse("offices:import"), _("Shows what would change first."))]


def _unit_acts(viewer: Viewer, unit: UnitRef, *, is_open: bool) -> list[Act]:
    if not is_open or not runs_units(viewer, unit.path):
        may_staff = is_open and runs_security(viewer)
        return [_act("open_post", unit.id, _("Open a post"), _("Of an administrator."))] if may_staff else []
    acts = [
        _act("open_post", unit.id, _("Open a post"), _("Then appoint somebody.")),
        _act("open_unit", unit.id, _("Open a unit below"), _("From a day on.")),
        _act("rename_unit", unit.id, _("Rename"), _("The old name stays for the days before.")),
        _act("add_other_name", unit.id, _("Add another name"), _("Documents that use it find this unit.")),
        _act("move_unit", unit.id, _("Move"), _("With everything below it.")),
        _act("close_unit", unit.id, _("Close"), _("What it did stays readable.")),
    ]
    top = queries.root(viewer.realm)
    return [act for act in acts if act.name not in {"move_unit", "close_unit"} or (top and top.id != unit.id)]


def _act(name: str, which: UUID, title: str, leads_to: str) -> Act:
    return Act(name, title, reverse(f"offices:{name}", args=[which]), leads_to)


def _post_table(rows: list[PostRow], *, with_unit: bool) -> Table:
    columns = [Column(_("Post"), "title"), Column(_("Duty")), Column(_("Held by"))]
    labels = queries.duty_labels()
    shown = []
    for row in rows:
        post = row.post
        title = f"{post.unit.name} {post.title}" if with_unit else post.title
        serves = _("serves %(unit)s") % {"unit": post.scope.name} if post.scope != post.unit else ""
        shown.append(
            (Cell(title, reverse("offices:post", args=[post.id]), serves), labels[post.duty], _holders(row.holders))
        )
    return Table(_("Posts"), columns, shown)


def _holders(holders: tuple[Holder, ...]) -> str:
    if not holders:
        return _("nobody in post")
    return _(", ").join(
        _("%(person)s (for %(away)s)") % {"person": holder.name, "away": holder.acting_for}
        if holder.acting_for
        else holder.name
        for holder in holders
    )


def _past_table(names: tuple[Dated, ...], places: tuple[Dated, ...]) -> Table:
    columns = [Column(_("What"), "title"), Column(_("From")), Column(_("Until"))]
    rows = [(_("called %(name)s") % {"name": row.words}, dates.day(row.from_on), _until(row.to_on)) for row in names]
    for row in places:
        words = _("below %(unit)s") if row.line == "territorial" else _("guided by %(unit)s")
        rows.append((words % {"unit": row.words}, dates.day(row.from_on), _until(row.to_on)))
    return Table(_("Names and places over time"), columns, rows)


def _post_acts(viewer: Viewer, post: PostRef) -> list[Act]:
    acts = []
    if fills(viewer, post):
        acts.append(_act("appoint", post.id, _("Appoint"), _("A person holds the post from a day on.")))
    if away_from(viewer, post):
        leads_to = _("A person acts in the post while the holder is away.")
        acts.append(_act("cover", post.id, _("Arrange cover"), leads_to))
    return acts


def _tenure_table(viewer: Viewer, post: PostRef, holders: list[Holder]) -> Table:
    columns = [Column(_("Person"), "title"), Column(_("From")), Column(_("Until")), Column("")]
    may_end = fills(viewer, post)
    rows = []
    for holder in holders:
        note = _("for %(away)s") % {"away": holder.acting_for} if holder.acting_for else ""
        person = Cell(holder.name, reverse("offices:person", args=[holder.person_id]), note)
        end = _end_cell(holder) if may_end and holder.to_on is None else ""
        rows.append((person, dates.day(holder.from_on), _until(holder.to_on), end))
    return Table(_("Who held it"), columns, rows)


def _end_cell(holder: Holder) -> Cell:
    return Cell(pgettext("tenure", "End"), reverse("offices:end_tenure", args=[holder.tenure_id]))


def _held_table(held: list[Held]) -> Table:
    columns = [Column(_("Post"), "title"), Column(_("From")), Column(_("Until"))]
    rows = []
    for row in held:
        note = _("for %(away)s") % {"away": row.acting_for} if row.acting_for else ""
        post = Cell(f"{row.post.unit.name} {row.post.title}", reverse("offices:post", args=[row.post.id]), note)
        rows.append((post, dates.day(row.from_on), _until(row.to_on)))
    return Table(_("Posts"), columns, rows)


def _my_posts(viewer: Viewer, held: list[Held]) -> Table:
    columns = [Column(_("Post"), "title"), Column(_("From")), Column(_("Until")), Column("")]
    rows = []
    for row in held:
        note = _("for %(away)s") % {"away": row.acting_for} if row.acting_for else ""
        if viewer.post and viewer.post.id == row.post.id:
            note = _("%(note)s in use") % {"note": note} if note else _("in use")
        cover = "" if row.acting_for else Cell(_("Arrange cover"), reverse("offices:cover", args=[row.post.id]))
        post = Cell(f"{row.post.unit.name} {row.post.title}", reverse("offices:post", args=[row.post.id]), note)
        rows.append((post, dates.day(row.from_on), _until(row.to_on), cover))
    return Table(_("My posts"), columns, rows)


def _account_state(row: account_queries.AccountRow) -> str:
    if not row.is_active:
        return pgettext("account", "not active")
    return _("one-time password not yet changed") if row.must_change_password else pgettext("account", "active")


def _is_now(row: Held) -> bool:
    today = clock.today()
    return row.from_on <= today and (row.to_on is None or row.to_on > today)


def _until(on: date | None) -> str:
    return dates.day(on) if on else ""
