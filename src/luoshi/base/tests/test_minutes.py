from datetime import datetime, timedelta

import pytest

from luoshi.base import clock, minutes
from luoshi.base.models import FormMinutes

pytestmark = pytest.mark.django_db
MORNING = datetime(2014, 4, 10, 8, tzinfo=clock.BEIJING)


def spent(seconds, *, form="handling:claim", declared=5, is_sent=True):
    """A form that was shown in the morning and sent so much later."""
    with clock.fixed(MORNING):
        mark = minutes.shown(declared)
    with clock.fixed(MORNING + timedelta(seconds=seconds)):
        minutes.note(form, mark, is_sent=is_sent)


def test_a_week_of_a_form_is_one_row():
    for seconds in (60, 120, 240):
        spent(seconds)
    row = FormMinutes.objects.get()
    assert (row.form, str(row.week), row.sent, row.seconds) == ("handling:claim", "2014-04-07", 3, 420)
    assert minutes.taken(since=MORNING.date())[0].minutes == pytest.approx(7 / 3)


def test_neither_a_person_nor_a_unit_is_kept():
    assert {field.name for field in FormMinutes._meta.get_fields()} == {
        "id", "form", "week", "declared", "sent", "seconds", "capped",
    }  # fmt: skip


def test_what_was_refused_adds_its_time_to_the_one_that_is_sent():
    spent(100, is_sent=False)
    spent(80)
    (found,) = minutes.taken(since=MORNING.date())
    assert (found.sent, found.seconds) == (1, 180)


def test_a_page_left_open_counts_for_half_an_hour():
    spent(5 * 3600)
    (found,) = minutes.taken(since=MORNING.date())
    assert (found.seconds, found.capped) == (1800, 1)


@pytest.mark.parametrize("mark", ["", "1397088000.5", "1397088000.5:forged", "x"])
def test_a_mark_that_is_not_ours_adds_nothing(mark):
    minutes.note("handling:claim", mark, is_sent=True)
    assert not FormMinutes.objects.exists()


def test_a_clock_that_was_set_back_adds_nothing():
    spent(-50)
    assert not FormMinutes.objects.exists()
