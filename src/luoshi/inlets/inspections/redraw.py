"""Do a blind draw of Luoshi again with nothing but Python (3.9 or later) and its standard library.

    python3 redraw.py draw.json

Checks that the seed and the list of everything that could be drawn are those whose digests were written down before,
draws again, and compares. Compare the root of the seal, which is printed, with the one on paper or sent upward: the
file cannot prove it. Exit status: 0 the same list, 1 another one, 2 the file cannot be read.

This file shares no line with the program that made the draw.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

TOP = 1 << 64


def hexed(data: bytes) -> str:
    """A digest as it is written."""
    return "sha256:" + sha256(data).hexdigest()


def stream(key: bytes, label: str) -> Iterator[int]:
    """One number of 64 bits after another: four from each digest of key, label, a nought and a counter."""
    counter = 0
    while True:
        block = sha256(key + label.encode() + b"\x00" + counter.to_bytes(8, "big")).digest()
        for at in (0, 8, 16, 24):
            yield int.from_bytes(block[at : at + 8], "big")
        counter += 1


def below(numbers: Iterator[int], bound: int) -> int:
    """The next number that is not in the last, incomplete stretch of `bound`."""
    for number in numbers:
        if number < TOP // bound * bound:
            return number % bound
    raise AssertionError


def mixed(items: list[Any], numbers: Iterator[int]) -> list[Any]:
    """All items by chance: each place in turn gets one of those that are left."""
    items = items[:]
    for place in range(len(items)):
        other = place + below(numbers, len(items) - place)
        items[place], items[other] = items[other], items[place]
    return items


def heavier_first(units: list[Any], count: int, numbers: Iterator[int]) -> list[Any]:
    """So many units, each time by the weights of those that are left."""
    left: list[Any] = units[:]
    chosen: list[Any] = []
    while len(chosen) < count:
        lot = below(numbers, sum(unit["weight"] for unit in left))
        for unit in left:
            lot -= unit["weight"]
            if lot < 0:
                chosen.append(unit)
                left.remove(unit)
                break
    return chosen


def rule_against(person: dict[str, Any], unit: dict[str, Any], matters: list[Any], rules: list[str]) -> str | None:
    """Which rule keeps a person from a unit, or None."""
    own, here = person["paths"], unit["path"]
    tests = [
        ("own_unit", here in own),
        ("below", any(path != here and path.startswith(here) for path in own)),
        ("above", any(path != here and here.startswith(path) for path in own)),
        ("claimant", any(matter["claimant"] == person["id"] for matter in matters)),
        ("acted", any(person["id"] in matter["persons"] for matter in matters)),
        ("declared", unit["id"] in person["conflicts"]),
    ]
    for rule, applies in tests:
        if applies and rule in rules:
            return rule
    return None


def again(frame: dict[str, Any], frame_digest: str, seed: bytes, root: str) -> list[Any]:
    """The list that follows from frame, seed and root."""
    key = sha256(f"luoshi-draw-1\n{seed.hex()}\n{root}\n{frame_digest}".encode()).digest()
    take = frame["take"]
    made = []
    units = sorted(frame["units"], key=lambda unit: unit["id"])
    for unit in heavier_first(units, take["units"], stream(key, "units")):
        matters = sorted(unit["matters"], key=lambda matter: matter["id"])
        matters = mixed(matters, stream(key, "matters/" + unit["id"]))[: take["matters"]]
        free, kept = [], []
        for person in sorted(frame["inspectors"], key=lambda one: one["id"]):
            rule = rule_against(person, unit, matters, frame["rules"])
            if rule:
                kept.append({"inspector": person["id"], "rule": rule})
            else:
                free.append(person["id"])
        free = mixed(free, stream(key, "inspectors/" + unit["id"]))
        go = free[: take["inspectors"]]
        made.append(
            {
                "unit": unit["id"],
                "matters": [matter["id"] for matter in matters],
                "inspectors": go,
                "stand_ins": free[take["inspectors"] :],
                "recused": kept,
                "short": take["inspectors"] - len(go),
            }
        )
    return made


def faults(told: dict[str, Any]) -> list[str]:
    """What is not as it should be; empty when the draw can be trusted as far as this file goes."""
    seed = bytes.fromhex(told["seed"])
    found = []
    if hexed(b"luoshi-draw-1/seed/" + seed) != told["committed"]:
        found.append("the seed is not the one that was written down before")
    frame_digest = hexed(told["frame"].encode())
    if frame_digest != told["frame_digest"]:
        found.append("the list of what could be drawn is not the one that was written down before")
    if again(json.loads(told["frame"]), frame_digest, seed, told["root"]) != told["result"]:
        found.append("the draw gives another list")
    return found


def main(arguments: list[str]) -> int:
    """Draw again, print the list, and say whether it is the same."""
    try:
        with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123
            told = json.load(file)
        found = faults(told)
        frame = json.loads(told["frame"])
    except (IndexError, OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        print(f"cannot be read: {fault!r}\nusage: python3 redraw.py draw.json", file=sys.stderr)  # noqa: T201
        return 2
    names = {one["id"]: one["name"] for one in [*frame["units"], *frame["inspectors"]]}
    print(f"seed digest {told['committed']}\nroot of seal {told.get('seal')} {told['root']}")  # noqa: T201
    for one in told["result"]:
        people = " ".join(names.get(who, who) for who in one["inspectors"])
        print(f"{names.get(one['unit'], one['unit'])}: {people}; {len(one['matters'])} matters")  # noqa: T201
    for what in found:
        print(f"NOT THE SAME: {what}")  # noqa: T201
    if not found:
        print("the same list")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
