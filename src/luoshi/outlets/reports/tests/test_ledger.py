from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

import builders
import people
from luoshi.base import clock
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Ground, Nature
from luoshi.outlets.reports import workbook

pytestmark = pytest.mark.django_db
HEADINGS = 3


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def sheets(client, here):
    """The sheets of a ledger, by name, as rows of values."""

    def read(viewer, **query):
        client.force_login(people.account_of(viewer))
        answer = client.get(reverse("reports:ledger"), query)
        assert answer.status_code == 200
        book = CalamineWorkbook.from_filelike(BytesIO(answer.getvalue()))
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}

    return read


def records(rows):
    """Each matter of a sheet by its headings."""
    return [dict(zip(rows[HEADINGS], row, strict=True)) for row in rows[HEADINGS + 1 :]]


def test_a_ledger_holds_what_happened_and_says_what_it_does_not_hold(here, sheets):
    due = builders.in_days(20)
    made = builders.confirmed(here, due=due, assist=here.water)
    builders.do(here.mayor, made, acts.Close(Prose("配合事项另行跟进")))
    found = sheets(here.clerk, stage="asked", role="lead")
    assert list(found) == ["督办台账", "整改台账"]
    (one,) = records(found["督办台账"])
    assert one["序号"] == 1
    assert one["统一编号"] == "未掌握"
    assert one["催办次数"] == "未掌握"
    assert one["督查内容"] == "逐户走访并登记群众意见"
    assert one["任务来源"] == "曹妃甸区"
    assert one["承办单位"] == "唐海镇"
    assert one["协办单位"] == "区水务局"
    assert one["时限"] == due
    assert one["状态"] == "已销号"
    assert one["办结日期"] == clock.today()
    assert one["评价（群众）"] == "已解决"
    assert "抽查两户，登记属实" in one["核查情况"]
    assert "已走访三个村队" in one["最新进展"]
    assert one["系统标识"] == str(made)
    (one,) = records(found["整改台账"])
    assert one["整改目标"] == "未掌握"
    assert one["责任领导"] == "未掌握"
    assert one["责任人"] == "head"
    assert one["成效（单位自述）"] == "走访和登记均已完成"
    assert "两户群众均表示满意" in one["群众评价"]
    assert "区委督导组" in one["核查人、销号人"]
    assert one["是否反弹"] == "未回访"


def test_the_way_back_and_what_is_undecided_are_told(here, sheets):
    made = builders.assigned(here)
    builders.do(here.liaison, made, acts.Return(Ground.NOT_OURS, Prose("属七农场")))
    again = builders.verified(here, due=builders.in_days(9))
    builders.do(here.clerk, again, acts.Reopen(Prose("又有反映")))
    extended = builders.accepted(here, due=builders.in_days(5))
    builders.do(here.liaison, extended, acts.AskExtension(until=builders.in_days(8), words=Prose("雨季")))
    found = {one["系统标识"]: one for one in records(sheets(here.clerk, role="lead")["督办台账"])}
    assert found[str(made)]["时限"] == "时限待定"
    assert found[str(made)]["退回次数"] == 1
    assert "待审批" in found[str(extended)]["延期"]
    found = {one["系统标识"]: one for one in records(sheets(here.clerk, form="rectification")["整改台账"])}
    assert found[str(again)]["是否反弹"] == "是，重开1次"


def test_above_the_rows_stands_who_made_it_when_and_how_it_was_narrowed(here, sheets):
    builders.assigned(here)
    with clock.fixed(datetime(2026, 4, 10, 8, 30, tzinfo=clock.BEIJING)):
        rows = sheets(here.clerk, form="supervision", unit="唐海镇", state="assigned")["督办台账"]
    assert rows[0][0] == "督办台账"
    assert "区委活动办" in rows[1][0]
    assert "2026年4月10日 08:30" in rows[1][0]
    assert "唐海镇" in rows[2][0]
    assert "待签收" in rows[2][0]


def test_only_what_one_sees_is_in_it(here, sheets):
    builders.assigned(here)
    builders.assigned(here, to=here.other_town, title="清理河道")
    titles = {one["督查内容"] for one in records(sheets(here.stranger, form="supervision")["督办台账"])}
    assert titles == {"清理河道"}
    assert sheets(here.stationed, form="supervision")["督办台账"][HEADINGS + 1][0] == "没有符合的事项。"


@pytest.mark.parametrize(
    "evil", ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "http://a.b/", "{=1}"]
)
def test_no_words_become_a_formula(here, client, evil):
    builders.assigned(here, title=evil)
    client.force_login(people.account_of(here.clerk))
    body = client.get(reverse("reports:ledger"), {"role": "lead", "kind": "task"}).getvalue()
    from zipfile import ZipFile

    with ZipFile(BytesIO(body)) as box:
        drawn = b"".join(box.read(name) for name in box.namelist() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in drawn
    assert b"<hyperlink" not in drawn
    rows = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_name("督办台账").to_python()
    assert rows[HEADINGS + 1][2].strip() == evil.strip()


def test_headings_stay_in_sight_and_dates_are_dates(here, client):
    builders.assigned(here, due=date(2030, 1, 2))
    client.force_login(people.account_of(here.clerk))
    answer = client.get(reverse("reports:ledger"), {"form": "supervision", "role": "lead", "kind": "task"})
    from zipfile import ZipFile

    with ZipFile(BytesIO(answer.getvalue())) as box:
        drawn = box.read("xl/worksheets/sheet1.xml").decode()
    assert 'ySplit="4"' in drawn
    assert 'state="frozen"' in drawn
    assert "<autoFilter" in drawn
    assert "%E7%9D%A3%E5%8A%9E%E5%8F%B0%E8%B4%A6" in answer.headers["Content-Disposition"]


def test_a_long_list_is_cut_and_says_so(here, sheets, monkeypatch):
    for _ in range(3):
        builders.assigned(here)
    monkeypatch.setattr(workbook, "LIMIT", 2)
    rows = sheets(here.clerk, form="supervision", role="lead", kind="task")["督办台账"]
    assert [row[0] for row in rows[HEADINGS + 1 :]] == [1, 2, "这里只有前2项。请缩小范围，分几次导出。"]


@pytest.mark.parametrize(("query", "sentence"), [({"form": "x"}, "没有这种台账"), ({"unit": "火星镇"}, "火星镇")])
def test_what_cannot_be_understood_makes_no_file(here, client, query, sentence):
    client.force_login(people.account_of(here.clerk))
    answer = client.get(reverse("reports:ledger"), query)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_many_matters_cost_no_more_questions_than_few(here, client, django_assert_max_num_queries):
    client.force_login(people.account_of(here.clerk))
    for _ in range(6):
        builders.do(here.liaison, builders.accepted(here), acts.AddEvidence(nature=Nature.OWN, words=Prose("台账")))
    with django_assert_max_num_queries(20):
        assert client.get(reverse("reports:ledger")).getvalue()
