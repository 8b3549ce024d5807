from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from luoshi.base import workdays
from luoshi.base.models import OfficialDay

days = st.dates(date(2014, 1, 1), date(2014, 12, 31))


@pytest.fixture
def calendar(db):
    workdays.seed([2014])
    yield
    workdays.forget()


def test_a_make_up_sunday_is_worked_and_a_holiday_is_not(calendar):
    assert workdays.is_working(date(2014, 5, 4))  # a Sunday worked for the May holiday
    assert not workdays.is_working(date(2014, 5, 1))
    assert not workdays.is_working(date(2014, 4, 7))  # the Monday of Qingming


def test_seeding_twice_adds_nothing(calendar):
    assert workdays.seed([2014]) == 0


def test_a_year_that_is_not_published_is_said(calendar):
    assert workdays.is_published(2014)
    assert not workdays.is_published(2099)
    assert workdays.version(2099) == "unpublished"


def test_an_edited_day_counts(calendar):
    OfficialDay.objects.create(day=date(2014, 4, 10), is_working=False, name="closed")
    workdays.forget()
    assert workdays.add(date(2014, 4, 9), 1) == date(2014, 4, 11)


class TestLaws(TestCase):
    @classmethod
    def setUpTestData(cls):
        workdays.seed([2013, 2014, 2015])

    def teardown_example(self, example):
        super().teardown_example(example)
        workdays.forget()

    @given(days, st.integers(0, 40))
    def test_adding_and_counting_agree(self, on, n):
        assert workdays.between(on, workdays.add(on, n)) == n

    @given(days, days, days)
    def test_counting_adds_up(self, a, b, c):
        assert workdays.between(a, b) + workdays.between(b, c) == workdays.between(a, c)

    @given(days, st.integers(1, 20))
    def test_a_deadline_falls_on_a_working_day(self, on, n):
        assert workdays.is_working(workdays.add(on, n))

    @given(days, st.integers(1, 20), st.integers(0, 30))
    def test_a_holiday_added_never_shortens_a_deadline(self, on, n, offset):
        before = workdays.add(on, n)
        OfficialDay.objects.update_or_create(day=on + timedelta(days=offset), defaults={"is_working": False})
        workdays.forget()
        assert workdays.add(on, n) >= before
