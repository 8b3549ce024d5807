"""Addresses of the desk: the first page."""

from django.urls import path

from luoshi.outlets.desk import views

app_name = "desk"
urlpatterns = [path("", views.today, name="today")]
