"""Near copies among a million seeded texts, here and on a Ray cluster of two processes, against reading them once.

    benchmarks/analysis.py [--texts N] [--at-least SHARE] [--without-cluster]

Every part runs in a process of its own, so that its memory is its own. The bare speed: reading the same files once and
computing one digest a text. The truth: planted pairs whose exact likeness is at least what is asked for.
"""

import argparse
import hashlib
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

TEXTS = 1_000_000
AT_LEAST = 0.8
FILE = 125_000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=int, default=TEXTS)
    parser.add_argument("--at-least", type=float, default=AT_LEAST)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--part", choices=[*PARTS], help=argparse.SUPPRESS)
    parser.add_argument("--without-cluster", action="store_true")
    chosen = parser.parse_args()
    if chosen.part:
        print(json.dumps(PARTS[chosen.part](chosen)))
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no cluster is left behind
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        chosen.folder = Path(folder)
        _measure(chosen)
    return 0


def _measure(chosen: argparse.Namespace) -> None:
    import daft

    import planted

    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}; seed {planted.SEED}")
    print(f"Python {platform.python_version()}, Daft {daft.__version__}; {chosen.texts:,} texts, {chosen.at_least}")
    truth = _written(chosen)
    bare = _part("bare", chosen)
    here = _part("here", chosen)
    print(f"read and digested once: {bare['took']:.1f} s ({bare['cpu']:.1f} s of processor)")
    print(f"here: {here['took']:.1f} s ({here['cpu']:.1f} s of processor), at most {here['memory']:,} MB; "
          f"{here['pairs']:,} pairs, {here['records']:,} texts in {here['groups']:,} groups")  # fmt: skip
    by_clock, by_processor = here["took"] / bare["took"], here["cpu"] / bare["cpu"]
    print(f"ratio to reading and digesting: {by_clock:.1f} by clock, {by_processor:.1f} by processor")
    _compared(chosen, truth)
    if chosen.without_cluster:
        return
    import cluster

    began = time.perf_counter()
    with cluster.two_processes() as environment:
        print(f"a cluster of two processes stands after {time.perf_counter() - began:.1f} s")
        there = _part("there", chosen, environment)
    print(f"there: {there['took']:.1f} s, {there['took'] / here['took']:.1f} of here")
    same = all(_table(chosen, "here", name).equals(_table(chosen, "there", name)) for name in ("pairs", "records"))
    print("rows: identical" if same else "ROWS DIFFER")


def _written(chosen: argparse.Namespace) -> dict[tuple[int, int], float]:
    """Write the texts; gives the planted pairs that are alike enough."""
    import pyarrow as pa

    import planted
    from luoshi.base.analysis import engine
    from luoshi.base.analysis.likeness import grams, likeness
    from luoshi.base.text import fold

    truth: dict[tuple[int, int], float] = {}
    seen: dict[str, int] = {}
    family: list[tuple[int, Any]] = []

    def rows() -> Any:
        first = -1
        for number, words, origin in planted.texts(chosen.texts):
            if origin != first:
                first = origin
                family.clear()
            folded = fold(words)
            if seen.setdefault(folded, number) == number:  # what folds to the same is one text
                own = grams(folded)
                for other, theirs in family:
                    if (found := likeness(own, theirs)) >= chosen.at_least:
                        truth[other, number] = found
                family.append((number, own))
            yield {"number": number, "text": words}

    schema = pa.schema([("number", pa.int64()), ("text", pa.string())])
    engine.write_files(chosen.folder / "texts", rows(), schema, page=25_000, size=FILE)
    return truth


def _part(name: str, chosen: argparse.Namespace, environment: dict[str, str] | None = None) -> Any:
    command = [sys.executable, __file__, f"--part={name}", f"--folder={chosen.folder}", f"--at-least={chosen.at_least}"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _bare(chosen: argparse.Namespace) -> dict[str, Any]:
    import pyarrow.parquet as pq

    began, busy = time.perf_counter(), time.process_time()
    for path in sorted((chosen.folder / "texts").iterdir()):
        for words in pq.read_table(path).column("text").to_pylist():
            hashlib.sha256(words.encode()).digest()
    return {"took": time.perf_counter() - began, "cpu": time.process_time() - busy}


def _found(chosen: argparse.Namespace) -> dict[str, Any]:
    from luoshi.base.analysis import copies, engine

    engine.start(os.environ.get("LUOSHI_CLUSTER", ""))
    began, busy = time.perf_counter(), time.process_time()
    found = copies.find(engine.read(chosen.folder / "texts"), chosen.at_least)
    took, cpu = time.perf_counter() - began, time.process_time() - busy
    for name in ("pairs", "records"):
        engine.write_result(getattr(found, name), chosen.folder / f"{chosen.part}-{name}.parquet")
    return {
        "took": took, "cpu": cpu, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "pairs": found.pairs.num_rows, "records": found.records.num_rows,
        "groups": len(set(found.records["group"].to_pylist())),
    }  # fmt: skip


def _table(chosen: argparse.Namespace, part: str, name: str) -> Any:
    import pyarrow.parquet as pq

    return pq.read_table(chosen.folder / f"{part}-{name}.parquet")


def _compared(chosen: argparse.Namespace, truth: dict[tuple[int, int], float]) -> None:
    """Recall of the planted pairs by likeness, and precision by an index computed anew for every pair found."""
    import pyarrow.parquet as pq

    from luoshi.base.analysis.likeness import grams, likeness
    from luoshi.base.text import fold

    pairs = _table(chosen, "here", "pairs").to_pylist()
    found = {(row["one"], row["other"]) for row in pairs}
    wanted, met = (
        Counter(_step(share) for share in truth.values()),
        Counter(_step(truth[pair]) for pair in truth.keys() & found),
    )
    print(f"planted pairs: {len(truth):,}, found {sum(met.values()):,}: recall {sum(met.values()) / len(truth):.4f}; "
          + ", ".join(f"{step / 20:.2f}: {met[step] / wanted[step]:.4f}" for step in sorted(wanted)))  # fmt: skip
    table = pq.read_table(chosen.folder / "texts", columns=["number", "text"])
    needed = {number for pair in found for number in pair}
    own = {
        n: grams(fold(words))
        for n, words in zip(table["number"].to_pylist(), table["text"].to_pylist(), strict=True)
        if n in needed
    }
    right = sum(likeness(own[one], own[other]) >= chosen.at_least for one, other in found)
    print(f"precision: {right / len(found):.4f} of {len(found):,}; {len(found - truth.keys()):,} were not planted")


def _step(share: float) -> int:
    return int(share * 20 + 1e-9)


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {"bare": _bare, "here": _found, "there": _found}

if __name__ == "__main__":
    sys.exit(main())
