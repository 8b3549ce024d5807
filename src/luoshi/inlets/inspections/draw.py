"""The blind draw of units, of matters within them, and of inspectors: plain Python, no clock, no chance.

Nobody can choose the outcome: the digest of a secret seed and of everything that can be drawn (the frame) is an entry
before; the root of the first seal that covers this entry is mixed in, which nobody knows before it is signed; the seed
is shown after. `redraw.py` does the same again from a file, written apart, with nothing but Python.

Numbers come from SHA-256 in counter mode; a number below n is taken by rejection, so that none is likelier than another
(a remainder would favour the small ones).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

PROTOCOL = "luoshi-draw-1"
SEED_BYTES = 32
WORD = 8  # bytes of one number
SPACE = 2 ** (8 * WORD)
Item = TypeVar("Item")


class Recusal(StrEnum):
    """Why an inspector may not go to a unit (回避)."""

    OWN_UNIT = "own_unit"  # holds a post there
    BELOW = "below"  # holds a post in a unit below it
    ABOVE = "above"  # holds a post in a unit above it, in line
    CLAIMANT = "claimant"  # said of a drawn matter that it is done
    ACTED = "acted"  # acted on a drawn matter
    DECLARED = "declared"  # has declared a conflict with the unit


ALWAYS = frozenset({Recusal.OWN_UNIT, Recusal.BELOW, Recusal.CLAIMANT, Recusal.DECLARED})


class Unusable(ValueError):
    """A frame from which nothing can be drawn; says why."""


class NotCommitted(ValueError):
    """The seed is not the one whose digest was written down before."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A matter that can be drawn, with those who acted on it."""

    id: str
    claimant: str = ""
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that can be drawn; a weight of 2 makes it twice as likely to come first."""

    id: str
    name: str
    path: str
    weight: int = 1
    matters: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspector:
    """A person who can be drawn, the paths of the units where they hold posts, the units they have a conflict with."""

    id: str
    name: str
    paths: tuple[str, ...]
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that can be drawn, and how much of it; fixed before the seed is mixed."""

    draw: str
    units: tuple[Place, ...]
    inspectors: tuple[Inspector, ...]
    take_units: int
    take_matters: int  # in each unit, at most
    take_inspectors: int  # for each unit
    rules: tuple[Recusal, ...] = tuple(Recusal)


@dataclass(frozen=True, slots=True)
class Recused:
    """An inspector who was kept from a unit, and the rule."""

    inspector: str
    rule: Recusal


@dataclass(frozen=True, slots=True)
class Drawn:
    """One unit that was drawn: its matters, who goes, who steps in for them, in this order, and who may not."""

    unit: str
    matters: tuple[str, ...]
    inspectors: tuple[str, ...]
    stand_ins: tuple[str, ...]
    recused: tuple[Recused, ...]
    short: int  # how many inspectors could not be found


def commitment(seed: bytes) -> str:
    """What is written down of a seed before the draw."""
    return f"sha256:{hashlib.sha256(PROTOCOL.encode() + b'/seed/' + seed).hexdigest()}"


def to_text(frame: Frame) -> str:
    """The frame as canonical JSON: what is digested, kept and served."""
    return json.dumps(_plain(frame), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Frame:
    """The frame that a text holds."""
    raw = json.loads(text)
    units = tuple(
        Place(
            one["id"], one["name"], one["path"], one["weight"],
            tuple(Thing(item["id"], item["claimant"], tuple(item["persons"])) for item in one["matters"]),
        )
        for one in raw["units"]
    )  # fmt: skip
    inspectors = tuple(
        Inspector(one["id"], one["name"], tuple(one["paths"]), tuple(one["conflicts"])) for one in raw["inspectors"]
    )
    take = raw["take"]
    rules = tuple(Recusal(rule) for rule in raw["rules"])
    return Frame(raw["draw"], units, inspectors, take["units"], take["matters"], take["inspectors"], rules)


def _plain(frame: Frame) -> dict[str, Any]:
    return {
        "protocol": PROTOCOL,
        "draw": frame.draw,
        "units": [
            {
                "id": unit.id, "name": unit.name, "path": unit.path, "weight": unit.weight,
                "matters": [
                    {"id": item.id, "claimant": item.claimant, "persons": list(item.persons)} for item in unit.matters
                ],
            }
            for unit in frame.units
        ],
        "inspectors": [
            {"id": one.id, "name": one.name, "paths": list(one.paths), "conflicts": list(one.conflicts)}
            for one in frame.inspectors
        ],
        "take": {"units": frame.take_units, "matters": frame.take_matters, "inspectors": frame.take_inspectors},
        "rules": [rule.value for rule in frame.rules],
    }  # fmt: skip


def digest(frame: Frame) -> str:
    """What is written down of a frame before the draw."""
    return f"sha256:{hashlib.sha256(to_text(frame).encode()).hexdigest()}"


def check(frame: Frame) -> None:
    """Raises Unusable: nothing to draw, doubles, weights below one, or without the rules that always hold."""
    ids = [unit.id for unit in frame.units]
    people = [one.id for one in frame.inspectors]
    matters = [item.id for unit in frame.units for item in unit.matters]
    if not 1 <= frame.take_units <= len(ids):
        raise Unusable("units")
    if not people:
        raise Unusable("inspectors")
    if frame.take_matters < 0 or not 1 <= frame.take_inspectors <= len(people):
        raise Unusable("take")
    if len({*ids}) < len(ids) or len({*people}) < len(people) or len({*matters}) < len(matters):
        raise Unusable("doubles")
    if any(unit.weight < 1 for unit in frame.units):
        raise Unusable("weight")
    if not set(frame.rules) >= ALWAYS:
        raise Unusable("rules")


# ------------------------------------------------------------------ numbers


class Numbers:
    """Numbers that follow from a key and a label, and from nothing else."""

    def __init__(self, key: bytes, label: str) -> None:
        self._start = key + label.encode() + b"\0"
        self._block = 0
        self._left: list[int] = []

    def below(self, bound: int) -> int:
        """A number from 0 to `bound` - 1, each as likely as the others."""
        if not 0 < bound <= SPACE:
            raise ValueError(bound)
        fair = SPACE - SPACE % bound
        while (number := self._word()) >= fair:
            pass
        return number % bound

    def _word(self) -> int:
        if not self._left:
            block = hashlib.sha256(self._start + self._block.to_bytes(WORD, "big")).digest()
            self._left = [int.from_bytes(block[at : at + WORD], "big") for at in range(0, len(block), WORD)]
            self._block += 1
        return self._left.pop(0)


def shuffled(items: Sequence[Item], numbers: Numbers) -> list[Item]:
    """All of them in an order by chance (Fisher and Yates, as D. E. Knuth gives it: TAOCP 2, 3.4.2, algorithm P)."""
    left = list(items)
    for place in range(len(left)):
        other = place + numbers.below(len(left) - place)
        left[place], left[other] = left[other], left[place]
    return left


def weighted(items: Sequence[Item], weights: Sequence[int], count: int, numbers: Numbers) -> list[Item]:
    """So many of them, one after another, each time in proportion to the weights of those that are left."""
    left = list(zip(items, weights, strict=True))
    chosen = []
    for _turn in range(count):
        at = numbers.below(sum(weight for _item, weight in left))
        for place, (_item, weight) in enumerate(left):
            if at < weight:
                chosen.append(left.pop(place)[0])
                break
            at -= weight
    return chosen


def key(seed: bytes, root: str, frame: Frame) -> bytes:
    """What all numbers of a draw follow from: the seed, the root of the seal, and everything that could be drawn."""
    parts = (PROTOCOL.encode(), seed.hex().encode(), root.encode(), digest(frame).encode())
    return hashlib.sha256(b"\n".join(parts)).digest()


# ------------------------------------------------------------------ the draw


def recusal(inspector: Inspector, unit: Place, matters: Iterable[Thing], rules: Iterable[Recusal]) -> Recusal | None:
    """The first rule that keeps an inspector from a unit, or None."""
    drawn = tuple(matters)
    others = [path for path in inspector.paths if path != unit.path]
    kept_by = {
        Recusal.OWN_UNIT: unit.path in inspector.paths,
        Recusal.BELOW: any(path.startswith(unit.path) for path in others),
        Recusal.ABOVE: any(unit.path.startswith(path) for path in others),
        Recusal.CLAIMANT: any(item.claimant == inspector.id for item in drawn),
        Recusal.ACTED: any(inspector.id in item.persons for item in drawn),
        Recusal.DECLARED: unit.id in inspector.conflicts,
    }
    return next((rule for rule in Recusal if rule in set(rules) and kept_by[rule]), None)


def draw(frame: Frame, seed: bytes, root: str, *, committed: str) -> tuple[Drawn, ...]:
    """The units in the order in which they came, with what was drawn for each. Raises NotCommitted, Unusable."""
    if commitment(seed) != committed:
        raise NotCommitted(committed)
    check(frame)
    secret = key(seed, root, frame)
    units = sorted(frame.units, key=lambda unit: unit.id)
    chosen = weighted(units, [unit.weight for unit in units], frame.take_units, Numbers(secret, "units"))
    return tuple(_drawn(frame, unit, secret) for unit in chosen)


def _drawn(frame: Frame, unit: Place, secret: bytes) -> Drawn:
    things = sorted(unit.matters, key=lambda item: item.id)
    matters = shuffled(things, Numbers(secret, f"matters/{unit.id}"))[: frame.take_matters]
    people = sorted(frame.inspectors, key=lambda one: one.id)
    kept = [(one, recusal(one, unit, matters, frame.rules)) for one in people]
    free = shuffled([one.id for one, rule in kept if rule is None], Numbers(secret, f"inspectors/{unit.id}"))
    count = frame.take_inspectors
    return Drawn(
        unit=unit.id,
        matters=tuple(item.id for item in matters),
        inspectors=tuple(free[:count]),
        stand_ins=tuple(free[count:]),
        recused=tuple(Recused(one.id, rule) for one, rule in kept if rule is not None),
        short=max(0, count - len(free)),
    )


def result(drawn: Iterable[Drawn]) -> list[dict[str, Any]]:
    """What was drawn as plain values, for the journal and for the file that anybody can do again."""
    return [
        {
            "unit": one.unit,
            "matters": list(one.matters),
            "inspectors": list(one.inspectors),
            "stand_ins": list(one.stand_ins),
            "recused": [{"inspector": item.inspector, "rule": item.rule.value} for item in one.recused],
            "short": one.short,
        }
        for one in drawn
    ]
