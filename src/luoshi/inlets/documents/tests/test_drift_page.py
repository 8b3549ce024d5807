"""The office lays its document beside that of the level above; only what it may see can be chosen."""

import pytest
from django.urls import reverse

import people
from luoshi.inlets.documents.tests import rounds

ABOVE = (
    "关于整治河渠环境的通知\n\n各镇：\n"
    "一、要在6月底前完成入户走访，每季度公示一次办理情况。\n"
    "二、要全面排查沿河排污口，建立一口一档。\n"
)
BELOW = "关于落实河渠环境整治的通知\n\n各村：\n一、要在9月底前完成入户走访，每季度公示一次办理情况。\n"


@pytest.fixture
def here(db):
    return people.district()


def text(answer):
    return answer.content.decode()


def test_both_wordings_stand_side_by_side(client, here):
    above, below = rounds.taken_in(here, ABOVE), rounds.taken_in(here, BELOW)
    client.force_login(people.account_of(here.clerk))
    url = reverse("documents:drift", args=[below])

    begin = text(client.get(url))
    assert "关于整治河渠环境的通知" in begin
    assert "<details" not in begin.partition("<main")[2]  # the choice is what the page is for: nothing folds it away
    page = text(client.get(url, {"above": str(above)}))
    assert "推迟" in page
    assert "“6月底前”变为“9月底前”" in page
    assert "遗漏" in page
    assert "沿河排污口" in page
    assert "上级要求 3 条" in page or "上级要求 4 条" in page


@pytest.mark.parametrize("above", ["x", "00000000-0000-0000-0000-000000000000", "' or 1=1"])
def test_what_cannot_be_chosen_is_not_compared(client, here, above):
    below = rounds.taken_in(here, BELOW)
    client.force_login(people.account_of(here.clerk))
    answer = client.get(reverse("documents:drift", args=[below]), {"above": above})
    assert answer.status_code == 200
    assert "变为" not in text(answer)
