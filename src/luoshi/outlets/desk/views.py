"""Parses, makes one call, renders: the desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.outlets.desk import pages
from luoshi.web.access import Request, signed_in


@require_safe
@signed_in
def today(request: Request) -> HttpResponse:
    """What waits for me, what is late first."""
    shown = pages.desk(request.viewer, chosen=request.GET.get("all", ""))
    return render(request, "desk/desk.html", {"shown": shown})
