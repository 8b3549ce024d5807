from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base import clock
from luoshi.web import dates

NINTH = date(2014, 4, 9)
LATE = datetime(2014, 4, 9, 17, 5, tzinfo=UTC)  # 10 April, 01:05 in Beijing


def shown(tag, language, **values):
    with translation.override(language):
        return Template("{% load luoshi %}" + tag).render(Context(values))


@pytest.mark.parametrize(
    ("tag", "chinese", "english"),
    [
        ("{{ at|day }}", "2014年4月9日", "9 April 2014"),
        ("{{ late|day }}", "2014年4月10日", "10 April 2014"),
        ("{{ late|moment }}", "2014年4月10日 01:05", "10 April 2014 01:05"),
        ("{{ late|time }}", "01:05", "01:05"),
        ("{{ nothing|day }}{{ nothing|moment }}{{ nothing|time }}{{ nothing|short_day }}", "", ""),
    ],
)
def test_days_and_times_are_beijing_s_in_both_languages(tag, chinese, english):
    values = {"at": NINTH, "late": LATE, "nothing": None}
    assert shown(tag, "zh-hans", **values) == chinese
    assert shown(tag, "en", **values) == english


def test_a_day_of_this_year_needs_no_year():
    with clock.fixed(LATE):
        assert shown("{{ at|short_day }}", "zh-hans", at=NINTH) == "4月9日"
        assert shown("{{ at|short_day }}", "en", at=NINTH) == "9 Apr"
        assert shown("{{ at|short_day }}", "zh-hans", at=date(2013, 4, 9)) == "2013年4月9日"


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (3, "还有3天", "3 days left"),
        (1, "还有1天", "1 day left"),
        (0, "今天到期", "due today"),
        (-1, "已超1天", "1 day over"),
        (-2, "已超2天", "2 days over"),
    ],
)
def test_a_span_says_how_long_there_is(days, chinese, english):
    due = NINTH + timedelta(days=days)
    with translation.override("zh-hans"):
        assert dates.span(due, NINTH) == chinese
    with translation.override("en"):
        assert dates.span(due, NINTH) == english


def test_a_due_date_has_the_full_day_on_hover_and_none_is_undecided():
    shown_due = shown("{% due on 'red' today %}", "zh-hans", on=NINTH, today=date(2014, 4, 11))
    assert 'title="2014年4月9日"' in shown_due
    assert "已超2天" in shown_due
    assert "时限待定" in shown("{% due nothing %}", "zh-hans", nothing=None)


@given(st.dates(), st.dates())
def test_a_span_is_never_negative(due, today):
    assert "-" not in dates.span(due, today)


def test_no_time_runs_for_what_has_ended():
    due = NINTH + timedelta(days=3)
    assert "还有3天" in shown("{% due on light today %}", "zh-hans", on=due, light="green", today=NINTH)
    ended = shown("{% due on light today %}", "zh-hans", on=due, light="none", today=NINTH)
    assert "还有" not in ended
    assert "2014年4月12日" in ended
