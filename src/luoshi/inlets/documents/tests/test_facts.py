"""Facts: what a document says of itself is found with its words; what it does not say is not there."""

from dataclasses import fields
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.inlets.documents.reading.facts import Kind, Presence, find_facts
from luoshi.inlets.documents.tests.papers import NOTICE, REPORT, shared_text

MINUTES = """青河县防汛指挥部会议纪要
第3期
会议时间：2016年6月30日下午
会议地点：县水务局三楼会议室
主持人：安石
出席：县水务局温如玉、县应急办鲁大川
请假：梅小雨
会议议定以下事项：
一、各乡镇7月10日前完成排查。
青河县防汛指挥部办公室
二〇一六年七月一日
"""

SPEECH = """在全县防汛工作会议上的讲话
（2016年6月30日）
县长 秦守田
同志们：
今天的会议很重要。
"""


def words_of(text, fact):
    return text[fact.start : fact.end]


def test_the_facts_of_a_meeting_report():
    facts = find_facts(REPORT)
    assert facts.kind is Kind.MEETING_REPORT
    assert facts.title.value == "青河县召开夏季防汛工作推进会议"
    assert (facts.number, facts.issuer, facts.date) == (None, None, None)
    assert (facts.source.value, facts.editor.value) == ("青河日报", "梅小雨")
    assert (facts.published_at.value, facts.published_at.at) == (date(2016, 7, 2), time(8, 30))
    assert words_of(REPORT, facts.place) == "县委礼堂"


def test_the_day_of_the_meeting_takes_its_year_from_words_it_points_to():
    held = find_facts(REPORT).held_on
    assert held.value == date(2016, 6, 30)
    assert words_of(REPORT, held) == "6月30日"
    assert REPORT[held.year_start : held.year_end] == "2016-07-02 08:30:00"


def test_a_meeting_at_the_end_of_the_year_before_is_not_put_into_the_future():
    text = "某县召开会议\n发布时间:2015/1/3 来源:本站\n12月28日,某县召开安全会议,部署工作。\n"
    assert find_facts(text).held_on.value == date(2014, 12, 28)


def test_a_day_without_a_year_anywhere_has_no_value():
    held = find_facts("某县召开安全会议\n\n3月5日,某县召开安全会议,部署工作。\n").held_on
    assert (held.value, held.year_start) == (None, None)


def test_speakers_carry_their_roles_as_written():
    speakers = find_facts(REPORT).speakers
    assert [(person.name, person.role) for person in speakers] == [
        ("秦守田", "县委副书记、县长"),
        ("孟长河", "市防汛督导组组长"),
    ]
    assert all(words_of(REPORT, person) == person.name for person in speakers)


def test_the_chair_and_the_reader_are_known_by_their_roles_from_elsewhere():
    facts = find_facts(REPORT)
    assert (facts.chair.name, facts.chair.role) == ("安石", "县防汛指挥部副指挥长、副县长")
    (document,) = facts.read_out
    assert document.title == words_of(REPORT, document) == "青河县夏季防汛责任分工方案"
    assert document.reader.name == "温如玉"


def test_persons_and_bodies_attended_as_written():
    attendance = find_facts(REPORT).attendance
    assert [each.person.name for each in attendance if each.person] == ["叶知秋", "安石", "温如玉", "鲁大川"]
    assert [each.words for each in attendance if not each.person] == [
        "各乡镇党委书记",
        "县直各单位主要负责同志",
        "县防汛办全体人员",
    ]
    assert all(words_of(REPORT, each) == each.words for each in attendance)


def test_an_order_to_attend_is_no_attendance():
    text = REPORT.replace("市防汛督导组副组长叶知秋出席会议。", "各乡镇长要按时参加会议。")
    assert "各乡镇长要按时" not in [each.words for each in find_facts(text).attendance]


def test_what_the_site_hangs_around_a_text_is_told_apart():
    first, last = find_facts(REPORT).furniture
    assert REPORT[slice(*first)].startswith("发布时间")
    assert REPORT[slice(*last)].startswith("相关文章")
    assert REPORT[slice(*last)].endswith("融媒体中心")


def test_the_facts_of_a_notice():
    facts = find_facts(NOTICE)
    assert facts.kind is Kind.NOTICE
    assert facts.title.value == "青河县人民政府办公室关于做好秋季秸秆综合利用工作的通知"
    assert facts.number.value == "青政办发〔2016〕8号"
    assert words_of(NOTICE, facts.issuer) == facts.issuer.value == "青河县人民政府办公室"
    assert facts.issuer.start > NOTICE.index("以通报")
    assert facts.date.value == date(2016, 9, 1)
    assert (facts.speakers, facts.attendance, facts.chair, facts.held_on, facts.furniture) == ((), (), None, None, ())


@pytest.mark.parametrize(
    "written",
    [
        "青政办发[2016]8号",
        "青政办发【2016】第008号",
        "青政办发（2016）８号",
        "青政办发(2016) 8 号",
        "青政办发〔２０１６〕8号",
    ],
)
def test_a_number_is_brought_into_the_standard_form_and_kept_as_written(written):
    number = find_facts(NOTICE.replace("青政办发〔2016〕8号", written)).number
    assert (number.value, number.written) == ("青政办发〔2016〕8号", written)


def test_a_number_glued_to_the_title_is_parted_from_it():
    facts = find_facts("青河县人民政府关于加强河道管理的通知青政发〔2016〕12号各乡镇人民政府：现通知如下。")
    assert facts.title.value == "青河县人民政府关于加强河道管理的通知"
    assert facts.number.value == "青政发〔2016〕12号"
    assert facts.issuer.value == "青河县人民政府"


def test_a_red_head_gives_the_issuer_and_the_title_comes_below_the_number():
    facts = find_facts(
        "000012\n机密★1年\n青河县教育局文件\n青教发〔2016〕2号\n\n关于开展校车检查的通知\n各学校：\n请照办。\n"
    )
    assert (facts.title.value, facts.number.value) == ("关于开展校车检查的通知", "青教发〔2016〕2号")
    assert facts.issuer.value == "青河县教育局"


def test_the_number_of_another_document_is_not_taken():
    text = "关于贯彻文件的通知\n各学校：\n现将《县教育局关于校车的通知》（青教发〔2015〕9号）转给你们。\n"
    assert find_facts(text).number is None


def test_the_facts_of_minutes_stand_behind_their_labels():
    facts = find_facts(MINUTES)
    assert facts.kind is Kind.MINUTES
    assert facts.number.value == "第3期"
    assert facts.held_on.value == date(2016, 6, 30)
    assert facts.place.value == "县水务局三楼会议室"
    assert facts.chair.name == "安石"
    assert [(each.words, each.presence) for each in facts.attendance] == [
        ("县水务局温如玉", Presence.ATTENDED),
        ("县应急办鲁大川", Presence.ATTENDED),
        ("梅小雨", Presence.EXCUSED),
    ]
    assert facts.date.value == date(2016, 7, 1)
    assert facts.issuer.value == "青河县防汛指挥部办公室"


def test_the_speaker_of_a_speech_stands_under_its_title():
    facts = find_facts(SPEECH)
    assert facts.kind is Kind.SPEECH
    assert [(person.name, person.role) for person in facts.speakers] == [("秦守田", "县长")]
    assert facts.date.value == date(2016, 6, 30)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青河县防汛抗旱工作方案（试行）", Kind.PLAN),
        ("关于加强河道管理的指导意见", Kind.OPINION),
        ("关于印发《青河县防汛工作方案》的通知", Kind.NOTICE),
        ("青河风物", Kind.OTHER),
    ],
)
def test_the_last_word_of_a_title_tells_the_kind(title, kind):
    assert find_facts(f"{title}\n一、总则\n内容在此。\n").kind is kind


@given(
    st.text(
        alphabet="一二三、。，：:；\n 　（）()《》〔〕2016年7月1日号县长王李强在会上讲话主持宣读"
        "出席会议参加来源编辑发布召开关于的通知",
        max_size=300,
    )
)
def test_every_fact_lies_within_the_text(text):
    facts = find_facts(text)
    for field in fields(facts):
        value = getattr(facts, field.name)
        for fact in value if isinstance(value, tuple) else [value]:
            if fact is not None and hasattr(fact, "start"):
                assert 0 <= fact.start < fact.end <= len(text)


def test_the_real_report():
    text = shared_text("gold", "breakdown", "caofeidian_2014.txt")
    facts = find_facts(text)
    assert facts.kind is Kind.MEETING_REPORT
    assert facts.held_on.value == date(2014, 4, 9)
    assert facts.published_at.value == date(2014, 4, 14)
    assert (len(facts.speakers), len(facts.read_out), len(facts.attendance)) == (2, 1, 20)
    assert facts.chair.name != facts.read_out[0].reader.name
    assert facts.source is not None
    assert facts.editor is not None
    assert len(facts.furniture) == 2


@pytest.mark.parametrize(
    ("parts", "kind", "number", "day"),
    [
        (("gold", "breakdown", "kindergartens.txt"), Kind.NOTICE, "国办发〔2019〕3号", date(2019, 1, 9)),
        (("gold", "breakdown", "bonded_zones.txt"), Kind.OPINION, "国发〔2019〕3号", date(2019, 1, 12)),
        (("gold", "breakdown", "research_autonomy.txt"), Kind.NOTICE, "国办发〔2018〕127号", date(2018, 12, 26)),
        (("data", "documents", "rural_living_2014.txt"), Kind.OPINION, "国办发〔2014〕25号", date(2014, 5, 16)),
        (("data", "documents", "railway_environment_2021.txt"), Kind.NOTICE, "国办函〔2021〕49号", date(2021, 5, 19)),
        (("data", "documents", "reform_tasks_2020.txt"), Kind.NOTICE, "国办发〔2020〕43号", date(2020, 11, 1)),
    ],
)
def test_real_documents(parts, kind, number, day):
    facts = find_facts(shared_text(*parts))
    assert (facts.kind, facts.number.value, facts.date.value) == (kind, number, day)
    assert facts.title is not None
    assert facts.issuer.value.startswith("国务院")


def test_two_halves_of_a_headline_stay_apart_and_a_word_set_apart_closes_up():
    two = "全县春耕备耕推进会召开 部署农资和农机两项工作\n3月1日，全县召开春耕备耕推进会。\n"
    assert find_facts(two).title.value == "全县春耕备耕推进会召开 部署农资和农机两项工作"
    apart = "关于做好春耕备耕工作的通 知\n各乡镇：\n现就做好春耕备耕工作通知如下。\n"
    assert find_facts(apart).title.value == "关于做好春耕备耕工作的通知"
