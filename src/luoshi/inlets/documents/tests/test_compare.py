"""Comparing versions: every sentence of both is accounted for once, and changed words are pointed at."""

from hypothesis import given
from hypothesis import strategies as st

from luoshi.inlets.documents.reading.compare import ChangeKind, compare_versions
from luoshi.inlets.documents.reading.wording import sentences

OLD = """工作方案
一、各乡镇在9月20日前完成排查。县水务局负责技术指导。
二、县环保局每日巡查。对问题突出的村予以通报。
三、年底总结。
"""
NEW = """工作方案
一、各乡镇在9月30日前完成排查。县水务局负责技术指导。
二、对问题突出的村予以通报。
三、建立群众举报电话，二十四小时有人接听。
四、年底总结。
"""


def told(old, new):
    return [
        (change.kind.value, change.old and old[slice(*change.old)], change.new and new[slice(*change.new)])
        for change in compare_versions(old, new)
    ]


def test_each_kind_of_change_is_told():
    changes = told(OLD, NEW)
    assert ("kept", "县水务局负责技术指导。", "县水务局负责技术指导。") in changes
    assert ("reworded", "一、各乡镇在9月20日前完成排查。", "一、各乡镇在9月30日前完成排查。") in changes
    assert ("removed", "二、县环保局每日巡查。", None) in changes
    assert ("added", None, "三、建立群众举报电话，二十四小时有人接听。") in changes


def test_the_changed_words_of_a_sentence_are_pointed_at():
    (change,) = [each for each in compare_versions(OLD, NEW) if each.old and OLD[slice(*each.old)].startswith("一、")]
    (piece,) = change.pieces
    assert (OLD[slice(*piece.old)], NEW[slice(*piece.new)]) == ("2", "3")


def test_setting_is_no_change():
    other = OLD.replace("。", "．").replace("\n", "\n\u3000\u3000").replace("9月", "９ 月").replace("．", "。")
    assert {change.kind for change in compare_versions(OLD, other)} == {ChangeKind.KEPT}


def test_a_point_between_figures_is_a_change():
    assert told("投入1.5万元。", "投入15万元。")[0][0] == "reworded"


def test_a_sentence_that_shares_little_is_removed_and_another_added():
    assert [kind for kind, _, _ in told("各村修好水渠。", "学校开设食堂。")] == ["removed", "added"]


SENTENCES = st.lists(
    st.sampled_from(["各乡镇排查险工。", "县里每周汇总。", "各乡镇排查险段。", "年底验收。", "设立电话；", "甲"]),
    max_size=12,
)


@given(SENTENCES, SENTENCES)
def test_every_sentence_of_both_texts_is_told_once_and_in_order(before, after):
    old, new = "\n".join(before), "\n".join(after)
    changes = compare_versions(old, new)
    assert [change.old for change in changes if change.old] == sentences(old)
    assert [change.new for change in changes if change.new] == sentences(new)
    for change in changes:
        assert (change.kind is ChangeKind.ADDED) == (change.old is None)
        assert (change.kind is ChangeKind.REMOVED) == (change.new is None)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_turn_the_old_sentence_into_the_new_one(old, new):
    for change in compare_versions(old, new):
        if change.kind is not ChangeKind.REWORDED:
            continue
        built, at = "", change.old[0]
        for piece in change.pieces:
            built += old[at : piece.old[0]] + new[slice(*piece.new)]
            at = piece.old[1]
        assert built + old[at : change.old[1]] == new[slice(*change.new)]
