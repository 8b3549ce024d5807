"""How well and how fast texts are broken down.

    .venv/bin/python benchmarks/breakdown.py

Predictions are written to a temporary folder and scored with the scorer beside the annotated reports
(../shared/gold) where it is at hand; the project's own samples are always scored with the small scorer of its tests.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "src/luoshi/inlets/documents/tests/breakdown_samples"
sys.path.insert(0, str(ROOT / "src"))

from luoshi.inlets.documents.breakdown import break_down  # noqa: E402
from luoshi.inlets.documents.tests.breakdown_gold import Score, documents, score  # noqa: E402

_SENTENCE = re.compile(r"[^。！？；\n]+")
_FIGURES = ("action", "lead", "assist")
_SHARES = ("type", "deadline", "problem", "speaker", "parent")


def _predict(folder: Path, out: Path) -> None:
    """Write one prediction for each text of a folder."""
    for path in sorted(folder.glob("*.txt")):
        found = break_down(path.read_text(encoding="utf-8")).to_json(document=path.name)
        (out / f"{path.stem}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _with_their_scorer() -> None:
    """Score the annotated reports with the scorer that came with them."""
    place = SHARED / "gold" / "score_breakdown.py"
    if not place.is_file():
        print("no annotated reports beside the repository (../shared/gold): only the project's own samples are scored")
        return
    spec = importlib.util.spec_from_file_location("score_breakdown", place)
    if spec is None or spec.loader is None:
        print("the scorer in ../shared/gold could not be read")
        return
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    with tempfile.TemporaryDirectory() as folder:
        _predict(SHARED / "gold" / "breakdown", Path(folder))
        print("annotated reports")
        scorer.main(SHARED / "gold" / "breakdown", folder)


def _line(name: str, total: Score) -> str:
    figures = " ".join(f"{figure} {total.of(figure).f1:.3f}" for figure in _FIGURES)
    shares = " ".join(f"{share} {total.of(share).share:.3f}" for share in _SHARES)
    return f"{name:24s} F1: {figures} | share: {shares} | invented {total.of('invented').both}"


def _own_samples() -> None:
    """Score the project's own samples."""
    print("own samples")
    whole = Score()
    for name, text, wanted in documents(SAMPLES):
        said = [requirement.to_json() for requirement in break_down(text).requirements]
        alone = Score()
        score(text, wanted, said, alone)
        score(text, wanted, said, whole)
        print(_line(name, alone))
    print(_line("ALL", whole))


def _best(work: Callable[[str], object], text: str, times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work(text)
        found.append(time.perf_counter() - began)
    return min(found)


def _speed() -> None:
    """Time per 5,000 characters, growth with the length, memory."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")))
    break_down(text)
    took = _best(break_down, text)
    trivial = _best(_SENTENCE.findall, text)
    print(
        f"speed: {took / len(text) * 5000 * 1000:.1f} ms for 5,000 characters; "
        f"{took / trivial:.0f} times one pass of a trivial pattern"
    )
    rates = [(times, _best(break_down, text * times, 3) / (len(text) * times)) for times in (1, 4, 16)]
    print("growth: " + ", ".join(f"{times}x {rate * 5000 * 1000:.1f} ms for 5,000" for times, rate in rates))
    tracemalloc.start()
    break_down(text * 16)
    print(f"memory: peak {tracemalloc.get_traced_memory()[1] / 2**20:.1f} MiB for {len(text) * 16:,} characters")
    tracemalloc.stop()


def main() -> int:
    """Print everything."""
    _with_their_scorer()
    _own_samples()
    _speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
