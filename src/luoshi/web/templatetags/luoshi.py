"""The components of the shell as template tags: `{% load luoshi %}`. Usage: docs/howto/build-a-page.md."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import forms, template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.base import minutes as spent
from luoshi.ledger import labels
from luoshi.ledger.lights import Light
from luoshi.ledger.matter import State
from luoshi.web import charts, dates, icons, registry, words
from luoshi.web.parts import Cell, Crumb, Fact, Pager, Step, Table
from luoshi.web.registry import Act, Todo, Words

register = template.Library()
WIDE = (forms.Textarea, forms.ClearableFileInput)
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon by name, hidden from screen readers."""
    return icons.icon(name)


@register.simple_tag
def light(code: str, word: Words = "") -> SafeString:
    """A light as the ledger names it, or a tone: word, shape and colour; nothing for "" and for what has ended."""
    if code in ("", "none", None):
        return SafeString("")
    tone = words.tone_of(code)
    return _mark("light", tone, word or words.word_of(code))


@register.simple_tag
def state(code: str, word: Words = "") -> SafeString:
    """The state of a matter as a badge; `word` overrides the usual one."""
    known = State(code)
    return _mark("badge", words.STATES.get(known, "none"), word or labels.STATES[known])


@register.simple_tag
def mark(tone: str, word: Words) -> SafeString:
    """Any other badge of word, shape and colour: `{% mark "amber" _("owner undecided") %}`."""
    return _mark("badge", tone, word)


def _mark(kind: str, tone: str, word: Words) -> SafeString:
    return format_html(
        '<span class="{} tone-{}"><span class="shape" aria-hidden="true">{}</span>{}</span>',
        kind,
        tone,
        words.SHAPES[tone],
        word,
    )


@register.simple_tag
def grade(code: int | str | None) -> SafeString:
    """The grade of evidence, 0 to 5 or E0 to E5: one hue from pale to full, the letter on it, words on hover."""
    if code in ("", None):
        return SafeString("")
    number = int(str(code).removeprefix("E"))
    return format_html(
        '<span class="grade grade-{}"><abbr title="{}">E{}</abbr></span>', number, labels.GRADES[number], number
    )


@register.filter
def day(at: date | datetime | None) -> str:
    """`2014年4月9日`."""
    return dates.day(at) if at else ""


@register.filter
def short_day(at: date | datetime | None) -> str:
    """`4月9日` in this year, the full day otherwise."""
    return dates.short_day(at) if at else ""


@register.filter
def moment(at: date | datetime | None) -> str:
    """`2014年4月9日 08:30`."""
    return dates.moment(at) if at else ""


@register.filter
def time(at: datetime | None) -> str:
    """`08:30`."""
    return dates.time(at) if at else ""


@register.simple_tag
def due(on: date | None, tone: str = "", today: date | None = None) -> SafeString:
    """How long there is still time, the date on hover and for print; 时限待定 where nobody has decided.

    What has ended (light `none`) has its date only: no time runs any more.
    """
    if on is None:
        return _mark("due", "amber", _("date undecided"))
    if tone == Light.NONE:
        return format_html('<time class="due" datetime="{}">{}</time>', on.isoformat(), dates.short_day(on))
    return format_html(
        '<time class="due tone-{}" datetime="{}" title="{}">{}<span class="due-day"> {}</span></time>',
        words.tone_of(tone or "none"),
        on.isoformat(),
        dates.day(on),
        dates.span(on, today or clock.today()),
        dates.short_day(on),
    )


@register.simple_tag
def unit_link(unit: Any) -> SafeString:
    """A unit by name, linked where somebody has a page for it; 承办待定 where there is none."""
    if not unit:
        return _mark("badge", "amber", _("owner undecided"))
    return _linked(unit.name, registry.url_for("unit", unit.id))


@register.simple_tag
def thing(kind: str, which: Any, title: Words) -> SafeString:
    """A title linked to the page announced for its kind: `{% thing "matter" card.id card.title %}`."""
    return _linked(title, registry.url_for(kind, which))


def _linked(title: Words, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, title) if url else format_html("{}", title)


@register.simple_tag
def url_for(kind: str, which: Any) -> str:
    """The address of a thing, or ""."""
    return registry.url_for(kind, which)


@register.inclusion_tag("web/parts/field.html")
def field(bound: forms.BoundField, label: Words = "") -> dict[str, Any]:
    """One field: label, help, error, input."""
    widget = bound.field.widget
    return {
        "field": bound,
        "label": label or bound.label,
        "is_group": isinstance(widget, GROUPS),
        "is_single_check": isinstance(widget, forms.CheckboxInput),
        "required": bound.field.required,
    }


@register.inclusion_tag("web/parts/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """All fields of a form, the hidden ones too."""
    return {"form": form}


@register.inclusion_tag("web/parts/errors.html")
def errors(form: forms.BaseForm) -> dict[str, Any]:
    """The summary above a refused form, each line a link to its field."""
    secret = any(isinstance(field.widget, forms.PasswordInput) for field in form.fields.values())
    return {"form": form, "forgets": secret}


@register.inclusion_tag("web/parts/button.html")
def button(verb: Words, kind: str = "primary", name: str = "", value: str = "") -> dict[str, Any]:
    """The button of a form, named by its verb; `kind` is `primary` (one a page), `second` or `quiet`."""
    return {"verb": verb, "kind": kind, "name": name, "value": value}


@register.inclusion_tag("web/parts/go.html")
def go(verb: Words, url: str, kind: str = "second", icon: str = "") -> dict[str, Any]:
    """A link that looks like a button."""
    return {"verb": verb, "url": url, "kind": kind, "icon": icon}


@register.inclusion_tag("web/parts/minutes.html")
def minutes(count: int, basis: Words) -> dict[str, Any]:
    """What a form costs and which rule asks for it; every form has it. Carries along when it was shown."""
    return {"count": count, "basis": basis, "mark": spent.shown(count)}


@register.inclusion_tag("web/parts/table.html")
def table(given: Table) -> dict[str, Any]:
    """A table; under 720 px each row becomes a card."""
    rows = [[_cell(value) for value in row] for row in given.rows]
    return {
        "table": given,
        "rows": [list(zip(given.columns, row, strict=True)) for row in rows],
        "total": list(zip(given.columns, map(_cell, given.total), strict=True)) if given.total else [],
    }


def _cell(value: object) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(context: Context, given: Pager) -> dict[str, Any]:
    """Back and on in a list, the filters kept."""
    request = context["request"]
    return {"pager": given, "previous": _with(request.GET, given.previous), "next": _with(request.GET, given.next)}


def _with(query: Any, change: str) -> str:
    """The query string with a cursor put in the place of the old one."""
    if not change:
        return ""
    kept = query.copy()
    for cursor in ("after", "before"):
        kept.pop(cursor, None)
    return f"?{kept.urlencode()}&{change}" if kept else f"?{change}"


@register.inclusion_tag("web/parts/filters.html", takes_context=True)
def filters(context: Context, form: forms.BaseForm, open: bool = False) -> dict[str, Any]:  # noqa: A002, FBT001, FBT002
    """The filters of a list: a GET form, folded on a phone."""
    request = context["request"]
    used = [bound for bound in form if bound.value() not in (None, "", [], False)]
    return {"form": form, "path": request.path, "used": len(used), "open": open or bool(used)}


@register.inclusion_tag("web/parts/empty.html")
def empty(title: Words, text: Words = "", url: str = "", verb: Words = "") -> dict[str, Any]:
    """What stands where a list is empty: kindly, and what comes next."""
    return {"title": title, "text": text, "url": url, "verb": verb}


@register.inclusion_tag("web/parts/crumbs.html")
def crumbs(steps: Sequence[Crumb]) -> dict[str, Any]:
    """The way to this page."""
    return {"steps": steps}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(steps: Sequence[Step]) -> dict[str, Any]:
    """The way so far as a line in time."""
    return {"steps": steps}


@register.inclusion_tag("web/parts/facts.html")
def facts(given: Sequence[Fact] | Mapping[Words, object]) -> dict[str, Any]:
    """Names and values, one a line."""
    if isinstance(given, Mapping):
        given = [Fact(name, value) for name, value in given.items()]
    return {"facts": given}


@register.inclusion_tag("web/parts/quote.html")
def quote(text: str, source: Words = "", url: str = "") -> dict[str, Any]:
    """Somebody's own words, as in the document: serif, at most 34 characters a line."""
    return {"paragraphs": [line for line in text.splitlines() if line.strip()], "source": source, "url": url}


@register.inclusion_tag("web/parts/todos.html")
def todos(given: Sequence[Todo]) -> dict[str, Any]:
    """Rows of the desk in groups: mark, title, from whom, until when, one verb."""
    grouped = groupby(given, key=lambda one: str(one.group))
    return {"groups": [(title, list(rows)) for title, rows in grouped]}


@register.inclusion_tag("web/parts/acts.html")
def acts(given: Sequence[Act]) -> dict[str, Any]:
    """The acts somebody may do, each with one line on what it leads to."""
    return {"acts": [act for act in given if not act.seldom], "seldom": [act for act in given if act.seldom]}


@register.inclusion_tag("web/parts/bar.html")
def bar(done: int, of: int, label: Words) -> dict[str, Any]:
    """A thin bar that says how much of something is done."""
    return {"done": done, "of": of, "label": label}


@register.simple_tag
def stack(parts: Sequence[charts.Part], title: Words, note: Words = "") -> SafeString:
    """A stacked bar with its table behind."""
    return charts.stack(parts, title=title, note=note)


@register.simple_tag
def trend(points: Sequence[charts.Point], title: Words, note: Words = "", top: int = 0) -> SafeString:
    """A line in time with its table behind; the same `top` makes several comparable."""
    return charts.trend(points, title=title, note=note, top=top)


@register.simple_tag
def spans(given: Sequence[charts.Span], title: Words) -> SafeString:
    """Bars on one axis of days, one under the other."""
    return charts.spans(given, title=title)


@register.simple_tag
def multiples(given: Sequence[charts.Multiple], title: Words) -> SafeString:
    """Small stacks of the same scale, one a unit."""
    return charts.multiples(given, title=title)


@register.simple_tag
def funnel(
    spots: Sequence[charts.Spot],
    bands: Sequence[tuple[int, Sequence[float]]],
    whole: float,
    title: Words,
    note: Words = "",
) -> SafeString:
    """Shares against numbers between control limits; the table stands on the page."""
    return charts.funnel(spots, bands, whole=whole, title=title, note=note)
