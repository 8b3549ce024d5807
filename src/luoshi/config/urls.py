"""Every address of the product, one include an app."""

from django.urls import URLPattern, URLResolver, include, path

from luoshi.config import watching

urlpatterns: list[URLPattern | URLResolver] = [
    path("readyz", watching.ready, name="ready"),
    path("metrics", watching.figures, name="metrics"),
    path("accounts/", include("luoshi.inlets.offices.account_urls")),
    path("documents/", include("luoshi.inlets.documents.urls")),
    path("handling/", include("luoshi.inlets.handling.urls")),
    path("chasing/", include("luoshi.inlets.chasing.urls")),
    path("inspections/", include("luoshi.inlets.inspections.urls")),
    path("offices/", include("luoshi.inlets.offices.urls")),
    path("matters/", include("luoshi.outlets.matters.urls")),
    path("boards/", include("luoshi.outlets.boards.urls")),
    path("reports/", include("luoshi.outlets.reports.urls")),
    path("", include("luoshi.outlets.desk.urls")),
    path("", include("luoshi.web.urls")),
]

handler400 = "luoshi.web.errors.bad_request"
handler403 = "luoshi.web.errors.forbidden"
handler404 = "luoshi.web.errors.not_found"
handler429 = "luoshi.inlets.offices.views.accounts.too_often"
handler500 = "luoshi.web.errors.server_error"
