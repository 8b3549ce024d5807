"""The review: its page, and the acts done on it in one click."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.inlets.documents import commands, pages, queries, refusals, requirement_sheet
from luoshi.inlets.documents import review as acts
from luoshi.inlets.documents.clauses import Role, Target, Verdict
from luoshi.inlets.documents.forms import NOT_THERE, SHOWN, AddClause, Dates, Reason
from luoshi.inlets.documents.pages import ReviewPage
from luoshi.inlets.documents.places import NotThere
from luoshi.inlets.documents.queries import DocumentView
from luoshi.inlets.documents.queries.targets import bodies
from luoshi.inlets.documents.views.finding import own
from luoshi.people.viewer import Duty
from luoshi.web.access import Request, duty
from luoshi.web.forms import FormPage, form_response, kept

UNPROCESSABLE = 422
DIGITS = 9  # more than any number of a clause has
PART = "X-Part"  # a script asks for the changed parts of the page only


def page_of(document: DocumentView) -> ReviewPage:
    """The page of a review as it stands."""
    text = queries.text_in(document)
    review = queries.review_in(document)
    named = bodies(document.realm, document.unit)
    names = queries.names_written(review, text, named)
    return pages.review_page(document, review, text, names, named, queries.issued_clauses(document.id))


def shown(request: Request, document: DocumentView, *, refusal: str = "", **context: Any) -> HttpResponse:
    """The whole review; with what was refused, if something was."""
    context.setdefault("add_form", AddClause(initial=kept(request, to=reverse("documents:add", args=[document.id]))))
    context.setdefault("dates_form", Dates())
    page = page_of(document)
    status = UNPROCESSABLE if refusal else 200
    return render(request, "documents/review.html", {"page": page, "refusal": refusal, **context}, status=status)


def done(
    request: Request, document: DocumentView, wanted: Callable[[], object], to: str, **context: Any
) -> HttpResponse:
    """Do something to a review, then go back to it; what was refused is said on the page."""
    try:
        wanted()
    except acts.Refusal as refusal:
        return shown(request, document, refusal=refusals.sentence(refusal), **context)
    except commands.Refused as refusal:
        return shown(request, document, refusal=str(refusal), **context)
    return redirect(f"{reverse('documents:review', args=[document.id])}{to}")


@require_safe
@duty(Duty.OFFICE)
def review(request: Request, document_id: UUID) -> HttpResponse:
    """The document at the left, its cards at the right."""
    return shown(request, own(request, document_id))


@require_safe
@duty(Duty.OFFICE)
def sheet(request: Request, document_id: UUID) -> FileResponse:
    """The requirements as a spreadsheet."""
    document = own(request, document_id)
    matters = dict(queries.review_in(document).matters)
    return requirement_sheet.answer(request.viewer, page_of(document), matters)


@require_POST
@duty(Duty.OFFICE)
def decide(request: Request, document_id: UUID, number: int) -> HttpResponse:
    """Say what one clause is."""
    document = own(request, document_id)
    wanted = _decision(request, document, number)
    if wanted is None:
        return shown(request, document, refusal=_("What the clause is was not said, so nothing was changed."))
    if request.headers.get(PART):
        return _part(request, document, number, wanted)
    to = "" if request.POST.get("as") == "undecided" else _after(document, number)
    return done(request, document, lambda: commands.perform(request.viewer, document.id, wanted), to)


def _decision(request: Request, document: DocumentView, number: int) -> list[acts.Act] | None:
    asked = request.POST.get("as", "")
    if asked == "undecided":
        return [acts.Undecide(number)]
    if asked not in set(Verdict):
        return None
    made: list[acts.Act] = [acts.Decide(number, Verdict(asked), request.POST.get("why", ""))]
    if asked == Verdict.REQUIREMENT:
        known = {unit.id for unit in bodies(document.realm, document.unit).values()}
        for role in Role:
            units = tuple(unit for unit in _units(request.POST.get(role.value, "")) if unit in known)
            if units:
                made.append(acts.SetTarget((number,), role, Target(units=units)))
    return made


def _units(text: str) -> list[UUID]:
    found = []
    for part in text.split(","):
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found


def _after(document: DocumentView, number: int) -> str:
    """The next undecided card behind one, from the top again; the bar with the signature where none is left."""
    clauses = queries.review_in(document).clauses
    at = next((i for i, clause in enumerate(clauses) if clause.number == number), 0)
    others = [*clauses[at + 1 :], *clauses[:at]]
    following = next((clause.number for clause in others if clause.decided is None), None)
    return "#bar" if following is None else f"#c{following}"


def _part(request: Request, document: DocumentView, number: int, wanted: Sequence[acts.Act]) -> HttpResponse:
    """The card and the bar as they stand after the act, for a script to put in their places."""
    refusal = ""
    try:
        commands.perform(request.viewer, document.id, wanted)
    except acts.Refusal as found:
        refusal = refusals.sentence(found)
    page = page_of(own(request, document.id))
    group = next((g for g in page.groups if any(card.clause == number for card in g.cards)), None)
    context = {"page": page, "card": pages.card_of(page, number), "group": group, "refusal": refusal}
    return render(request, "documents/parts/changed.html", context, status=UNPROCESSABLE if refusal else 200)


@require_POST
@duty(Duty.OFFICE)
def plain(request: Request, document_id: UUID) -> HttpResponse:
    """Confirm the stances and nothings of a paragraph."""
    document = own(request, document_id)
    numbers = _numbers(request)
    to = _after(document, numbers[-1]) if numbers else ""
    act = acts.ConfirmPlain(numbers)
    return done(request, document, lambda: commands.perform(request.viewer, document.id, [act]), to)


@require_POST
@duty(Duty.OFFICE)
def dates(request: Request, document_id: UUID) -> HttpResponse:
    """One date for the chosen requirements: those ticked, those of a paragraph, those under a clause, or all."""
    document = own(request, document_id)
    form = Dates(request.POST)
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return shown(request, document, refusal=said, dates_form=form)
    chosen = _chosen(document, form.cleaned_data["to"], _numbers(request))
    if not chosen:
        said = _("No requirement was chosen, so nothing was changed: tick some cards, or choose a section.")
        return shown(request, document, refusal=said, dates_form=form)
    act = acts.SetDue(chosen, form.cleaned_data["due"])
    return done(request, document, lambda: commands.perform(request.viewer, document.id, [act]), f"#c{chosen[0]}")


def _numbers(request: Request) -> tuple[int, ...]:
    return tuple(int(n) for n in request.POST.getlist("clause") if n.isascii() and n.isdigit() and len(n) < DIGITS)


def _chosen(document: DocumentView, to: str, ticked: tuple[int, ...]) -> tuple[int, ...]:
    page = page_of(document)
    wanted = [card for group in page.groups for card in group.cards if card.verdict == Verdict.REQUIREMENT.value]
    what, _colon, which = to.partition(":")
    if what == "paragraph":
        numbers = {n for group in page.groups if str(group.number) == which for n in group.requirements}
    elif what == "under":
        numbers = {card.clause for card in wanted if which in {str(card.clause), str(card.parent and card.parent[0])}}
    elif what in {"all", "undated"}:
        numbers = {card.clause for card in wanted if what == "all" or card.due is None}
    else:
        numbers = set(ticked)
    return tuple(card.clause for card in wanted if card.clause in numbers and not card.is_issued)


@require_POST
@duty(Duty.OFFICE)
def add(request: Request, document_id: UUID) -> HttpResponse:
    """Make a requirement of words of the document."""
    document = own(request, document_id)
    form = AddClause(request.POST, text=queries.text_in(document))
    if not form.is_valid():
        said = _("No words were given, so nothing was changed: select some in the document, or copy them.")
        return shown(request, document, refusal=said, add_form=form)
    try:
        span = form.span()
    except NotThere as missing:
        said = NOT_THERE % {"words": str(missing).strip()[:SHOWN]}
        return shown(request, document, refusal=said, add_form=form)
    new = queries.review_in(document).last + 1

    def wanted() -> None:
        commands.perform(request.viewer, document.id, [acts.Add(*span)])

    return done(request, document, wanted, f"#c{new}", add_form=form)


# ------------------------------------------------------------------ signing off


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def sign(request: Request, document_id: UUID) -> HttpResponse:
    """What will be signed; then the signature."""
    document = own(request, document_id)
    refusal = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            commands.sign(
                request.viewer, document.id, expected=int(seen) if seen.isascii() and seen.isdigit() else None
            )
        except acts.Refusal as found:
            refusal = refusals.sentence(found)
        except commands.Refused as found:
            refusal = str(found)
        else:
            messages.success(request, _("Signed off. What was asked for can now be issued."))
            return redirect("documents:issue", document.id)
        document = own(request, document_id)
    context = {"page": page_of(document), "approver": queries.approver_of(document.unit.id), "refusal": refusal}
    return render(request, "documents/sign.html", context, status=UNPROCESSABLE if refusal else 200)


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def reopen(request: Request, document_id: UUID) -> HttpResponse:
    """Go on reviewing after a signature, with a reason."""
    document = own(request, document_id)
    form = Reason(request.POST or None, initial=kept(request))
    form.fields["words"].help_text = ""
    if form.is_valid():
        try:
            commands.reopen(request.viewer, document.id, words=form.cleaned_data["words"])
        except acts.Refusal as found:
            form.add_error(None, refusals.sentence(found))
        else:
            messages.success(request, _("The review is open again."))
            return redirect("documents:review", document.id)
    page = FormPage(
        title=_("Reopen the review"),
        verb=_("Reopen"),
        minutes=1,
        basis=_("what was signed is changed only with a reason"),
        back=reverse("documents:document", args=[document.id]),
        lead=document.title,
        leads_to=gettext_lazy("The signature falls; what it opened is withdrawn; every decision on clauses stays."),
    )
    return form_response(request, form, page)
