"""What a level below dropped, weakened, delayed or inflated is found; what it only said otherwise is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.inlets.documents.breakdown import break_down
from luoshi.inlets.documents.breakdown.amounts import amounts, compare, limit, number
from luoshi.inlets.documents.breakdown.drift import Change, drift

ABOVE = (
    "关于整治河渠环境的通知\n各镇：\n现将有关事项通知如下。\n一、任务\n"
    "各镇要全面排查沿河排污口，建立一口一档。\n"
    "各镇要在6月底前完成入户走访，每季度公示一次办理情况。\n"
    "区水务局要在10个工作日内清理河道垃圾，每个村至少设置2个收集点。\n"
    "鼓励有条件的村组织村民清理房前屋后。\n"
)


def changes(below, above=ABOVE):
    return [(one.change, one.was, one.became) for one in drift(break_down(above), above, below)]


def kinds(one, other):
    assert one in ABOVE
    return {change for change, _was, _became in changes(ABOVE.replace(one, other))}


def test_the_same_words_are_no_change():
    assert changes(ABOVE) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("各镇要全面排查沿河排污口，建立一口一档。\n", "各村要全面排查沿河排污口，建立一口一档。\n"),
        ("区水务局要在10个工作日内清理河道垃圾", "镇水务站要在10个工作日内清理河道垃圾"),
        ("一、任务\n", "一、工作任务\n"),
        ("每季度公示一次办理情况", "每季度将办理情况公示一次"),
        ("各镇要在6月底前完成入户走访", "6月底前，各村要完成入户走访"),
    ],
)
def test_other_names_and_another_order_are_no_change(one, other):
    assert kinds(one, other) == set()


def test_what_a_level_below_adds_is_no_change():
    assert changes(ABOVE + "二、补充\n各村要每周清扫村道。\n") == []


@pytest.mark.parametrize(
    ("one", "other", "change"),
    [
        ("区水务局要在10个工作日内清理河道垃圾，每个村至少设置2个收集点。\n", "", Change.DROPPED),
        ("全面排查沿河排污口", "视情排查沿河排污口", Change.WEAKENED),
        ("建立一口一档", "探索建立一口一档", Change.WEAKENED),
        ("每季度公示一次", "每年公示一次", Change.WEAKENED),
        ("至少设置2个收集点", "至少设置1个收集点", Change.WEAKENED),
        ("6月底前", "9月底前", Change.DELAYED),
        ("在10个工作日内", "在20个工作日内", Change.DELAYED),
        ("各镇要在6月底前完成", "各镇要完成", Change.DELAYED),
        ("6月底前", "5月底前", Change.INFLATED),
        ("在10个工作日内", "在3个工作日内", Change.INFLATED),
        ("每季度公示一次", "每月公示一次", Change.INFLATED),
        ("设置2个收集点", "设置4个收集点", Change.INFLATED),
        ("鼓励有条件的村组织村民", "各村必须组织村民", Change.INFLATED),
    ],
)
def test_a_planted_change_is_found_and_named(one, other, change):
    assert kinds(one, other) == {change}


def test_both_wordings_are_shown_where_they_stand():
    below = ABOVE.replace("6月底前", "9月底前")
    (one,) = drift(break_down(ABOVE), ABOVE, below)
    assert "6月底前完成入户走访" in ABOVE[slice(*one.above)]
    assert one.below is not None
    assert "9月底前完成入户走访" in below[slice(*one.below)]
    assert (one.was, one.became) == ("6月底前", "9月底前")


@given(st.text(max_size=300))
def test_anything_below_is_compared(below):
    for one in drift(break_down(ABOVE), ABOVE, below):
        assert one.change is Change.DROPPED or one.below is not None
        if one.below:
            assert 0 <= one.below[0] <= one.below[1] <= len(below)


class TestAmounts:
    @pytest.mark.parametrize(
        ("words", "value"),
        [("二十五", 25), ("十", 10), ("一百零三", 103), ("两千", 2000), ("12.5", 12.5), ("二〇一四", 2014)],
    )
    def test_numbers(self, words, value):
        assert number(words) == value

    def test_less_of_a_ceiling_is_harder(self):
        (cap,) = amounts("办理时间压缩至5天以内")
        assert cap.is_ceiling

    def test_figures_that_are_part_of_words_are_no_amounts(self):
        assert amounts("统一部署，一律公开，第一责任人负责") == []

    @pytest.mark.parametrize(
        ("one", "other", "order"),
        [
            ("6月底前", "9月底前", -1),
            ("2021年底前", "2020年底前", 1),
            ("3月15日前", "3月底前", -1),
            ("10个工作日内", "2周内", 0),
            ("6月底前", "10个工作日内", None),
        ],
    )
    def test_limits_are_compared_where_they_can_be(self, one, other, order):
        mine, theirs = limit(f"要在{one}完成"), limit(f"要在{other}完成")
        assert mine is not None
        assert theirs is not None
        assert compare(mine, theirs) == order
