"""Addresses of reports."""

from django.urls import path

from luoshi.outlets.reports import views

app_name = "reports"
urlpatterns = [path("ledger.xlsx", views.ledger, name="ledger")]
