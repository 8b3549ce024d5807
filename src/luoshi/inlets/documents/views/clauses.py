"""One clause: every field of it, cut in two, joined with the next, and who is to do it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.inlets.documents import commands, queries, refusals
from luoshi.inlets.documents import review as acts
from luoshi.inlets.documents.clauses import Clause, Role, Target
from luoshi.inlets.documents.forms import ChooseOwner, EditClause, SplitClause
from luoshi.inlets.documents.queries import DocumentView, Named
from luoshi.inlets.documents.queries.targets import bodies
from luoshi.inlets.documents.review import Refusal, Review
from luoshi.inlets.documents.views.finding import own
from luoshi.inlets.documents.views.reviewing import done
from luoshi.people.viewer import Duty
from luoshi.web.access import Request, duty
from luoshi.web.forms import FormPage, form_response, kept

DIGITS = 9  # more than any number of a clause has


def _clause(review: Review, number: int) -> Clause:
    try:
        return review.clause(number)
    except Refusal as none:
        raise Http404 from none


def _to_card(document: DocumentView, number: int) -> str:
    return f"{reverse('documents:review', args=[document.id])}#c{number}"


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def edit(request: Request, document_id: UUID, number: int) -> HttpResponse:
    """Correct any field of a clause."""
    document = own(request, document_id)
    text, review = queries.text_in(document), queries.review_in(document)
    clause = _clause(review, number)
    form = EditClause(request.POST or None, clause=clause, review=review, text=text, initial=kept(request))
    if form.is_valid() and _performed(request, document, form.acts(), form):
        return redirect(_to_card(document, number))
    return _edit_page(request, document, review, clause, form=form)


def _performed(request: Request, document: DocumentView, wanted: list[acts.Act], form: Any, field: str = "") -> bool:
    try:
        commands.perform(request.viewer, document.id, wanted)
    except acts.Refusal as refusal:
        outside = refusal.reason is acts.Reason.OUTSIDE_CLAUSE and "quote" in form.fields
        form.add_error("quote" if outside else field or None, refusals.sentence(refusal))
        return False
    return True


def _edit_page(  # noqa: PLR0917
    request: Request, document: DocumentView, review: Review, clause: Clause, form: Any = None, split_form: Any = None
) -> HttpResponse:
    text = queries.text_in(document)
    place = review.clauses.index(clause)
    page = FormPage(
        title=_("Correct clause %(place)s") % {"place": place + 1},
        verb=_("Save the corrections"),
        minutes=1,
        basis=_("whoever reviews answers for every field"),
        back=_to_card(document, clause.number),
        lead=document.title,
        leads_to=_("Back to the card. The decision on the clause stays as it is."),
    )
    following = review.clauses[place + 1] if place + 1 < len(review.clauses) else None
    context = {
        "document": document,
        "clause": clause,
        "words": text[clause.start : clause.end].strip(),
        "next_number": following.number if following else None,
        "next_words": text[following.start : following.end].strip() if following else "",
        "split_form": split_form or SplitClause(clause=clause, text=text),
    }
    bound = split_form if split_form is not None else form
    shown = form if form is not None else EditClause(clause=clause, review=review, text=text)
    response = form_response(request, shown, page, template="documents/clause.html", **context)
    if bound is not None and bound.is_bound and bound.errors:
        response.status_code = 422
    return response


@require_POST
@duty(Duty.OFFICE)
def split(request: Request, document_id: UUID, number: int) -> HttpResponse:
    """Cut a clause in two."""
    document = own(request, document_id)
    text, review = queries.text_in(document), queries.review_in(document)
    clause = _clause(review, number)
    form = SplitClause(request.POST, clause=clause, text=text)
    if form.is_valid() and _performed(request, document, [acts.Split(number, form.at)], form, "words"):
        return redirect(_to_card(document, number))
    return _edit_page(request, document, review, clause, split_form=form)


@require_POST
@duty(Duty.OFFICE)
def merge(request: Request, document_id: UUID, number: int) -> HttpResponse:
    """Join a clause with the next one."""
    document = own(request, document_id)
    _clause(queries.review_in(document), number)
    seen = request.POST.get("next", "")
    wanted = [acts.Merge(number, int(seen) if seen.isascii() and seen.isdigit() and len(seen) < DIGITS else None)]
    return done(request, document, lambda: commands.perform(request.viewer, document.id, wanted), f"#c{number}")


# ------------------------------------------------------------------ who is to do it


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def owner(request: Request, document_id: UUID) -> HttpResponse:
    """Turn a name as written, once, into units for every clause that carries it; or decide for one clause alone."""
    document = own(request, document_id)
    review = queries.review_in(document)
    role = Role.ASSIST if request.GET.get("role") == Role.ASSIST.value else Role.LEAD
    named, numbers, target = _meant(request, document, review, role)
    data = request.POST if request.method == "POST" else None
    start = {**_proposed(named, target), **kept(request)}
    form = ChooseOwner(data, document=document, target=target, initial=start)
    meant = form.meant if form.is_valid() else []
    if form.is_valid() and "look" not in request.POST:
        wanted = _targets(review, numbers, role, form.target, is_name=named is not None)
        if _performed(request, document, wanted, form):
            return redirect(_to_card(document, numbers[0]))
    page = _owner_page(document, named, numbers, role)
    context = {"meant": meant, "looked": "look" in request.POST, "names": named, "count": len(numbers)}
    return form_response(request, form, page, template="documents/owner.html", **context)


def _meant(
    request: Request, document: DocumentView, review: Review, role: Role
) -> tuple[Named | None, tuple[int, ...], Target | None]:
    """The name as written or the one clause, the clauses this is about, and what was decided before."""
    issued = queries.issued_clauses(document.id)
    one = request.GET.get("clause", "")
    if one.isascii() and one.isdigit() and len(one) < DIGITS:
        clause = _clause(review, int(one))
        if not clause.is_requirement or clause.number in issued:
            raise Http404
        return None, (clause.number,), clause.lead_target if role is Role.LEAD else clause.assist_target
    text = queries.text_in(document)
    names = queries.names_written(review, text, bodies(document.realm, document.unit))
    wanted = request.GET.get("name", "")
    named = next((name for name in names if name.words == wanted and name.role is role), None)
    if named is None:
        raise Http404
    numbers = tuple(number for number in named.clauses if number not in issued)
    if named.words == "":  # nobody is written: only those that have nobody yet
        numbers = tuple(number for number in numbers if review.clause(number).lead_target is None)
    if not numbers:
        raise Http404
    first = review.clause(numbers[0])
    if len(first.lead if role is Role.LEAD else first.assist) > 1:
        return named, numbers, None
    return named, numbers, first.lead_target if role is Role.LEAD else first.assist_target


def _targets(review: Review, numbers: tuple[int, ...], role: Role, target: Target, *, is_name: bool) -> list[acts.Act]:
    """The target for each clause; where a clause names several, what this name means is added to the others."""
    made: list[acts.Act] = []
    for number in numbers:
        clause = review.clause(number)
        written, standing = (
            (clause.lead, clause.lead_target) if role is Role.LEAD else (clause.assist, clause.assist_target)
        )
        several = is_name and len(written) > 1
        made.append(acts.SetTarget((number,), role, target.joined(standing) if several else target))
    return made


def _proposed(named: Named | None, target: Target | None) -> dict[str, Any]:
    if named is None or named.proposal is None or target is not None:
        return {}
    return {"units": named.proposal.name}


def _owner_page(document: DocumentView, named: Named | None, numbers: tuple[int, ...], role: Role) -> FormPage:
    titles = {Role.LEAD: _("Who is to do it"), Role.ASSIST: _("Who co-operates")}
    if named is None:
        lead = _("For this clause.")
    elif named.words:
        lead = _("“%(name)s” stands in %(count)s clauses.") % {"name": named.words, "count": len(numbers)}
    else:
        lead = _("%(count)s clauses name nobody.") % {"count": len(numbers)}
    return FormPage(
        title=titles[role],
        verb=_("Decide the units"),
        minutes=1,
        basis=_("a named person decides who is meant"),
        back=_to_card(document, numbers[0]),
        lead=lead,
        leads_to=_("Nothing goes out before you issue it."),
    )
