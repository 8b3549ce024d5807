"""Accounts: opened and reset by administrators; and one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luoshi.inlets.offices import auditing, forms, queries
from luoshi.inlets.offices.views.serving import form_page, found, given_to
from luoshi.people import commands as people
from luoshi.people import rights
from luoshi.people.queries.audit import Narrow
from luoshi.people.rights import NotYours, Refused
from luoshi.web.access import Request
from luoshi.web.forms import form_response


@require_safe
@found
def accounts(request: Request) -> HttpResponseBase:
    """The accounts of the realm."""
    form = forms.FindAccounts(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    page = queries.accounts_page(request.viewer, words)
    return render(request, "offices/accounts.html", {"page": page, "table": page.table, "filter_form": form})


@found
def create_account(request: Request) -> HttpResponseBase:
    """A new account; its one-time password is shown on the answer and nowhere else."""
    if not rights.runs_accounts(request.viewer):
        raise NotYours
    form = forms.CreateAccount(**given_to(request))
    page = form_page(
        _("Open an account"),
        _("Open the account"),
        reverse("offices:accounts"),
        leads_to=_("A one-time password is shown once."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _person, password = people.create_account(by=request.viewer, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("username", str(refusal))
        else:
            return _show_password(request, form.cleaned_data["username"].lower(), password)
    return form_response(request, form, page)


@require_safe
@found
def account(request: Request, account_id: int) -> HttpResponseBase:
    """One account and what may be done with it."""
    return render(request, "offices/account.html", {"page": queries.account_page(request.viewer, account_id)})


@require_POST
@found
def change_account(request: Request, account_id: int) -> HttpResponseBase:
    """One deed on an account."""
    page = queries.account_page(request.viewer, account_id)
    deed = request.POST.get("deed", "")
    if deed not in {offered.name for offered in page.deeds}:
        raise NotYours
    if deed == "password":
        return _show_password(request, page.username, people.reset_password(by=request.viewer, account_id=account_id))
    messages.success(request, _do(request, account_id, deed))
    return redirect("offices:account", account_id=account_id)


def _do(request: Request, account_id: int, deed: str) -> str:
    if deed == "unlock":
        people.unlock(by=request.viewer, account_id=account_id)
        return _("The lock-out is lifted.")
    if deed == "factor":
        people.reset_second_factor(by=request.viewer, account_id=account_id)
        return _("The second factor is taken away; the password is enough until a new one is set up.")
    people.set_active(by=request.viewer, account_id=account_id, is_active=deed == "open")
    return _("The account is active.") if deed == "open" else _("The account is not active any more.")


@require_safe
@found
def deeds(request: Request) -> HttpResponseBase:
    """What was done to accounts and posts, by whom: for the audit administrator alone."""
    form = forms.FindDeeds(request.GET)
    narrow = Narrow(**form.cleaned_data) if form.is_valid() else Narrow()
    asked = {"who": narrow.who, "on": narrow.on.isoformat() if narrow.on else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    page = auditing.deeds_page(request.viewer, narrow, request.GET.get("before", ""), query)
    return render(request, "offices/deeds.html", {"table": page.table, "pager": page.pager, "filter_form": form})


@require_safe
@found
def sign_ins(request: Request) -> HttpResponseBase:
    """The latest failed log-ins, for the audit administrator alone."""
    return render(request, "offices/sign_ins.html", {"table": queries.sign_ins_table(request.viewer)})


@require_safe
@found
def me(request: Request) -> HttpResponseBase:
    """One's own account."""
    page = queries.my_page(request.viewer, request.user.get_username())
    return render(request, "offices/me.html", {"page": page})


@require_safe
def ask_administrator(request: HttpRequest) -> HttpResponseBase:
    """There is no registration and no mail: the system administrator opens accounts and resets passwords."""
    return render(request, "offices/ask_administrator.html")


def too_often(request: HttpRequest) -> HttpResponseBase:
    """Somebody, or something, tries faster than people do."""
    return render(request, "offices/too_often.html", status=429)


def _show_password(request: HttpRequest, username: str, password: str) -> HttpResponseBase:
    return render(request, "offices/password.html", {"username": username, "password": password})
