"""Sameness: setting and number do not make another document, one changed figure makes a new version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.inlets.documents.reading.sameness import SameKind, same_document
from luoshi.inlets.documents.tests.papers import NOTICE, REPORT, shared_text

FORWARDED = f"""青河县教育局
转发关于做好秋季秸秆综合利用工作的通知
青教发〔2016〕31号
各中小学：
现将县政府办公室文件转发给你们，请照此办理。
青河县教育局
2016年9月5日

{NOTICE}"""


def kind(a, b):
    return same_document(a, b).kind


def test_setting_does_not_matter():
    other = NOTICE.replace("。", ". ").replace("，", ",").replace("\n", "\r\n\u3000\u3000").replace("20", "２０")
    assert kind(NOTICE, other) is SameKind.IDENTICAL
    assert same_document(NOTICE, other).similarity == 1


def test_the_same_text_under_another_number_is_recognised():
    other = NOTICE.replace("青政办发〔2016〕8号", "青政办函〔2016〕15号").replace("9月1日", "9月3日")
    found = same_document(NOTICE, other)
    assert found.kind is SameKind.SAME_TEXT_OTHER_NUMBER
    assert (found.number_a, found.number_b) == ("青政办发〔2016〕8号", "青政办函〔2016〕15号")


def test_a_number_written_otherwise_is_the_same_number():
    assert kind(NOTICE, NOTICE.replace("〔2016〕8", "[2016]08")) is SameKind.IDENTICAL


def test_a_forwarded_notice_with_the_whole_text_in_it_is_the_same_document():
    assert kind(NOTICE, FORWARDED) is SameKind.SAME_TEXT_OTHER_NUMBER
    assert kind(FORWARDED, NOTICE) is SameKind.SAME_TEXT_OTHER_NUMBER


@pytest.mark.parametrize(("old", "new"), [("9月20日", "9月30日"), ("会同公安局", "会同农业局"), ("十分钟", "三十分钟")])
def test_one_changed_figure_or_body_makes_a_new_version(old, new):
    assert kind(NOTICE, NOTICE.replace(old, new)) is SameKind.NEW_VERSION
    assert kind(NOTICE, NOTICE.replace(old, new).replace("8号", "19号")) is SameKind.NEW_VERSION


def test_a_new_clause_makes_a_new_version_even_under_another_number():
    longer = NOTICE.replace("二、加强巡查", "二、加强宣传\n乡镇广播每天播放两次。\n三、加强巡查").replace("8号", "19号")
    assert kind(NOTICE, longer) is SameKind.NEW_VERSION


def test_different_documents_are_different():
    assert kind(NOTICE, REPORT) is SameKind.DIFFERENT
    assert same_document(NOTICE, REPORT).similarity < 0.1


def test_two_short_texts_are_not_taken_for_one_in_the_other():
    assert kind("关于转发通知\n青发〔2016〕1号\n请照办。", "请照办。") is SameKind.DIFFERENT


def test_a_point_between_figures_matters():
    assert kind("投入1.5万元。", "投入15万元。") is not SameKind.IDENTICAL


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_relation_is_the_same_from_both_sides(a, b):
    one, other = same_document(a, b), same_document(b, a)
    assert (one.kind, one.similarity, one.number_a) == (other.kind, other.similarity, other.number_b)
    assert kind(a, a) is SameKind.IDENTICAL


def test_real_documents_are_themselves_and_not_each_other():
    names = ("kindergartens.txt", "bonded_zones.txt", "research_autonomy.txt", "caofeidian_2014.txt")
    texts = [shared_text("gold", "breakdown", name) for name in names]
    for at, a in enumerate(texts):
        for other, b in enumerate(texts):
            assert kind(a, b) is (SameKind.IDENTICAL if at == other else SameKind.DIFFERENT)


def test_other_recipients_do_not_make_another_document():
    other = NOTICE.replace("各乡镇人民政府，县直各单位：", "各村民委员会：").replace("8号", "21号")
    assert kind(NOTICE, other) is SameKind.SAME_TEXT_OTHER_NUMBER
