"""The pages of this door, each in one call that starts with who asks."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.inlets.offices import commands
from luoshi.inlets.offices.auditing import own_table
from luoshi.inlets.offices.gates import post_seen_by, scope_path
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
from luoshi.inlets.offices.tables import (
    account_state,
    end_cell,
    held_table,
    is_now,
    list_acts,
    my_posts,
    past_table,
    post_acts,
    post_table,
    tenure_table,
    unit_acts,
    unit_crumb,
    unit_table,
    until,
)
from luoshi.people import queries
from luoshi.people.queries import accounts as account_queries
from luoshi.people.rights import NotYours, runs_accounts, runs_security, runs_units
from luoshi.people.viewer import Viewer
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
        table=unit_table(_("Units"), found, with_above=bool(words)),
        acts=list_acts() if runs_units(viewer) else [],
        searched=bool(words),
    )


def unit_page(viewer: Viewer, unit_id: UUID) -> UnitPage:
    """Everything about one unit of the viewer's realm."""
    history = queries.history_seen_by(viewer, unit_id)
    unit = history.unit
    above = queries.ancestors_of(unit.path)
    facts = [
        Fact(_("Code"), unit.code),
        Fact(_("Kind"), history.kind),
        Fact(_("Open since"), dates.day(history.opened_on)),
    ]
    if history.closed_on:
        facts.append(Fact(_("Closed on"), dates.day(history.closed_on)))
    if history.other_names:
        facts.append(Fact(_("Other names"), _(", ").join(history.other_names)))
    return UnitPage(
        history=history,
        crumbs=[Crumb(_("Units"), reverse("offices:units")), *map(unit_crumb, above), Crumb(unit.name)],
        facts=facts,
        acts=unit_acts(viewer, unit, is_open=history.closed_on is None),
        posts=post_table(queries.rows_of(queries.posts_of(unit_id)), with_unit=False),
        below=unit_table(_("Units directly below"), queries.children(unit_id)),
        past=past_table(history.names, history.places),
    )


def posts_page(viewer: Viewer, words: str, *, duty: str, vacant: bool, after: str) -> PostsPage:
    """The posts this viewer runs: those of the scope, or the administrators'."""
    path = scope_path(viewer)
    if words:
        below = queries.find_units(viewer.realm, words, below=path)
        path = below[0].path if below else ""
    rows, go_on = queries.posts_under(path, duty=duty, vacant=vacant, after=after) if path else ([], "")
    return PostsPage(
        table=post_table(rows, with_unit=True),
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
        acts=post_acts(viewer, post),
        tenures=tenure_table(viewer, post, queries.tenures_of(post_id)),
    )


def person_page(viewer: Viewer, person_id: UUID) -> PersonPage:
    """One person of the realm and the posts they hold and held, for those who fill posts."""
    name = queries.person_in(viewer.realm, person_id)
    held = queries.held_by(person_id)
    if viewer.post is None or name is None:
        raise NotYours
    acts = []
    if runs_units(viewer) and any(is_now(row) for row in held):
        url = reverse("offices:hand_over", args=[person_id])
        acts.append(Act("hand_over", _("Hand over all posts"), url, _("Another person takes over from a day on.")))
    return PersonPage(person_id=person_id, name=name, acts=acts, held=held_table(held))


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
        Fact(pgettext("units", "Renamed"), result.renamed),
        Fact(pgettext("units", "Moved"), result.moved),
        Fact(pgettext("units", "Closed"), result.closed),
    ]
    return ImportPage(kept.id, kept.name, result, Table(_("Bad rows"), columns, rows), facts)


def accounts_page(viewer: Viewer, words: str) -> AccountsPage:
    """The accounts of the realm, for their administrators."""
    columns = [Column(_("User name"), "title"), Column(_("Person")), Column(_("State"))]
    rows = [
        (Cell(row.username, reverse("offices:account", args=[row.id])), row.person, account_state(row))
        for row in account_queries.accounts(viewer, words)
    ]
    return AccountsPage(Table(_("Accounts"), columns, rows), may_create=runs_accounts(viewer))


def account_page(viewer: Viewer, account_id: int) -> AccountPage:
    """One account and what this administrator may do with it."""
    row = account_queries.account(viewer, account_id)
    facts = [
        Fact(_("Person"), row.person),
        Fact(_("State"), account_state(row)),
        Fact(_("Second factor"), _("set up") if row.has_second_factor else _("not set up")),
    ]
    deeds = []
    kept_back = ""
    if runs_accounts(viewer) and row.administers:
        kept_back = _(
            "The account of an administrator: its password is reset on the machine itself, and it can be deactivated "
            "once the security administrator has ended the post."
        )
    elif runs_accounts(viewer):
        leads_to = _("A new one-time password is shown once; open sessions end.")
        deeds.append(Deed("password", _("Reset password"), leads_to))
        if row.is_active:
            deeds.append(Deed("close", _("Deactivate"), _("Nobody can log in with it; posts stay as they are.")))
        if not row.is_active:
            deeds.append(Deed("open", _("Activate"), _("The person can log in again.")))
    if runs_security(viewer):
        deeds.append(Deed("unlock", _("Lift the lock-out"), _("The person can try again at once.")))
        if row.has_second_factor:
            deeds.append(Deed("factor", _("Reset second factor"), _("For a lost telephone or key.")))
    return AccountPage(row.id, row.username, facts, deeds, kept_back)


def sign_ins_table(viewer: Viewer) -> Table:
    """The latest failed log-ins, for the audit administrator alone."""
    columns = [Column(_("When"), "title"), Column(_("User name")), Column(_("IP address")), Column(_("Locked out"))]
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
        posts=my_posts(viewer, [row for row in queries.held_by(viewer.person_id) if is_now(row)]),
        covers=Table(
            _("Who acts for me"),
            [
                Column(_("Person"), "title"),
                Column(_("Post")),
                Column(pgettext("day", "From")),
                Column(pgettext("day", "Until")),
                Column(""),
            ],
            [
                (name, f"{post.unit.name} {post.title}", dates.day(row.from_on), until(row.to_on), end_cell(row))
                for name, post, row in covers
            ],
        ),
        choices=[
            Act("password", _("Change password"), reverse("account_change_password"), _("At least 10 characters.")),
            Act("factor", _("Second factor"), reverse("mfa_index"), _("An authenticator app or a passkey.")),
        ],
        others=own_table(viewer),
    )
