"""Lists: every row once, whichever way the pages are turned."""

import pytest

import builders
import people
from luoshi.ledger import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    made = people.district()
    for number in range(7):
        due = builders.in_days(number // 3) if number < 5 else None
        builders.assigned(made, due=due, title=f"第{number}项走访")
    return made


def forward(viewer, size):
    found, after = [], ""
    while True:
        page = queries.matters(viewer, queries.Filter(kind="task"), after=after, size=size)
        found.append(page)
        after = page.after
        if not after:
            return found


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_every_row_stands_on_one_page(here, size):
    pages = forward(here.clerk, size)
    rows = [row.id for page in pages for row in page.rows]
    assert len(rows) == len(set(rows)) == pages[0].total == 7
    dates = [row.due_on for page in pages for row in page.rows]
    assert dates == sorted(dates, key=lambda due: (due is None, due))


def test_turning_back_shows_the_page_before(here):
    first, second, *_ = forward(here.clerk, 3)
    back = queries.matters(here.clerk, queries.Filter(kind="task"), before=second.before, size=3)
    assert back.rows == first.rows


@pytest.mark.parametrize(
    "key", ["x", "9999-12-31", "2014-01-01_1_x", "2014-01-01_99999999999999999999_" + "0" * 32, "_" * 9]
)
def test_a_key_that_nobody_gave_leads_to_the_first_page(here, key):
    assert queries.matters(here.clerk, after=key).rows == queries.matters(here.clerk).rows


@pytest.mark.parametrize("words", ["走访", "访", "第3项", "３项"])
def test_short_words_are_found(here, words):
    assert queries.matters(here.clerk, queries.Filter(kind="task", words=words)).total in {1, 7}


def test_words_that_stand_nowhere_find_nothing(here):
    assert queries.matters(here.clerk, queries.Filter(words="防汛")).total == 0
