"""The clerk sends the ledger as it is, sees what was understood, and its open rows become matters, once."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.urls import reverse

import people
from luoshi.inlets.documents import commands
from luoshi.inlets.documents.refusals import NotYours
from luoshi.ledger import queries as ledger
from luoshi.ledger.events import Role

ROWS = [
    ["序号", "整改问题", "整改时限", "整改时限", "责任", "责任", "销号日期"],
    ["序号", "整改问题", "开始时间", "完成时间", "牵头单位", "配合单位", "销号日期"],
    ["1", "灌渠堵塞，下游无水", "2014.4.1", "2014.4.30", "唐海镇", "区水务局", ""],
    ["2", "村务公开栏长期未更新", "", "2014.4.31", "七农场", "", ""],
    ["3", "路灯损坏", "", "长期", "治水办", "", ""],
    ["4", "办证要跑三趟", "2014.3.1", "2014.3.20", "唐海镇", "", "2014.3.18"],
]


@pytest.fixture
def here(db):
    return people.district()


@pytest.fixture
def clerk(client, here):
    client.force_login(people.account_of(here.clerk))
    return client


def workbook(rows):
    """A ledger with a title over all columns, two rows of headings and merged cells."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, len(rows[0]) - 1, "整改台账")
        for row, cells in enumerate(rows[2:], start=3):
            sheet.write_row(row, 0, cells)
        for column, (top, low) in enumerate(zip(rows[0], rows[1], strict=True)):
            sheet.write(1, column, top)
            sheet.write(2, column, low)
        for column in (0, 1, 6):
            sheet.merge_range(1, column, 2, column, rows[0][column])
        sheet.merge_range(1, 2, 1, 3, "整改时限")
        sheet.merge_range(1, 4, 1, 5, "责任")
    body.seek(0)
    body.name = "整改台账.xlsx"
    return body


def text(answer):
    return answer.content.decode()


def send(clerk, rows=ROWS, **more):
    return clerk.post(reverse("documents:send_ledger"), {"file": workbook(rows), **more})


def titles(viewer):
    """What leads; a co-operating unit has a matter of its own under the same words."""
    return {row.title: row for row in ledger.matters(viewer, ledger.Filter()).rows if row.role == Role.LEAD}


def test_it_is_shown_before_it_is_taken_over(clerk, here):
    page = text(clerk.get(send(clerk).url))

    assert "共 4 行：可接入 2 项，此前已接入 0 项，已办结 1 项，有误 1 行" in page
    assert "“2014.4.31”不是有效日期" in page
    assert "“治水办”查无此单位或有多个，待定" in page
    assert "2014年4月30日" in page
    assert titles(here.clerk) == {}


def test_open_rows_become_matters_with_their_first_dates(clerk, here):
    look = send(clerk).url
    done = clerk.post(look, {"take": "1"}, follow=True)

    assert "已接入 2 项" in text(done)
    found = titles(here.clerk)
    assert set(found) == {"灌渠堵塞，下游无水", "路灯损坏"}
    first = found["灌渠堵塞，下游无水"]
    assert first.due_on == date(2014, 4, 30)
    assert first.lead_id == here.town.id
    assert ledger.matter_page(here.clerk, first.id).matter.opened_on == date(2014, 4, 1)
    assert found["路灯损坏"].due_on is None
    assert found["路灯损坏"].lead_id is None
    assert clerk.get(look).status_code == 404


def test_sent_again_nothing_is_doubled_and_the_mended_row_comes_in(clerk, here):
    clerk.post(send(clerk).url, {"take": "1"})
    mended = [[cell.replace("2014.4.31", "2014.4.30") for cell in row] for row in ROWS]
    look = send(clerk, mended).url
    assert "可接入 1 项，此前已接入 2 项" in text(clerk.get(look))
    clerk.post(look, {"take": "1"})
    assert len(titles(here.clerk)) == 3


def test_a_column_taken_for_something_else_is_put_right(clerk):
    look = send(clerk).url
    page = text(clerk.get(look))
    assert 'name="column-3"' in page
    fields = {f"column-{n}": "" for n in range(7)} | {"column-1": "title", "column-2": "due"}
    clerk.post(look, fields)
    assert "2014年4月1日" in text(clerk.get(look))
    refused = clerk.post(look, {f"column-{n}": "" for n in range(7)})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.csv", b"\x00\x01"),
        ("a.csv", "姓名,电话\n张三,1\n".encode()),
        ("a.csv", b"\xff\xfe"),
    ],
)
def test_what_is_no_ledger_is_refused_with_what_to_do(clerk, name, body):
    file = io.BytesIO(body)
    file.name = name
    answer = clerk.post(reverse("documents:send_ledger"), {"file": file})
    assert answer.status_code == 422


def test_words_of_a_ledger_are_no_markup(clerk):
    rows = [*ROWS[:2], ["1", "<script>alert(1)</script>", "", "2014.4.30", "唐海镇", "", ""]]
    page = text(clerk.get(send(clerk, rows).url))
    assert "<script>alert" not in page


def test_nobody_takes_over_what_another_has_sent(clerk, here):
    sent = send(clerk).url.rstrip("/").rpartition("/")[2]
    office = people.viewer("镇活动办", here.town, here.clerk.post.duty)
    with pytest.raises(NotYours):
        commands.take_over(office, sent)
