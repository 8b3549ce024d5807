"""Parses, makes one call, sends the file."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.base import clock
from luoshi.outlets.reports import workbook
from luoshi.outlets.reports.ledgers import LEDGERS
from luoshi.people.viewer import Viewer
from luoshi.web import dates, spreadsheet
from luoshi.web.access import Request, signed_in
from luoshi.web.matter_filter import narrowing


@require_safe
@signed_in
def ledger(request: Request) -> HttpResponseBase:
    """The matters of a list as ledgers in a spreadsheet: both, or the one that `form` names."""
    viewer = request.viewer
    if not viewer.sees_business:
        raise Http404
    form = request.GET.get("form", "")
    asked = narrowing(viewer, request.GET)
    if form and form not in LEDGERS:
        return _refused(request, _("There is no such ledger. Leave the choice out to get all of them."))
    if asked.misunderstood:
        return _refused(request, asked.misunderstood)
    forms = [form] if form else list(LEDGERS)
    into = TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.write(into, viewer, asked.filter, forms, _lines(viewer, asked.words))
    into.seek(0)
    return FileResponse(
        into, as_attachment=True, filename=_file_name(viewer, forms), content_type=spreadsheet.MEDIA_TYPE
    )


def _refused(request: Request, sentence: str) -> HttpResponse:
    return render(request, "reports/refused.html", {"sentence": sentence}, status=422)


def _lines(viewer: Viewer, words: tuple[str, ...]) -> tuple[str, str]:
    """Who made it and when; what it was narrowed by."""
    made = _("Made by %(who)s on %(at)s. Only matters that this post may see.")
    return (
        made % {"who": viewer.actor.post, "at": dates.moment(clock.now())},
        _("Narrowed by: %(words)s") % {"words": _(", ").join(words) if words else _("nothing, all matters")},
    )


def _file_name(viewer: Viewer, forms: list[str]) -> str:
    title = str(LEDGERS[forms[0]].title) if len(forms) == 1 else _("Ledgers")
    unit = viewer.post.scope.name if viewer.post else ""
    return f"{title}_{unit}_{clock.today().isoformat()}.xlsx"
