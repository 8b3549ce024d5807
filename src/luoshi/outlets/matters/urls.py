"""Addresses of matters."""

from django.urls import path

from luoshi.outlets.matters import views

app_name = "matters"
urlpatterns = [
    path("", views.matters, name="list"),
    path("<uuid:matter_id>/", views.matter, name="matter"),
    path("<uuid:matter_id>/files/<uuid:file_id>/", views.file, name="file"),
]
