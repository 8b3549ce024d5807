"""Parses, makes one call, renders or goes on: every act on a matter."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from luoshi.inlets.handling import commands, pages
from luoshi.inlets.handling.commands import Outcome
from luoshi.inlets.handling.fields import LONGEST
from luoshi.inlets.handling.forms import PLAN_ROWS, ActForm, NoncedForm, rows_asked
from luoshi.inlets.handling.many import MANY, ManyForm
from luoshi.inlets.handling.sheets import SHEETS, Sheet
from luoshi.ledger import queries
from luoshi.ledger.matter import Reason
from luoshi.ledger.queries import MatterPage, MatterRow, NoSuchMatter
from luoshi.ledger.refusals import SENTENCES
from luoshi.web.access import Request, signed_in
from luoshi.web.forms import FormPage, form_response, kept
from luoshi.web.registry import Words

NOT_THIS_POST = {
    Reason.NOT_UNDERTAKER,
    Reason.NOT_SENDER,
    Reason.NOT_VERIFIER,
    Reason.NOT_CONFIRMER,
    Reason.OWN_CLAIM,
    Reason.SAME_PERSON,
}


@signed_in
def act(request: Request, matter_id: UUID, name: str) -> HttpResponse:
    """One act on one matter."""
    page = _page(request, matter_id)
    sheet = SHEETS[name]
    if request.method == "POST" and "more" in request.POST:
        return _form_page(request, page, name, _with_more_rows(request, page, sheet))
    form = _form(request, page, sheet)
    if form.is_bound and form.is_valid():
        said = _handled(request, matter_id, form)
        if isinstance(said, str):
            messages.success(request, said or str(sheet.done))
            return redirect(_next(request, form, pages.way_back(matter_id)))
        response = _form_page(request, page, name, form)
        response.status_code = said
        return response
    against = pages.why_not(page, name)
    if against:
        return _blocked(request, page, name, against)
    return _form_page(request, page, name, form)


def _page(request: Request, matter_id: UUID) -> MatterPage:
    try:
        return queries.matter_page(request.viewer, matter_id)
    except NoSuchMatter as none:
        raise Http404 from none


def _form(request: Request, page: MatterPage, sheet: Sheet) -> ActForm:
    if request.method == "POST":
        return sheet.form(request.POST, request.FILES, page=page, viewer=request.viewer)
    initial = {"next": request.GET.get("next", ""), **kept(request)}
    used = pages.offered(page, request.GET.get("use", ""))[:LONGEST]
    if used and not initial.get("words"):
        initial["words"] = used
    return sheet.form(page=page, viewer=request.viewer, initial=initial)


def _with_more_rows(request: Request, page: MatterPage, sheet: Sheet) -> ActForm:
    """The same form with room for more steps; nothing is sent yet."""
    typed = {name: str(value) for name, value in request.POST.items() if name != "more"}
    typed["rows"] = str(rows_asked(typed.get("rows", "")) + PLAN_ROWS)
    return sheet.form(page=page, viewer=request.viewer, initial=typed)


def _handled(request: Request, matter_id: UUID, form: ActForm) -> HTTPStatus | str:
    """Do it; gives what is to be said beyond that it is done, or a status, with the reason in the form."""
    nonce = form.cleaned_data["nonce"]
    try:
        left = commands.handle(request.viewer, matter_id, form.act(), nonce=nonce, uploads=form.uploads())
    except commands.NoSuchMatter as none:
        raise Http404 from none
    except commands.Refusal as refusal:
        form.add_error(None, str(SENTENCES[refusal.reason]))
        return _status(refusal.reason)
    except commands.UnableToKeep as unable:
        form.add_error("photos" if unable.reason.endswith("picture") else "papers", _unable(unable.reason))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except commands.SourceConflict:
        form.renew()
        said = _("This form was sent before and that is kept. What you changed since is not: send it again to add it.")
        form.add_error(None, said)
        return HTTPStatus.CONFLICT
    except commands.StreamMoved:
        said = _("Somebody else acted on this matter in the same moment. Look again, then send this once more.")
        form.add_error(None, said)
        return HTTPStatus.CONFLICT
    if left:
        return _("%(n)s parts below are still being withdrawn; the matter itself follows within minutes.") % {"n": left}
    return ""


def _status(reason: Reason) -> HTTPStatus:
    if reason in NOT_THIS_POST:
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.CONFLICT if reason is Reason.WRONG_STATE else HTTPStatus.UNPROCESSABLE_ENTITY


def _unable(reason: str) -> str:
    return {
        "too_large": _("One of the files is too large. Nothing was kept; send a smaller one, or several in turn."),
        "damaged_picture": _("One of the pictures is damaged. Nothing was kept; take it again or choose another."),
        "unclean_picture": _(
            "One of the pictures is of a kind whose place cannot be removed (such as HEIC). Send it as JPEG or PNG."
        ),
    }.get(reason, _("One of the files cannot be kept. Choose another."))


def _next(request: Request, form: NoncedForm, otherwise: str) -> str:
    wanted = str(form.cleaned_data.get("next", ""))
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else otherwise


def _form_page(request: Request, page: MatterPage, name: str, form: ActForm) -> HttpResponse:
    sheet = SHEETS[name]
    issuer = page.issuer.name if page.issuer else ""
    about = FormPage(
        title=sheet.title,
        verb=sheet.verb or sheet.title,
        minutes=sheet.minutes,
        basis=str(sheet.basis) % {"issuer": issuer},
        back=pages.way_back(page.row.id),
        leads_to=sheet.leads_to,
    )
    beside = pages.beside(request.viewer, page, name)
    return form_response(request, form, about, template=sheet.template, beside=beside, act=name)


def _blocked(request: Request, page: MatterPage, name: str, against: Words) -> HttpResponse:
    """The act is not this post's, or its time is not now."""
    status = _status(page.reason_against(name) or Reason.WRONG_STATE)
    status = HTTPStatus.CONFLICT if status is HTTPStatus.UNPROCESSABLE_ENTITY else status
    words = {"sheet": SHEETS[name], "against": against, "row": page.row, "back": pages.way_back(page.row.id)}
    return render(request, "handling/blocked.html", words, status=status)


@signed_in
def many(request: Request, name: str) -> HttpResponse:
    """One act on many matters."""
    if not request.viewer.sees_business:
        raise Http404
    asked = request.POST.getlist("matters") if request.method == "POST" else request.GET.getlist("matter")
    rows, chosen = _rows(request, name, asked)
    form = _many_form(request, name, rows, chosen)
    if form.is_bound and form.is_valid():
        outcomes = commands.handle_many(request.viewer, form.chosen_acts(), nonce=form.cleaned_data["nonce"])
        return _result(request, name, form, outcomes)
    sheet = MANY[name]
    about = FormPage(
        title=sheet.title, verb=sheet.verb, minutes=sheet.minutes, basis=_("matters of your unit"), back="/",
        leads_to=sheet.leads_to,
    )  # fmt: skip
    return form_response(request, form, about, template=f"handling/many_{name}.html", act=name)


def _rows(request: Request, name: str, asked: list[str]) -> tuple[list[MatterRow], list[str]]:
    """The matters to choose from: those on which it could be done, and those asked for. What is not seen is 404."""
    offered = {row.id: row for row in queries.for_many(request.viewer, name)}
    try:
        wanted = {UUID(one) for one in asked}
        others = queries.rows_by_id(request.viewer, wanted - set(offered))
    except (ValueError, NoSuchMatter) as none:
        raise Http404 from none
    return [*offered.values(), *others], [str(one) for one in wanted]


def _many_form(request: Request, name: str, rows: list[MatterRow], chosen: list[str]) -> ManyForm:
    kind = MANY[name].form
    if request.method == "POST":
        return kind(request.POST, viewer=request.viewer, rows=rows)
    initial = {"matters": chosen, "next": request.GET.get("next", ""), **kept(request)}
    if "all" in request.GET:
        initial["matters"] = [str(row.id) for row in rows]
    return kind(viewer=request.viewer, rows=rows, initial=initial)


def _result(request: Request, name: str, form: ManyForm, outcomes: list[Outcome]) -> HttpResponse:
    """All done and nothing more to say: go on. Else one line for each."""
    sheet = MANY[name]
    done = [one for one in outcomes if one.done]
    said = str(sheet.done) % {"n": len(done)}
    lines = [(form.rows[one.matter], one.done, _said(form, one)) for one in outcomes]
    if len(done) == len(outcomes) and not any(words for _row, _done, words in lines):
        messages.success(request, said)
        return redirect(_next(request, form, "/"))
    words = {"sheet": sheet, "said": said, "lines": lines, "left": len(outcomes) - len(done), "act": name}
    status = HTTPStatus.OK if done else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "handling/result.html", words, status=status)


def _said(form: ManyForm, one: Outcome) -> Words:
    if one.reason is not None:
        return SENTENCES[one.reason]
    if one.overtaken:
        return _("Somebody else acted on it in the same moment. Look again.")
    return form.result(form.rows[one.matter])
