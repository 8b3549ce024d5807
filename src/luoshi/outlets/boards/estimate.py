"""How much of a whole is true, judged from a part that was looked at.

Wilson's score interval: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (1927), 209-212. It stays within 0 and 1 and is sound for small
numbers, unlike the interval that is usually taught.
"""

from math import ceil, floor, sqrt

Z95 = 1.959963984540054  # two-sided, 95 in 100
LEAST = 30  # with fewer looked at, nothing is said


def wilson(held: int, checked: int, z: float = Z95) -> tuple[float, float]:
    """Between which shares the true one lies, 95 times in 100, when `held` of `checked` held."""
    if not 0 <= held <= checked or checked == 0:
        raise ValueError(f"{held} of {checked}")
    share, square = held / checked, z * z
    middle = share + square / (2 * checked)
    reach = z * sqrt(share * (1 - share) / checked + square / (4 * checked * checked))
    low, high = ((middle + sign * reach) / (1 + square / checked) for sign in (-1, 1))
    return max(0.0, low), min(1.0, high)


def per_cent(held: int, checked: int) -> tuple[int, int] | None:
    """The interval in whole per cent, rounded outwards so that it promises no more than it knows; None: not known."""
    if checked < LEAST:
        return None
    low, high = wilson(held, checked)
    return floor(low * 100), ceil(high * 100)
