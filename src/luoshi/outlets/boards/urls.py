"""Addresses of boards."""

from django.urls import path

from luoshi.outlets.boards import views

app_name = "boards"
urlpatterns = [
    path("", views.board, name="own"),
    path("burden/", views.burden, name="burden"),
    path("brief/moved/", views.moved, name="moved"),
    path("brief/", views.brief, name="brief"),
    path("document/<uuid:document_id>/", views.document, name="document"),
    path("<uuid:unit_id>/", views.board, name="board"),
    path("<uuid:unit_id>/differences/", views.differences, name="differences"),
]
