import re
from uuid import UUID

import pytest
from django.urls import reverse

import builders
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.outlets.boards import differences
from luoshi.outlets.boards.differences import Counted
from luoshi.people.viewer import UnitRef

pytestmark = pytest.mark.django_db


def units(counts):
    return [
        Counted(UnitRef(UUID(int=n + 1), str(n), f"第{n}村", "village", f"{n:08}"), count, of, "")
        for n, (count, of) in enumerate(counts)
    ]


def test_the_order_is_the_map_and_only_what_lies_beyond_is_a_signal():
    found = differences.measure("超期", units([(30, 60), (4, 40), (0, 12), (5, 50), (1, 3), (0, 0), (6, 60)]))
    assert [row[0].value for row in found.table.rows] == ["第0村", "第1村", "第2村", "第3村", "第4村", "第6村"]
    assert [row[5] for row in found.table.rows] == ["◆ 值得了解", *["看不出差别"] * 5]
    assert [spot.is_signal for spot in found.spots] == [True, *[False] * 5]
    assert "1个单位的差别超出偶然" in found.sentence


def test_few_units_are_not_compared():
    assert differences.measure("超期", units([(1, 5)] * 4)) is None


def test_claims_are_counted_under_each_unit_directly_below(here):
    builders.verified(here)
    refused = builders.claimed(here)
    builders.do(here.inspector, refused, acts.Refuse(Prose("现场未见")))
    builders.assigned(here, to=here.village)
    found = queries.checks_of_those_below(here.mayor, here.district.id)
    assert found[here.town.path] == queries.Checks(held=1, failed=1)
    assert queries.checks_of_those_below(here.head, here.town.id)[here.village.path].checked == 0


def test_the_page_draws_what_the_table_says(here, opened, monkeypatch):
    monkeypatch.setattr(differences, "LEAST", 1)
    builders.verified(here)
    builders.assigned(here, to=here.other_town)
    page = opened(here.mayor, reverse("boards:differences", args=[here.district.id]))
    body = page.content.decode()
    assert page.status_code == 200
    assert "看不出差别" in body
    assert len(re.findall('class="spot"', body)) == sum(len(one.spots) for one in page.context["shown"].measures)
