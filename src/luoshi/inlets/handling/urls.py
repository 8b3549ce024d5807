"""Addresses of handling: one an act, and one for each act that can be done to many matters."""

from django.urls import path

from luoshi.inlets.handling import views
from luoshi.inlets.handling.many import MANY
from luoshi.inlets.handling.sheets import SHEETS

app_name = "handling"
urlpatterns = [
    *(path(f"many/{name}/", views.many, {"name": name}, name=f"many_{name}") for name in MANY),
    *(path(f"<uuid:matter_id>/{name}/", views.act, {"name": name}, name=name) for name in SHEETS),
]
