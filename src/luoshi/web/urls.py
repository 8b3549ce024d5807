"""Addresses of web."""

from django.urls import URLPattern, path

from luoshi.web import views

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("language/", views.language, name="language"),
    path("type/", views.type_size, name="type"),
    path("theme/", views.theme, name="theme"),
    path("post/", views.use_post, name="post"),
    path("help/", views.help_page, name="help"),
    path("healthz", views.health, name="health"),
]
