"""Addresses of signing in: those of allauth that the product wants, and one page in the place of the rest.

There is no registration and no mail, so what allauth has for them is not there at all.
"""

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, include, path

from luoshi.inlets.offices.views import accounts

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/forgotten/", accounts.ask_administrator, name="account_reset_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
