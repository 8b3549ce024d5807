"""Where a unit stands in its tree, as text that sorts so that a subtree is one index range.

A path is a chain of segments of four characters, one a level, in base 32 with digits before capital letters:
byte order is number order.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
WIDTH = 4
CAPACITY = len(DIGITS) ** WIDTH
LAST = DIGITS[-1] * WIDTH
ABOVE_ALL = chr(ord(DIGITS[-1]) + 1)  # sorts after every path


class PathFull(Exception):
    """A unit has more children than one segment can number."""


def segment(number: int) -> str:
    """The segment of a number from 0 upwards."""
    if not 0 <= number < CAPACITY:
        raise PathFull(f"{number} does not fit into a segment of {WIDTH} characters")
    digits = []
    for _ in range(WIDTH):
        number, rest = divmod(number, len(DIGITS))
        digits.append(DIGITS[rest])
    return "".join(reversed(digits))


def number_of(path: str) -> int:
    """The number that the last segment stands for."""
    return int(path[-WIDTH:], len(DIGITS))


def child(path: str, number: int) -> str:
    """The path of the child with that number; a child of the empty path is a root."""
    return path + segment(number)


def parent(path: str) -> str:
    """The path one level up; empty above a root."""
    return path[:-WIDTH]


def depth(path: str) -> int:
    """How many levels the path has."""
    return len(path) // WIDTH


def next_sibling(path: str) -> str:
    """The least text that sorts after the whole subtree of a path."""
    while path.endswith(LAST):
        path = parent(path)
    return child(parent(path), number_of(path) + 1) if path else ABOVE_ALL


def subtree(path: str) -> tuple[str, str]:
    """The half-open range `low <= p < high` that holds a path and everything below it."""
    return path, next_sibling(path)


def is_under(path: str, ancestor: str) -> bool:
    """True for the ancestor itself and everything below it."""
    low, high = subtree(ancestor)
    return low <= path < high


def lineage(path: str) -> list[str]:
    """The paths from the root down to the path itself."""
    return [path[:end] for end in range(WIDTH, len(path) + 1, WIDTH)]
