"""The project's simulator of claims: units that tell the truth, units that do not, and a blind look at some.

Seeded: the same seed gives the same world. Kinds: `honest` (shares around 0.9), `mixed` (a quarter of the units around
0.4), `two` (a share of 0.95 or of 0.35, nothing between), `same` (0.75 everywhere).
"""

from random import Random

from luoshi.ledger.sampling import Seen

KINDS = ("honest", "mixed", "two", "same")
DISHONEST = {"mixed": 0.25, "two": 0.3}


def share(chance: Random, kind: str) -> float:
    """How likely a claim of one unit is true."""
    lies = chance.random() < DISHONEST.get(kind, 0)
    if kind == "same":
        return 0.75
    if kind == "two":
        return 0.35 if lies else 0.95
    return chance.betavariate(4, 6) if lies else chance.betavariate(18, 2)


def world(chance: Random, kind: str, units: int, claims: int = 30) -> list[tuple[int, int]]:
    """For each unit how many claims it made and how many of them are true."""
    made = []
    for _unit in range(units):
        count = max(1, round(chance.gauss(claims, claims / 4)))
        truth = share(chance, kind)
        made.append((count, sum(chance.random() < truth for _ in range(count))))
    return made


def look(chance: Random, units: list[tuple[int, int]], drawn: int, each: int) -> list[Seen[int]]:
    """What a blind draw of so many units, and of so many claims in each, shows."""
    chosen = set(chance.sample(range(len(units)), drawn))
    seen = []
    for unit, (claimed, true) in enumerate(units):
        checked = min(claimed, each) if unit in chosen else 0
        held = sum(lot < true for lot in chance.sample(range(claimed), checked))
        seen.append(Seen(unit, claimed, checked, held, "village"))
    return seen
