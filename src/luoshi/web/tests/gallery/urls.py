"""A urlconf of its own: the gallery beside the shell."""

from django.http import HttpResponse
from django.urls import include, path

from luoshi.web.tests.gallery import views


def nowhere(request):
    return HttpResponse("")


def broken(request):
    raise ZeroDivisionError


urlpatterns = [
    path("gallery/<name>/", views.show, name="gallery"),
    path("note/", views.note, name="note"),
    path("two/", views.two, name="two"),
    path("two/second/", views.second, name="second"),
    path("office/", views.office, name="office"),
    path("broken/", broken, name="broken"),
    path("nowhere/", nowhere, name="nowhere"),
    path("accounts/login/", nowhere, name="account_login"),
    path("accounts/logout/", nowhere, name="account_logout"),
    path("accounts/password/change/", nowhere, name="account_change_password"),
    path("", include("luoshi.web.urls")),
]
handler400 = "luoshi.web.errors.bad_request"
handler403 = "luoshi.web.errors.forbidden"
handler404 = "luoshi.web.errors.not_found"
handler500 = "luoshi.web.errors.server_error"
