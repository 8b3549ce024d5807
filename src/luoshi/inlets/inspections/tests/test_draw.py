"""The blind draw: fair, repeatable by others, never of oneself, and not to be foreseen."""

import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.inlets.inspections import draw, redraw
from luoshi.inlets.inspections.draw import Frame, Inspector, Place, Recusal, Thing

ROOT = "sha256:" + "ab" * 32
DRAWS = 10_000


def frame(units=20, inspectors=8, take=(4, 2, 2), matters=5, weight=lambda _n: 1) -> Frame:
    """Units below two towns; inspectors of bodies, some of whom sit in or above the units."""
    places = tuple(
        Place(
            f"u{n:02}", f"村{n}", f"aa{'ab' if n % 2 else 'ac'}{n:02}", weight(n),
            tuple(Thing(f"m{n:02}{k}", f"p{n % 8}", (f"p{n % 8}", f"p{(n + k) % 8}")) for k in range(matters)),
        )
        for n in range(units)
    )  # fmt: skip
    people = tuple(
        Inspector(f"p{n}", f"员{n}", (f"aazz{n:02}", *((f"aaab{n:02}",) if n % 3 else ("aaac",))), (f"u{n + 3:02}",))
        for n in range(inspectors)
    )
    return Frame("d1", places, people, *take)


def do(one: Frame, seed: bytes, root: str = ROOT):
    return draw.draw(one, seed, root, committed=draw.commitment(seed))


def told(one: Frame, seed: bytes, root: str = ROOT) -> dict:
    return {
        "committed": draw.commitment(seed), "frame": draw.to_text(one), "frame_digest": draw.digest(one),
        "seed": seed.hex(), "root": root, "seal": 7, "result": draw.result(do(one, seed, root)),
    }  # fmt: skip


def chi_square(seen, expected: float) -> float:
    return sum((count - expected) ** 2 / expected for count in seen)


def test_every_unit_matter_and_inspector_is_as_likely_as_its_fellows():
    """10,000 draws, seed 20140409: chi-square of inclusions below the 0.999 quantile (J. H. Zar, table B.1)."""
    chance = random.Random(20140409)
    free = replace(frame(), inspectors=tuple(Inspector(f"p{n}", "", (f"zz{n:02}",)) for n in range(8)))
    plain = [replace(unit, matters=tuple(Thing(item.id) for item in unit.matters)) for unit in free.units]
    one = replace(free, rules=tuple(draw.ALWAYS), units=tuple(plain))
    units, matters, people, first = Counter(), Counter(), Counter(), Counter()
    for _ in range(DRAWS):
        drawn = do(one, chance.randbytes(32))
        first[drawn[0].unit] += 1
        for each in drawn:
            units[each.unit] += 1
            matters.update(item[-1] for item in each.matters)
            people.update(each.inspectors)
    # drawing without replacement: (count - 1)/(count - share) of the variance of the multinomial, so this is cautious
    assert chi_square(units.values(), DRAWS * 4 / 20) < 43.82  # 19 degrees
    assert chi_square(matters.values(), DRAWS * 8 / 5) < 18.47  # 4 degrees
    assert chi_square(people.values(), DRAWS * 8 / 8) < 24.32  # 7 degrees
    assert chi_square(first.values(), DRAWS / 20) < 43.82
    entropy = -sum(count / DRAWS * log2(count / DRAWS) for count in first.values())
    assert entropy > log2(20) - 0.01  # nobody foresees the next one


def test_a_remainder_would_be_found_out():
    """The same test on numbers taken by remainder from a byte: it fails, so it can fail."""
    chance = random.Random(1)
    seen = Counter(chance.randbytes(1)[0] % 20 for _ in range(DRAWS * 20))
    assert chi_square(seen.values(), DRAWS) > 43.82


def test_weights_make_what_is_heavier_likelier():
    chance = random.Random(3)
    one = frame(units=3, take=(1, 0, 1), matters=0, weight=lambda n: n + 1)
    seen = Counter(do(one, chance.randbytes(32))[0].unit for _ in range(6000))
    assert chi_square([seen["u00"] / 1, seen["u01"] / 2, seen["u02"] / 3], 1000) < 13.82


def test_the_other_program_draws_every_list_again():
    chance = random.Random(5)
    one = frame(weight=lambda n: 1 + n % 3)
    for _ in range(500):
        assert redraw.faults(told(one, chance.randbytes(32), f"sha256:{chance.randbytes(32).hex()}")) == []


sizes = st.tuples(st.integers(1, 12), st.integers(1, 8), st.integers(0, 5))


@given(sizes, st.binary(min_size=32, max_size=32), st.data())
def test_nobody_inspects_where_a_rule_keeps_them_away(size, seed, data):
    units, inspectors, matters = size
    take = (data.draw(st.integers(1, units)), data.draw(st.integers(0, 6)), data.draw(st.integers(1, inspectors)))
    one = frame(units, inspectors, take, matters)
    places, people = {unit.id: unit for unit in one.units}, {who.id: who for who in one.inspectors}
    drawn = do(one, seed)
    assert len({each.unit for each in drawn}) == take[0]
    for each in drawn:
        unit = places[each.unit]
        chosen = [item for item in unit.matters if item.id in each.matters]
        assert len(chosen) == len(each.matters) == min(take[1], matters)
        for who in (*each.inspectors, *each.stand_ins):
            person = people[who]
            assert not any(path.startswith(unit.path) or unit.path.startswith(path) for path in person.paths)
            assert unit.id not in person.conflicts
            assert not any(who in item.persons for item in chosen)
        assert {*each.inspectors, *each.stand_ins, *(item.inspector for item in each.recused)} == set(people)
        assert len(each.inspectors) + each.short == take[2]
    assert redraw.faults(told(one, seed)) == []


def test_rules_are_told_apart():
    unit = Place("u", "村", "aabb", 1, (Thing("m", "claims", ("claims", "acts")),))
    for name, paths, conflicts, rule in [
        ("x", ("aabb",), (), Recusal.OWN_UNIT), ("x", ("aabbcc",), (), Recusal.BELOW),
        ("x", ("aa",), (), Recusal.ABOVE), ("claims", ("zz",), (), Recusal.CLAIMANT),
        ("acts", ("zz",), (), Recusal.ACTED), ("x", ("zz",), ("u",), Recusal.DECLARED), ("x", ("aacc",), (), None),
    ]:  # fmt: skip
        assert draw.recusal(Inspector(name, name, paths, conflicts), unit, unit.matters, tuple(Recusal)) is rule
    above = Inspector("x", "x", ("aa",))
    assert draw.recusal(above, unit, (), tuple(draw.ALWAYS)) is None  # a rule that a place may switch off


def test_seed_root_and_list_each_change_what_is_drawn():
    one, seed = frame(), bytes(32)
    lists = {json.dumps(draw.result(drawn)) for drawn in (
        do(one, seed), do(one, b"\1" * 32), do(one, seed, "sha256:" + "cd" * 32),
        do(replace(one, units=(replace(one.units[0], weight=2), *one.units[1:])), seed),
    )}  # fmt: skip
    assert len(lists) == 4
    assert do(one, seed) == do(draw.from_text(draw.to_text(one)), seed)


def test_a_list_in_another_order_is_another_list():
    one, turned = frame(), replace(frame(), units=frame().units[::-1])
    assert draw.digest(one) != draw.digest(turned)
    assert redraw.faults(told(turned, b"\2" * 32)) == []


def test_another_seed_than_the_one_written_down_draws_nothing():
    with pytest.raises(draw.NotCommitted):
        draw.draw(frame(), b"\1" * 32, ROOT, committed=draw.commitment(b"\2" * 32))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"take_units": 0}, "units"), ({"take_units": 21}, "units"), ({"inspectors": ()}, "inspectors"),
        ({"take_inspectors": 9}, "take"), ({"take_matters": -1}, "take"), ({"rules": (Recusal.ABOVE,)}, "rules"),
        ({"units": frame().units * 2}, "doubles"), ({"units": frame(weight=lambda _n: 0).units}, "weight"),
    ],
)  # fmt: skip
def test_a_list_nothing_fair_can_be_drawn_from_is_refused(change, why):
    with pytest.raises(draw.Unusable, match=why):
        do(replace(frame(), **change), bytes(32))


@pytest.mark.parametrize(
    ("field", "value"),
    [("seed", "00" * 32), ("root", "sha256:00"), ("frame_digest", "sha256:00"), ("committed", "sha256:00")],
)
def test_the_other_program_finds_what_was_changed(field, value):
    assert redraw.faults({**told(frame(), b"\7" * 32), field: value})


def test_the_other_program_needs_nothing_but_python(tmp_path):
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(told(frame(), b"\7" * 32)), encoding="utf-8")
    script = tmp_path / "redraw.py"
    script.write_bytes(Path(redraw.__file__).read_bytes())
    run = [sys.executable, "-I", "-S", str(script)]
    done = subprocess.run(  # noqa: S603
        [*run, str(path)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "the same list" in done.stdout
    changed = told(frame(), b"\7" * 32)
    changed["result"][0]["inspectors"] = ["p0"]
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert (
        subprocess.run(  # noqa: S603
            [*run, str(path)], capture_output=True, check=False
        ).returncode
        == 1
    )
    assert (
        subprocess.run(  # noqa: S603
            [*run, str(tmp_path / "none")], capture_output=True, check=False
        ).returncode
        == 2
    )
