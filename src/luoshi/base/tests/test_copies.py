import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import planted
from luoshi.base.analysis import likeness
from luoshi.base.text import fold

pytest.importorskip("daft", reason="analysis is an extra: pip install 'luoshi[analytics]'")
daft = pytest.importorskip("daft")

from luoshi.base.analysis import copies, counts, engine  # noqa: E402

few = settings(max_examples=15, suppress_health_check=list(HealthCheck))


def found_in(texts, at_least):
    return copies.find(daft.from_pydict({"number": list(texts), "text": list(texts.values())}), at_least)


def distinct(texts):
    first = {}
    for number, words in sorted(texts.items()):
        if fold(words):
            first.setdefault(fold(words), number)
    return {number: words for words, number in first.items()}


def triples(table):
    return set(zip(*(table[name].to_pylist() for name in ("one", "other", "likeness")), strict=True))


@pytest.mark.parametrize("at_least", [0.6, 0.7, 0.8, 0.9])
def test_pairs_are_those_of_comparing_everything(at_least):
    texts = {number: words for number, words, _ in planted.texts(5000)}
    wanted = {(*sorted(pair), share) for *pair, share in likeness.pairs(distinct(texts), at_least)}
    found = triples(found_in(texts, at_least).pairs)
    assert len(wanted) > 50
    assert found <= wanted
    assert len(found) >= 0.98 * len(wanted)


@few
@given(st.integers(0, 2**32), st.sampled_from([0.7, 0.8, 0.9]))
def test_a_pair_that_is_found_is_one(seed, at_least):
    texts = {number: words for number, words, _ in planted.texts(300, str(seed))}
    wanted = {(*sorted(pair), share) for *pair, share in likeness.pairs(distinct(texts), at_least)}
    assert triples(found_in(texts, at_least).pairs) <= wanted


@few
@given(st.lists(st.text(alphabet="走访户登记意见，ＡaÅ1 ", max_size=12), min_size=1, max_size=20))
def test_texts_that_fold_to_the_same_are_one(texts):
    found = found_in(dict(enumerate(texts)), 0.8)
    folded = [fold(words) for words in texts]
    rows = {row["number"]: row for row in found.records.to_pylist()}
    for number, words in enumerate(folded):
        if words and folded.count(words) > 1:
            assert rows[number]["first"] == folded.index(words)
            assert rows[number]["group"] == rows[folded.index(words)]["group"]
    assert found.texts == sum(map(bool, folded))
    assert found.distinct == len(set(folded) - {""})


def test_groups_are_those_of_the_pairs():
    texts = {number: words for number, words, _ in planted.texts(2000)}
    found = found_in(texts, 0.8)
    edges = [(one, other) for one, other, _ in triples(found.pairs)]
    same = [(row["number"], row["first"]) for row in found.records.to_pylist()]
    grouped = {row["number"]: row["group"] for row in found.records.to_pylist()}
    assert grouped == likeness.groups(edges + same)
    assert list(grouped) == sorted(grouped)


def test_a_band_that_very_many_share_is_followed_to_its_end(monkeypatch):
    monkeypatch.setattr(copies, "WINDOW", 3)
    texts = {number: f"已对全村群众逐户走访并登记意见，建立台账{number}份，正在逐项办理" for number in range(60)}
    found = found_in(texts, 0.8)
    assert set(found.records["group"].to_pylist()) == {0}
    assert found.records.num_rows == 60


@pytest.mark.parametrize("at_least", [0.3, 0.5, 0.7, 0.8, 0.9, 0.99, 1.0])
def test_bands_miss_at_most_what_is_said(at_least):
    rows, bands = copies.bands_for(at_least)
    assert rows * bands <= copies.HASHES
    assert (1 - at_least**rows) ** bands <= copies.MISSED


def test_counts_under_every_node():
    rows = daft.from_pydict({"path": ["A", "AB", "AB", "ABC", "D"], "kind": ["x", "x", "y", "x", "x"]})
    found = counts.under_every_node(rows, "path", 1, ["kind"]).to_pydict()
    assert list(zip(found["node"], found["kind"], found["n"], strict=True)) == [
        ("A", "x", 3), ("A", "y", 1), ("AB", "x", 2), ("AB", "y", 1), ("ABC", "x", 1), ("D", "x", 1),
    ]  # fmt: skip


def test_files_are_of_bounded_size(tmp_path):
    import pyarrow as pa

    schema = pa.schema([("number", pa.int64())])
    rows = ({"number": number} for number in range(25))
    assert engine.write_files(tmp_path / "t", rows, schema, page=5, size=10) == 25
    assert len(list((tmp_path / "t").iterdir())) == 3
    assert sorted(engine.read(tmp_path / "t").to_pydict()["number"]) == list(range(25))
