"""A urlconf of its own: the gallery beside the shell."""

from django.http import HttpResponse
from django.urls import include, path

from luoshi.web.tests.gallery import views


def nowhere(request):
    return HttpResponse("")


urlpatterns = [
    path("gallery/<name>/", views.show, name="gallery"),
    path("nowhere/", nowhere, name="nowhere"),
    path("accounts/login/", nowhere, name="account_login"),
    path("accounts/logout/", nowhere, name="account_logout"),
    path("accounts/password/change/", nowhere, name="account_change_password"),
    path("", include("luoshi.web.urls")),
]
handler404 = "luoshi.web.errors.not_found"
