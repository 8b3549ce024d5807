"""How often the interval of the estimate holds what is true, and how far the estimate is from it: simulated worlds.

    make bench-sampling [ARGS="--times 300 --seed sampling-1"]

Prints, for each kind of world and each plan of checks: coverage, mean width, mean distance of the middle from what is
true, the same distance of what the units say themselves, and the checks needed. Wanted: coverage 0.93 to 0.97, distance
at most half of what the units' own word is off.
"""

import argparse
import platform
import sys
import time
from random import Random

from luoshi.ledger.sampling import estimate
from luoshi.ledger.tests.simulator import KINDS, look, world

PLANS = ((200, 40, 5, 200), (200, 200, 4, 200), (200, 60, 3, 22), (40, 20, 4, 40))  # units, drawn, each, subtree


def main() -> None:
    """Simulate, and print one line for each kind and plan, and one for each kind."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--times", type=int, default=300)
    arguments.add_argument("--seed", default="sampling-1")
    given = arguments.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, seed {given.seed}, {given.times} worlds each")
    print("kind   units drawn each subtree | coverage | width | off | own word off | ms an estimate")
    for kind in KINDS:
        hits = 0
        for plan in PLANS:
            hits += measure(kind, plan, given.times, Random(f"{given.seed}/{kind}/{plan}"))
        print(f"{kind:<6} all plans: coverage {hits / (given.times * len(PLANS)):.3f}")
        sys.stdout.flush()


def measure(kind: str, plan: tuple[int, int, int, int], times: int, chance: Random) -> int:
    """So many worlds of one kind under one plan; gives how often the interval held."""
    count, drawn, each, subtree = plan
    hits, width, off, own, spent = 0, 0.0, 0.0, 0.0, 0.0
    for _ in range(times):
        units = world(chance, kind, count)
        seen = look(chance, units, drawn, each)
        began = time.perf_counter()
        found = estimate(seen, of=range(subtree))
        spent += time.perf_counter() - began
        true = sum(held for _claimed, held in units[:subtree])
        hits += found.low <= true <= found.high
        width += (found.high - found.low) / found.claimed
        off += abs(found.middle - true) / found.claimed
        own += (found.claimed - true) / found.claimed
    n = times
    print(
        f"{kind:<6} {count:5} {drawn:5} {each:4} {subtree:7} | {hits / n:.3f} | {width / n:.3f} | {off / n:.3f} |"
        f" {own / n:.3f} | {spent / n * 1000:.0f}"
    )
    return hits


if __name__ == "__main__":
    main()
