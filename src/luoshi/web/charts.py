"""Charts drawn on the server as SVG: readable without colour and without a script, each with its table behind.

Widths are percentages and the drawing has no `viewBox`, so that it fits any column while its figures keep
their size. A tone is a colour and a pattern, the letter or figure stands on it where there is room.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.web.registry import Words

ROOM_FOR_FIGURE = 6.0  # per cent of the width that a figure needs inside its part
TONES = {  # what is late is solid, what is in order is pale
    "red": ("fill-red", ""),
    "amber": ("fill-amber", "hatch"),
    "blue": ("fill-blue", "dots"),
    "green": ("fill-green", ""),
    "none": ("fill-none", ""),
    "yellow": ("fill-amber", "hatch"),
    "undecided": ("fill-none", ""),
    **{f"E{n}": (f"fill-hue-{n}", "") for n in range(6)},
}
PATTERNS = {
    "hatch": (6, '<path d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5" class="hatch"/>'),
    "dots": (6, '<circle cx="3" cy="3" r="1.3" class="dot"/>'),
}
UNDER = 20  # room for the figures under a bar
FUNNEL_TOP, FUNNEL_HEIGHT = 24, 240
USUAL = '<circle r="4" class="spot"/>'
SIGNAL = '<path d="M0-7 7 0 0 7-7 0z" class="spot-signal"/>'


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stack; `tone` is red, amber, blue, green, none, a light of the ledger or a grade E0 to E5."""

    label: Words
    value: int
    tone: str = "none"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a line in time."""

    label: Words
    value: int


@dataclass(frozen=True, slots=True)
class Multiple:
    """One small stack among many."""

    title: Words
    parts: Sequence[Part]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """One bar on an axis of days; `note` says the days in words."""

    label: Words
    first: int
    last: int
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """One unit of a funnel: how many matters, which share of them, and whether it lies beyond the limits."""

    label: Words
    n: int
    share: float  # 0 to 1
    is_signal: bool


def stack(parts: Sequence[Part], *, title: Words, note: Words = "") -> SafeString:
    """A horizontal bar of exclusive parts, its key, and its table."""
    return format_html(
        '<figure class="chart"><figcaption>{}{}</figcaption>{}{}{}</figure>',
        title,
        _note(note),
        _bar(parts, title=title, height=28),
        _key(parts),
        _table([(part.label, part.value) for part in parts], title),
    )


def slim(parts: Sequence[Part], *, title: Words, of: int = 0) -> SafeString:
    """A thin bar for a row of a table, whose other cells say the same in figures; `of` is the longest one's sum."""
    return _bar(parts, title=title, height=12, of=of, figures=False)


def key(parts: Sequence[Part]) -> SafeString:
    """What the parts of thin bars mean, said once."""
    return _key(parts, figures=False)


def multiples(given: Sequence[Multiple], *, title: Words) -> SafeString:
    """Small stacks side by side, each as wide as the largest allows, so that they can be compared."""
    largest = max((_total(one.parts) for one in given), default=0)
    items = format_html_join(
        "",
        "<li><p>{}<span>{}</span></p>{}</li>",
        (
            (
                format_html('<a href="{}">{}</a>', one.url, one.title) if one.url else one.title,
                _total(one.parts),
                _bar(one.parts, title=one.title, height=12, of=largest, figures=False),
            )
            for one in given
        ),
    )
    keyed = {part.label: part for one in given for part in one.parts}
    return format_html(
        '<figure class="chart"><figcaption>{}</figcaption>{}<ul class="multiples">{}</ul></figure>',
        title,
        _key(list(keyed.values()), figures=False),
        items,
    )


def spans(given: Sequence[Span], *, title: Words) -> SafeString:
    """Bars on one axis of days, one under the other, as a plan hangs on the wall (横道图); they may overlap."""
    whole = max((one.last + 1 for one in given), default=0) or 1
    rows = (
        (
            one.label,
            one.note,
            f"{one.label}: {one.note}",
            _percent(100 * one.first / whole),
            _percent(100 * (one.last + 1 - one.first) / whole),
        )
        for one in given
    )
    items = format_html_join(
        "",
        '<li><p>{}<span>{}</span></p><svg width="100%" height="14" role="img" aria-label="{}">'
        '<line x1="0" x2="100%" y1="13" y2="13" class="rule"/>'
        '<rect x="{}%" y="0" width="{}%" height="12" class="part fill-hue-3"/></svg></li>',
        rows,
    )
    return format_html(
        '<figure class="chart"><figcaption>{}</figcaption><ul class="spans">{}</ul></figure>', title, items
    )


def trend(points: Sequence[Point], *, title: Words, note: Words = "", top: int = 0) -> SafeString:
    """A line in time from a zero line, first and last value written on it; the same `top` makes several comparable."""
    top = top or max((point.value for point in points), default=0) or 1
    places = [_place(index, point.value, len(points), top) for index, point in enumerate(points)]
    curve = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
    said = _("; ").join(f"{point.label} {point.value}" for point in points)
    labels = format_html_join(
        "",
        '<text x="{}%" y="{}" text-anchor="{}">{}</text>',
        _trend_labels(points, places),
    )
    drawing = format_html(
        '<svg width="100%" height="148" role="img" aria-label="{}"><desc>{}</desc>'
        '<line x1="0" x2="100%" y1="120" y2="120" class="rule"/>'
        '<svg x="0" y="20" width="100%" height="100" viewBox="0 0 100 100" preserveAspectRatio="none">'
        '<polyline points="{}" class="curve" vector-effect="non-scaling-stroke"/></svg>{}{}</svg>',
        title,
        said,
        curve,
        format_html_join("", '<circle cx="{}%" cy="{}" r="3" class="point"/>', _dots(places)),
        labels,
    )
    table = _table([(point.label, point.value) for point in points], title)
    return format_html(
        '<figure class="chart"><figcaption>{}{}</figcaption>{}{}</figure>', title, _note(note), drawing, table
    )


def funnel(
    spots: Sequence[Spot],
    bands: Sequence[tuple[int, Sequence[float]]],
    *,
    whole: float,
    title: Words,
    note: Words = "",
) -> SafeString:
    """Shares against numbers between limits around the whole; the page has the table, in an order that ranks nobody.

    `bands` gives for rising numbers the outer lower, inner lower, inner upper and outer upper limit. A signal is a
    diamond, so that it is told from the others without colour.
    """
    widest = max((spot.n for spot in spots), default=0) or 1
    top = max([spot.share for spot in spots] + [one[3] for n, one in bands if n * 8 > widest], default=1.0) or 1.0
    curves = format_html_join(
        "",
        '<polyline points="{}" class="limit {}" vector-effect="non-scaling-stroke"/>',
        (
            (
                " ".join(f"{100 * n / widest:.2f},{_height(one[which], top):.2f}" for n, one in bands),
                "limit-outer" if which in {0, 3} else "limit-inner",
            )
            for which in range(4)
        ),
    )
    marks = format_html_join(
        "",
        '<svg x="{}%" y="{}" overflow="visible"><title>{}</title>{}</svg>',
        (
            (
                _percent(100 * spot.n / widest),
                _percent(FUNNEL_TOP + FUNNEL_HEIGHT * _height(spot.share, top) / 100),
                f"{spot.label}: {spot.n}, {_share(spot.share)}",
                mark_safe(SIGNAL if spot.is_signal else USUAL),  # noqa: S308  our own
            )
            for spot in spots
        ),
    )
    floor = FUNNEL_TOP + FUNNEL_HEIGHT
    labels = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        [
            ("0", FUNNEL_TOP - 8, "start", _share(top)),
            ("100%", f"{FUNNEL_TOP + FUNNEL_HEIGHT * _height(whole, top) / 100 - 5:.1f}", "end", _share(whole)),
            ("0", floor + 18, "start", "0"),
            ("100%", floor + 18, "end", widest),
        ],
    )
    drawing = format_html(
        '<svg width="100%" height="{}" role="img" aria-label="{}"><desc>{}</desc>'
        '<line x1="0" x2="100%" y1="{}" y2="{}" class="rule"/>'
        '<svg x="0" y="{}" width="100%" height="{}" viewBox="0 0 100 100" preserveAspectRatio="none">'
        '<line x1="0" x2="100" y1="{}" y2="{}" class="middle" vector-effect="non-scaling-stroke"/>{}</svg>{}{}</svg>',
        floor + 24, title, note, floor, floor, FUNNEL_TOP, FUNNEL_HEIGHT,
        f"{_height(whole, top):.2f}", f"{_height(whole, top):.2f}", curves, labels, marks,
    )  # fmt: skip
    return format_html(
        '<figure class="chart chart-funnel"><figcaption>{}{}</figcaption>{}</figure>', title, _note(note), drawing
    )


def _height(share: float, top: float) -> float:
    """How far from the top of a drawing of 100; what lies above it is cut off."""
    return 100 - 100 * min(share / top, 1.0)


def _share(share: float) -> str:
    return f"{100 * share:.0f}%"


def _bar(parts: Sequence[Part], *, title: Words, height: int, of: int = 0, figures: bool = True) -> SafeString:
    whole = of or _total(parts) or 1
    unique = f"p{uuid4().hex[:8]}"
    drawn, start = [], 0.0
    for part in parts:
        share = 100 * part.value / whole
        if part.value:
            drawn.append(_part(part, start, share, height, unique, figures=figures))
        start += share
    said = _("; ").join(f"{part.label} {part.value}" for part in parts)
    return format_html(
        '<svg width="100%" height="{}" role="img" aria-label="{}"><title>{}</title><desc>{}</desc>{}{}</svg>',
        height + UNDER if figures else height,
        f"{title}: {said}",
        title,
        said,
        _patterns({part.tone for part in parts}, unique),
        format_html_join("", "{}", ((one,) for one in drawn)),
    )


def _part(part: Part, start: float, share: float, height: int, unique: str, *, figures: bool) -> SafeString:
    fill, pattern = TONES[part.tone]
    x, width = _percent(start), _percent(share)
    shapes = [format_html('<rect x="{}%" y="0" width="{}%" height="{}" class="part {}"/>', x, width, height, fill)]
    if pattern:
        shapes.append(
            format_html(
                '<rect x="{}%" y="0" width="{}%" height="{}" fill="url(#{}-{})"/>', x, width, height, unique, pattern
            )
        )
    if figures and share >= ROOM_FOR_FIGURE:
        shapes.append(format_html('<text x="{}%" y="{}">{}</text>', x, height + 16, part.value))
    return format_html_join("", "{}", ((shape,) for shape in shapes))


def _patterns(tones: Iterable[str], unique: str) -> SafeString:
    needed = sorted({TONES[tone][1] for tone in tones} - {""})
    drawn = format_html_join(
        "",
        '<pattern id="{}-{}" width="{}" height="{}" patternUnits="userSpaceOnUse">{}</pattern>',
        (
            (unique, name, PATTERNS[name][0], PATTERNS[name][0], mark_safe(PATTERNS[name][1]))  # noqa: S308  our own
            for name in needed
        ),
    )
    return format_html("<defs>{}</defs>", drawn) if needed else SafeString("")


def _key(parts: Sequence[Part], *, figures: bool = True) -> SafeString:
    rows = []
    for part in parts:
        unique = f"k{uuid4().hex[:8]}"
        swatch = format_html(
            '<svg width="24" height="14" aria-hidden="true">{}{}</svg>',
            _patterns({part.tone}, unique),
            _part(part, 0, 100, 14, unique, figures=False),
        )
        label = format_html('<a href="{}">{}</a>', part.url, part.label) if part.url else part.label
        rows.append((swatch, label, format_html(" <b>{}</b>", part.value) if figures else ""))
    return format_html('<ul class="chart-key">{}</ul>', format_html_join("", "<li>{}<span>{}{}</span></li>", rows))


def _table(rows: Sequence[tuple[Words, int]], title: Words) -> SafeString:
    body = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', rows)
    return format_html(
        '<details><summary>{}</summary><table class="chart-table"><caption class="unseen">{}</caption>'
        "<tbody>{}</tbody></table></details>",
        _("As a table"),
        title,
        body,
    )


def _note(note: Words) -> SafeString:
    return format_html('<span class="note">{}</span>', note) if note else SafeString("")


def _total(parts: Sequence[Part]) -> int:
    return sum(part.value for part in parts)


def _percent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _place(index: int, value: int, count: int, top: int) -> tuple[float, float]:
    return (100 * index / (count - 1) if count > 1 else 50.0, 100 - 100 * value / top)


def _dots(places: Sequence[tuple[float, float]]) -> list[tuple[str, str]]:
    return [(_percent(x), _percent(20 + y)) for x, y in places]


def _trend_labels(
    points: Sequence[Point], places: Sequence[tuple[float, float]]
) -> list[tuple[str, str, str, Words | int]]:
    if not points:
        return []
    ends = [(0, "start")] if len(points) == 1 else [(0, "start"), (len(points) - 1, "end")]
    labels: list[tuple[str, str, str, Words | int]] = []
    for index, anchor in ends:
        x, y = places[index]
        labels.append((_percent(x), _percent(12 + y), anchor, points[index].value))
        labels.append((_percent(x), "140", anchor, points[index].label))
    return labels
