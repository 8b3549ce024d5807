"""Draws: asked for, shown, done again by anybody."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.inlets.inspections import commands, forms, pages, queries, redraw, rights
from luoshi.inlets.inspections.refusals import NotHere
from luoshi.inlets.inspections.views.serving import found, given_to, send
from luoshi.web.access import Request
from luoshi.web.forms import FormPage


@found
def commit(request: Request, item_id: UUID) -> HttpResponseBase:
    """Ask for a draw of an approved item."""
    item = queries.item(request.viewer, item_id)
    choice = queries.choice(request.viewer, item_id)
    page = FormPage(
        title=_("Draw blind"), verb=_("Draw"), minutes=1, basis=item.basis, lead=item.title,
        back=reverse("inspections:plan", args=[item.plan]),
        leads_to=_("The list is fixed now. The draw is made by itself with the next seal."),
    )  # fmt: skip

    def act(_given: dict[str, Any]) -> str:
        return draw_url(commands.commit(request.viewer, item_id))

    return send(
        request, forms.ConfirmForm(**given_to(request)), page, act, _("Written down. The next seal draws."),
        template="inspections/commit.html", facts=pages.choice(item, choice), least=pages.least(choice),
    )  # fmt: skip


@require_safe
@found
def draw(request: Request, inspection_id: UUID) -> HttpResponseBase:
    """A draw: before and after."""
    shown = pages.draw(request.viewer, queries.draw(request.viewer, inspection_id))
    return render(request, "inspections/draw.html", {"page": shown})


@found
def again(request: Request, inspection_id: UUID) -> HttpResponseBase:
    """Another list is asked for: it is refused, and that is written down."""
    standing = queries.draw(request.viewer, inspection_id)
    if not rights.organises(request.viewer):
        raise NotHere
    page = FormPage(
        title=_("Ask for another draw"), verb=_("Ask for another draw"), minutes=1, basis=standing.item.basis,
        back=draw_url(inspection_id), lead=_("A draw is never made twice. That you ask is written down."),
    )  # fmt: skip

    def act(_given: dict[str, Any]) -> str:
        commands.draw_again(request.viewer, inspection_id)
        return draw_url(inspection_id)

    return send(request, forms.ConfirmForm(**given_to(request)), page, act, "")


@require_safe
@found
def draw_file(request: Request, inspection_id: UUID) -> HttpResponseBase:
    """What is needed to do the draw again elsewhere."""
    told = queries.draw_file(request.viewer, inspection_id)
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return _download(text.encode(), f"draw-{inspection_id}.json", "application/json")


@require_safe
@found
def script(request: Request) -> HttpResponseBase:
    """The program that does a draw again with nothing but Python."""
    if not rights.has_a_part(request.viewer):
        raise NotHere
    return _download(Path(redraw.__file__).read_bytes(), "redraw.py", "text/x-python")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=f"{kind}; charset=utf-8", headers=headers)


def draw_url(inspection_id: UUID) -> str:
    """The page of a draw."""
    return reverse("inspections:draw", args=[inspection_id])
