"""How the sign-in library meets the house: no registration, passwords through the heart's command."""

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from luoshi.inlets.offices.auditing import reset_sentence
from luoshi.people import commands, queries
from luoshi.people.queries.accounts import account_of
from luoshi.people.queries.audit import reset_by_another

FIRST = "first_password"  # in the session: the password was a one-time one
SILENT = ("logged_in", "logged_out")  # the page that follows says so itself


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str | None:
    """Under which name a failed log-in counts: however it is spelt, as the account that it would open."""
    given = (credentials or {}).get("username") or (request.POST.get("login") if request else None)
    return unicodedata.normalize("NFKC", str(given)).strip().lower() if given else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes registration and writes a chosen password down as an entry."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by the system administrator."""
        del request
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """The owner has chosen a password: it holds, and need not be changed any more."""
        account = account_of(user)
        if self.request and account.must_change_password:
            self.request.session[FIRST] = True
        commands.choose_password(account=account, password=password, by=queries.viewer_for(account))
        user.refresh_from_db()

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponseBase:
        """Whoever comes with a password that somebody else has made is told who made it, and when."""
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        deed = reset_by_another(account_of(user))
        if deed:
            messages.warning(request, reset_sentence(deed))
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the own account; whoever came with a one-time password goes on to the desk."""
        return "/" if request.session.pop(FIRST, False) else reverse("offices:me")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Say what is worth saying."""
        if not any(name in (message_template or "") for name in SILENT):
            super().add_message(request, level, message_template, *args, **kwargs)
