"""Acts on accounts and posts as the audit administrator reads them, and as the one they were done to does."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from luoshi.inlets.offices.pages import DeedsPage
from luoshi.people.queries import audit
from luoshi.people.queries.audit import Deed, Narrow
from luoshi.people.viewer import Viewer
from luoshi.web import dates
from luoshi.web.parts import Cell, Column, Pager, Table
from luoshi.web.registry import Words

WHAT: dict[str, Words] = {
    "account.opened": gettext_lazy("Account opened"),
    "account.activated": gettext_lazy("Account activated"),
    "account.deactivated": gettext_lazy("Account deactivated"),
    "account.password_reset": gettext_lazy("Password reset"),
    "account.password_chosen": gettext_lazy("Own password chosen"),
    "account.second_factor_reset": gettext_lazy("Second factor reset"),
    "account.unlocked": gettext_lazy("Lock-out lifted"),
    "post.opened": gettext_lazy("Post opened"),
    "tenure.began": pgettext_lazy("act on a post", "Post taken up"),
    "tenure.ended": pgettext_lazy("act on a post", "Post given up"),
}


def deeds_page(viewer: Viewer, narrow: Narrow, before: str, query: str) -> DeedsPage:
    """One page of what was done to accounts and posts; `query` is what the list is narrowed by."""
    found = audit.deeds(viewer, narrow, before=before)
    columns = [
        Column(_("When"), "title"),
        Column(pgettext("audit", "Act")),
        Column(_("To whom or what")),
        Column(_("By whom")),
    ]
    rows = [(dates.moment(deed.at), what(deed), _to(deed), by_whom(deed)) for deed in found.rows]
    following = "&".join(part for part in (query, f"before={found.before}") if part)
    return DeedsPage(
        table=Table(_("Acts on accounts and posts"), columns, rows),
        pager=Pager(next=following if found.before else "", shown=len(rows)),
    )


def own_table(viewer: Viewer) -> Table:
    """What others did to one's own account."""
    columns = [Column(_("When"), "title"), Column(pgettext("audit", "Act")), Column(_("By whom"))]
    rows = [(dates.moment(deed.at), what(deed), by_whom(deed)) for deed in audit.deeds_on(viewer)]
    return Table(_("What others did to my account"), columns, rows)


def reset_sentence(deed: Deed) -> str:
    """What the owner is told who logs in with a password that somebody else has made."""
    said = _(
        "Your password was reset on %(at)s by %(who)s. If you did not ask for that, tell the audit administrator. "
        "What others do to your account stands under My account."
    )
    return said % {"at": dates.moment(deed.at), "who": _who(deed)}


def _who(deed: Deed) -> str:
    return str(by_whom(deed).value) if deed.by_machine else f"{deed.by_post} {deed.by}".strip()


def what(deed: Deed) -> Words:
    """What was done, in words."""
    return WHAT.get(deed.name, deed.name)


def by_whom(deed: Deed) -> Cell:
    """Who did it, in the post they held then."""
    if deed.by_machine:
        return Cell(pgettext("who acted", "on the machine itself"), note=deed.by)
    return Cell(deed.by, note=deed.by_post)


def _to(deed: Deed) -> Cell:
    """The person with their user name; for a post its name too."""
    person = _("%(person)s (%(username)s)") % {"person": deed.person, "username": deed.username}
    person = person if deed.username else deed.person
    if deed.post is None:
        return Cell(person)
    title = f"{deed.post.unit.name} {deed.post.title}"
    url = reverse("offices:post", args=[deed.post.id])
    return Cell(person, note=title) if person else Cell(title, url)
