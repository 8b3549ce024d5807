"""Addresses of chasing."""

from django.urls import path

from luoshi.inlets.chasing import views

app_name = "chasing"
urlpatterns = [
    path("", views.week, name="week"),
    path("try/", views.trial, name="trial"),
    path("ladder/", views.switch, name="switch"),
]
