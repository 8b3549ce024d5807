"""Whether units differ at all: control limits around the whole, and a word for each unit; nobody is put in an order.

D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005),
1185-1202: the share of each unit against its number, between limits within which 95 % and 99.8 % of units would lie
if all were alike. The limits are those of the exact binomial, interpolated as in its appendix A.1.1. A signal is what
lies beyond the outer ones, so that hardly any of many equal units is named by chance.
"""

from dataclasses import dataclass
from math import exp, floor, lgamma, log

INNER = 0.025  # in each tail: 95 in 100 lie within
OUTER = 0.001  # 99.8 in 100 lie within
NEGLIGIBLE = 1e-17


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares between which units of one size lie if they are like the whole: the outer and the inner pair."""

    n: int
    lowest: float
    low: float
    high: float
    highest: float


def limits(n: int, whole: float) -> Limits:
    """The limits for a unit with so many matters around the share of the whole."""
    return Limits(n, _lower(n, whole, OUTER), _lower(n, whole, INNER), _upper(n, whole, INNER), _upper(n, whole, OUTER))


def is_signal(count: int, n: int, whole: float) -> bool:
    """Whether `count` of `n` lies beyond the outer limits: chance alone would bring it about twice in a thousand."""
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n}")
    return at_most(count, n, whole) < OUTER or at_most(n - count, n, 1 - whole) < OUTER


def at_most(count: int, n: int, share: float) -> float:
    """How likely it is to find at most so many of `n`, where each comes about with that share; exact."""
    if count < 0:
        return 0.0
    if count >= n or share <= 0:
        return 1.0
    if share >= 1:
        return 0.0
    if count >= n * share:  # the other tail is the short one
        return 1.0 - at_most(n - count - 1, n, 1 - share)
    term = _exactly(count, n, share)
    total, odds = 0.0, (1 - share) / share
    for k in range(count, -1, -1):
        total += term
        if term <= total * NEGLIGIBLE:
            break
        term *= k / (n - k + 1) * odds
    return min(total, 1.0)


def _exactly(count: int, n: int, share: float) -> float:
    ways = lgamma(n + 1) - lgamma(count + 1) - lgamma(n - count + 1)
    return exp(ways + count * log(share) + (n - count) * log(1 - share))


def _lower(n: int, whole: float, tail: float) -> float:
    """The share below which so much of the tail lies, between two counts where it falls between them."""
    if not 0 < whole < 1 or n == 0:
        return whole
    low, high = 0, floor(n * whole) + 1
    while low < high:  # the smallest count that is at least as likely to be undercut
        middle = (low + high) // 2
        if at_most(middle, n, whole) >= tail:
            high = middle
        else:
            low = middle + 1
    reached, before = at_most(low, n, whole), at_most(low - 1, n, whole)
    part = (reached - tail) / (reached - before)
    return max(0.0, (low - part) / n)


def _upper(n: int, whole: float, tail: float) -> float:
    return 1.0 - _lower(n, 1 - whole, tail)
