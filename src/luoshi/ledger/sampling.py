"""How many claims to look at, what a look at some says about all, and where the next look tells most. Plain Python.

*Plans and bounds* are exact: the number of false claims in a sample drawn without replacement is hypergeometric
(N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate Discrete Distributions", 3rd ed. 2005, chapter 6; the same reckoning
underlies acceptance sampling of isolated lots, ISO 2859-2). Whole numbers throughout: no rounding.

*Estimates* say how many of the claims of a subtree are true. The share of true claims of a unit comes from a beta
distribution common to like units, so that a unit of which little was seen leans on its fellows (beta-binomial
shrinkage: A. Gelman et al., "Bayesian Data Analysis", 3rd ed. 2013, 5.3). What is not known about that common
distribution is averaged over a grid instead of fixed at its best guess, else the interval would be too narrow. What was
seen is counted as seen; only the rest is estimated (finite population).

The sample has to be drawn blind: checks that somebody chose because of a suspicion say nothing about the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb, exp, lgamma, log
from random import Random
from typing import Generic, TypeVar

Key = TypeVar("Key")

ERROR = 20  # one in so many: 95 in 100 is the confidence of plans, bounds and intervals
DRAWS = 4000  # of the whole, for the interval: its ends are off by less than half a per cent of probability
SEED = 20140409  # the same figures from the same checks, always
MEANS = 25  # places of the grid: shares, first over the whole, then again over what is likely
ALL_OR_NOTHING = 0.1  # both parameters together
LIKELY = 1e-6  # of the likeliest place
FEWEST, MOST, STEPS = 0.5, 300.0, 12  # and how many claims the fellows weigh as much as


# ------------------------------------------------------------------ plans and bounds


def is_excluded(claimed: int, false: int, checked: int, found: int) -> bool:
    """Whether so few found false (or fewer) would come by chance less than once in twenty, were so many false."""
    few = sum(comb(false, k) * comb(claimed - false, checked - k) for k in range(found + 1))
    return few * ERROR <= comb(claimed, checked)


def least_sample(claimed: int, tolerated: int, accepted: int = 0) -> int | None:
    """How many to look at so that, with at most `accepted` found false, at most `tolerated` are false; None: no way.

    The smallest number for which `tolerated` + 1 false ones would show as `accepted` or fewer less than once in twenty.
    """
    if claimed < 0 or tolerated < 0 or accepted < 0:
        raise ValueError((claimed, tolerated, accepted))
    if tolerated >= claimed:
        return 0
    if accepted > tolerated:
        return None
    low, high = accepted + 1, claimed  # all looked at: more than `accepted` are found
    while low < high:
        middle = (low + high) // 2
        if is_excluded(claimed, tolerated + 1, middle, accepted):
            high = middle
        else:
            low = middle + 1
    return low


def most_false(claimed: int, checked: int, found: int) -> int:
    """The largest number of false claims that what was seen does not exclude: exact, one-sided, 95 in 100."""
    if not 0 <= found <= checked <= claimed:
        raise ValueError((claimed, checked, found))
    low, high = found, claimed - (checked - found)
    while low < high:
        middle = (low + high + 1) // 2
        if is_excluded(claimed, middle, checked, found):
            high = middle - 1
        else:
            low = middle
    return low


def plan(claimed: Mapping[Key, int], per_cent: int, accepted: int = 0) -> dict[Key, int | None]:
    """For each stratum the least sample that speaks for it alone, where so many in a hundred are tolerated."""
    return {name: least_sample(count, count * per_cent // 100, accepted) for name, count in claimed.items()}


# ------------------------------------------------------------------ estimates


@dataclass(frozen=True, slots=True)
class Seen(Generic[Key]):
    """One unit: how many claims it has made, how many of them were drawn and looked at, how many of those held."""

    unit: Key
    claimed: int
    checked: int
    held: int
    like: str = ""  # units with the same word lean on each other

    def __post_init__(self) -> None:
        if not 0 <= self.held <= self.checked <= self.claimed:
            raise ValueError((self.claimed, self.checked, self.held))

    @property
    def left(self) -> int:
        """Claims that nobody has looked at."""
        return self.claimed - self.checked


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many of the claims are true: the middle, and between which numbers 95 times in 100."""

    claimed: int
    checked: int
    held: int
    low: int
    middle: int
    high: int

    def per_cent(self) -> tuple[int, int]:
        """The interval in whole per cent of the claims, rounded outwards."""
        if not self.claimed:
            return 0, 100
        return self.low * 100 // self.claimed, -(-self.high * 100 // self.claimed)


@dataclass(frozen=True, slots=True)
class Common:
    """One place of the grid: the share of true claims among like units, how alike they are, and how well it fits."""

    share: float
    alike: float
    weight: float

    @property
    def true(self) -> float:
        """First parameter of the beta distribution."""
        return self.share * self.alike

    @property
    def false(self) -> float:
        """Second parameter."""
        return (1 - self.share) * self.alike


def estimate(seen: Sequence[Seen[Key]], *, of: Iterable[Key] | None = None) -> Estimate:
    """How many claims are true in the units named by `of` (all where None); the others lend what is known of like ones.

    Without a single check anything is possible, and the interval says so.
    """
    wanted = None if of is None else set(of)
    chosen = [one for one in seen if wanted is None or one.unit in wanted]
    claimed, checked, held = (sum(getattr(one, name) for one in chosen) for name in ("claimed", "checked", "held"))
    if checked == claimed:
        return Estimate(claimed, checked, held, held, held, held)
    if not any(one.checked for one in seen):
        return Estimate(claimed, checked, held, 0, claimed // 2, claimed)
    wholes = [0.0] * DRAWS
    chance = Random(SEED)  # noqa: S311 - a figure, not a secret
    for like in sorted({one.like for one in chosen}):
        rest = [one for one in chosen if one.like == like and one.left]
        if rest:
            grid = common([one for one in seen if one.like == like])
            for at, share in enumerate(_rests(rest, grid, chance)):
                wholes[at] += share
    ordered = sorted(held + round(whole) for whole in wholes)
    edge = DRAWS // (2 * ERROR)
    return Estimate(claimed, checked, held, ordered[edge], ordered[DRAWS // 2], ordered[DRAWS - 1 - edge])


def common(seen: Sequence[Seen[Key]]) -> list[Common]:
    """What like units have in common, as a grid with weights that add up to one; unlikely places are left out.

    Before anything was seen, shares are all as likely and the weight of the fellows is as Gelman proposes (even in its
    inverse square root), which leaves room for units that differ much.
    """
    counts: dict[tuple[int, int], int] = {}
    for one in seen:
        if one.checked:
            counts[one.checked, one.held] = counts.get((one.checked, one.held), 0) + 1
    rough = _weighed(_grid(0.0, 1.0), counts)
    shares = [place.share for place in rough]
    step = 0.5 / MEANS
    return _weighed(_grid(max(0.0, min(shares) - step), min(1.0, max(shares) + step)), counts)


def _grid(low: float, high: float) -> list[Common]:
    """Shares at even distances between two, weights of the fellows on a scale of ratios."""
    ratio = (MOST / FEWEST) ** (1 / (STEPS - 1))
    return [
        Common(low + (high - low) * (place + 0.5) / MEANS, FEWEST * ratio**step, 0.0)
        for place in range(MEANS)
        for step in range(STEPS)
    ]


def _weighed(grid: Sequence[Common], counts: Mapping[tuple[int, int], int]) -> list[Common]:
    fits = [
        sum(times * _fit(checked, held, place) for (checked, held), times in counts.items()) - log(place.alike) / 2
        for place in grid
    ]
    best = max(fits)
    likely = [(place, exp(fit - best)) for place, fit in zip(grid, fits, strict=True) if fit - best > log(LIKELY)]
    total = sum(weight for _place, weight in likely)
    return [replace(place, weight=weight / total) for place, weight in likely]


def _fit(checked: int, held: int, place: Common) -> float:
    """The logarithm of how likely it is to see so many held: beta-binomial, without the part that all places share."""
    a, b = place.true, place.false
    return (
        lgamma(a + held) + lgamma(b + checked - held) - lgamma(a + b + checked) - lgamma(a) - lgamma(b) + lgamma(a + b)
    )


def _moments(one: Seen[Key], place: Common) -> tuple[float, float]:
    """Mean and variance of how many of the claims not looked at are true."""
    a, b = place.true + one.held, place.false + one.checked - one.held
    total = a + b
    return one.left * a / total, one.left * a * b * (total + one.left) / (total * total * (total + 1))


def _rests(rest: Sequence[Seen[Key]], grid: Sequence[Common], chance: Random) -> list[float]:
    """Draws of how many of the claims not looked at are true: a place of the grid, then a beta of its moments."""
    counts: dict[tuple[int, int, int], tuple[Seen[Key], int]] = {}
    for one in rest:
        known = (one.left, one.checked, one.held)
        counts[known] = (one, counts.get(known, (one, 0))[1] + 1)
    left = sum(one.left for one in rest)
    shapes = []
    for place in grid:
        moments = [(times, _moments(one, place)) for one, times in counts.values()]
        shapes.append(_shape(sum(n * m for n, (m, _) in moments), sum(n * v for n, (_, v) in moments), left))
    chosen = chance.choices(shapes, weights=[place.weight for place in grid], k=DRAWS)
    return [left * _share(chance, a, b) for a, b in chosen]


def _share(chance: Random, a: float, b: float) -> float:
    """A draw from a beta distribution; where it is all or nothing, as for a single claim, the generator gives out."""
    if a + b < ALL_OR_NOTHING:
        return float(chance.random() < a / (a + b))
    return chance.betavariate(a, b)


def _shape(mean: float, variance: float, left: int) -> tuple[float, float]:
    """The parameters of a beta distribution on 0 to `left` with these moments."""
    share = mean / left
    size = max(share * (1 - share) * left * left / variance - 1, 1e-6)
    return share * size, (1 - share) * size


# ------------------------------------------------------------------ where to look next


def next_checks(seen: Sequence[Seen[Key]], count: int, *, of: Iterable[Key] | None = None) -> dict[Key, int]:
    """Where the next `count` looks make the interval narrowest, one look at a time: how many in which unit.

    By the expected variance after one more look, at the best place of the grid; what a look tells about like units
    is left out. It says where least is known, never who is worst: nothing of it depends on a ranking.
    """
    wanted = None if of is None else set(of)
    best = {like: max(common([one for one in seen if one.like == like]), key=lambda place: place.weight)
            for like in {one.like for one in seen}}  # fmt: skip
    state = {one.unit: _Known.of(one, best[one.like]) for one in seen if wanted is None or one.unit in wanted}
    gains = {unit: known.gain() for unit, known in state.items()}
    chosen: dict[Key, int] = {}
    for _turn in range(count):
        unit = max(gains, key=lambda unit: gains[unit], default=None)
        if unit is None or gains[unit] <= 0:
            break
        chosen[unit] = chosen.get(unit, 0) + 1
        state[unit] = state[unit].after()
        gains[unit] = state[unit].gain()
    return chosen


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the claims left in a unit: the parameters of its beta distribution."""

    left: int
    a: float
    b: float

    @classmethod
    def of(cls, one: Seen[Key], place: Common) -> "_Known":
        return cls(one.left, place.true + one.held, place.false + one.checked - one.held)

    def variance(self) -> float:
        total = self.a + self.b
        return self.left * self.a * self.b * (total + self.left) / (total * total * (total + 1))

    def gain(self) -> float:
        """How much variance one more look is expected to take away."""
        if not self.left:
            return 0.0
        share = self.a / (self.a + self.b)
        held = replace(self, left=self.left - 1, a=self.a + 1)
        false = replace(self, left=self.left - 1, b=self.b + 1)
        return self.variance() - share * held.variance() - (1 - share) * false.variance()

    def after(self) -> "_Known":
        """As it is expected to be after one more look."""
        share = self.a / (self.a + self.b)
        return _Known(self.left - 1, self.a + share, self.b + 1 - share)


def weight_of_fellows(seen: Sequence[Seen[Key]]) -> float:
    """How many claims of its own the fellows of a unit weigh as much as: what the shrinkage rests on, for a page."""
    return exp(sum(place.weight * log(place.alike) for place in common(seen)))
