"""How well texts are broken down: the project's own samples, and annotated reports where they are at hand."""

from pathlib import Path

import pytest

from luoshi.inlets.documents.breakdown import break_down

from .breakdown_gold import SAMPLES, Score, documents, score

ROOT = Path(__file__).resolve().parents[5]
ANNOTATED = ROOT.parent / "shared" / "gold" / "breakdown"


def _measure(folder: Path) -> Score:
    total = Score()
    for _, text, wanted in documents(folder):
        said = break_down(text).to_json()["requirements"]
        assert isinstance(said, list)
        score(text, wanted, said, total)
    return total


def _check(total: Score) -> None:
    assert total.of("action").f1 >= 0.90
    assert total.of("type").share >= 0.95
    assert total.of("lead").f1 >= 0.95
    assert total.of("assist").f1 >= 0.95
    assert total.of("deadline wrong").both <= 1
    assert total.of("problem wrong").both <= 1
    assert total.of("speaker").share >= 0.97
    assert total.of("invented").both <= 1


def test_own_samples_meet_the_bars():
    _check(_measure(SAMPLES))


def test_annotated_reports_meet_the_bars():
    if not ANNOTATED.is_dir():
        pytest.skip("no annotated reports beside the repository (../shared/gold/breakdown)")
    _check(_measure(ANNOTATED))


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    documents(SAMPLES),
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_kind_of_each_sample(name, text, wanted):
    kinds = {
        "plan": "plan",
        "minutes": "minutes",
        "news": "meeting_report",
        "speech": "meeting_report",
        "notice": "notice",
        "opinion": "opinion",
        "unbroken": "meeting_report",
        "campaign": "plan",
    }
    assert break_down(text).kind == kinds[name.split("_")[0]]
