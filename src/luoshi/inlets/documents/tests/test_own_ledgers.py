"""An office's own ledger is read whatever its columns are called, and bad rows are named."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.inlets.documents.own_ledgers.columns import Field, NoHeadings, headings
from luoshi.inlets.documents.own_ledgers.days import NoSuchDay, day
from luoshi.inlets.documents.own_ledgers.entries import Bad, Open, entries

UNITS = {"水务局": UUID(int=1), "唐海镇": UUID(int=2), "财政局": UUID(int=3)}
TODAY = date(2014, 6, 1)
HEAD = ["序号", "整改问题", "整改措施", "牵头单位", "配合单位", "责任领导", "完成时限", "整改进展", "销号日期"]


def numbered(*rows):
    return list(enumerate(rows, start=1))


def read(*rows, year=None):
    table = numbered(*rows)
    return entries(table, headings(table), find=UNITS.get, today=TODAY, year=year)


class TestHeadings:
    def test_in_any_order_and_under_a_title(self):
        table = numbered(["整改台账"], ["填报单位：区委活动办"], ["完成时限", "牵头单位", "整改问题", "序号"], ["x"])
        found = headings(table)
        assert found.last_row == 3
        assert found.fields == (Field.DUE, Field.LEAD, Field.TITLE, Field.NUMBER)

    def test_two_rows_of_headings_are_read_as_one(self):
        table = numbered(
            ["序号", "问题", "整改时限", "整改时限", "责任", "责任"],
            ["序号", "问题", "开始时间", "完成时间", "牵头单位", "责任人"],
            ["1", "渠道堵塞", "2014.4.1", "2014.5.1", "水务局", "张三"],
        )
        found = headings(table)
        assert found.last_row == 2
        assert found.fields == (
            Field.NUMBER, Field.TITLE, Field.STARTED, Field.DUE, Field.LEAD, Field.PERSON,
        )  # fmt: skip

    def test_a_title_over_all_columns_is_no_part_of_their_names(self):
        found = headings(
            numbered(["整改台账"] * 4, ["序号", "整改问题", "牵头单位", "完成时限"], ["1", "甲事", "水务局", ""])
        )
        assert found.names == ("序号", "整改问题", "牵头单位", "完成时限")

    def test_blanks_breaks_and_brackets_in_names(self):
        found = headings(numbered(["序  号", "督查\n事项", "承办单位（牵头）", "办理时限\n（年月日）"]))
        assert found.fields == (Field.NUMBER, Field.TITLE, Field.LEAD, Field.DUE)

    @pytest.mark.parametrize("rows", [[], [["a", "b"]], [["序号", "姓名", "电话"]], [["只有一列"]]])
    def test_a_table_that_is_no_ledger(self, rows):
        with pytest.raises(NoHeadings):
            headings(numbered(*rows))


class TestRows:
    def test_one_row(self):
        (one,) = read(
            HEAD, ["1", "渠道堵塞", "清淤", "水务局", "唐海镇、财政局", "张三", "2014年7月底前", "已清淤2公里", ""]
        )
        assert (one.title, one.lead, one.assists) == ("渠道堵塞", UNITS["水务局"], (UNITS["唐海镇"], UNITS["财政局"]))
        assert one.due == date(2014, 7, 31)
        assert one.detail == "整改措施：清淤\n责任领导：张三\n整改进展：已清淤2公里"
        assert not one.is_done
        assert one.bad == one.left == ()

    def test_of_several_lead_units_the_first_leads(self):
        (one,) = read(HEAD, ["1", "渠道堵塞", "", "唐海镇、水务局", "", "", "2014.7.1", "", ""])
        assert (one.lead, one.assists) == (UNITS["唐海镇"], (UNITS["水务局"],))

    @pytest.mark.parametrize("words", ["2014.4.31", "2014年13月1日", "2014-2-30", "20140431", "4月31日"])
    def test_a_day_that_does_not_exist_is_named(self, words):
        (one,) = read(HEAD, ["1", "渠道堵塞", "", "水务局", "", "", words, "", ""], year=2014)
        assert one.bad == ((Bad.NO_SUCH_DAY, words),)

    def test_what_is_not_said_is_not_invented(self):
        (one,) = read(HEAD, ["1", "渠道堵塞", "", "治水办", "", "", "长期坚持", "", ""])
        assert (one.lead, one.due) == (None, None)
        assert one.left == ((Open.UNKNOWN_UNIT, "治水办"), (Open.NO_DATE, "长期坚持"))

    def test_a_day_without_a_year_takes_none_by_itself(self):
        (one,) = read(HEAD, ["1", "渠道堵塞", "", "水务局", "", "", "7月1日", "", ""])
        assert one.bad == ((Bad.NO_SUCH_DAY, "7月1日"),)

    def test_done_open_sums_notes_and_empty_rows(self):
        rows = [
            ["1", "甲事", "", "水务局", "", "", "2014.7.1", "", "2014.5.3"],
            [],
            ["2", "乙事", "", "水务局", "", "", "2014.7.1", "", ""],
            ["合计", "2"],
            ["注：以上问题逐一销号"],
        ]
        assert [(one.title, one.is_done) for one in read(HEAD, *rows)] == [("甲事", True), ("乙事", False)]

    @pytest.mark.parametrize(
        ("words", "is_done"),
        [
            ("已办结", True),
            ("完成", True),
            ("是", True),
            ("未完成", False),
            ("正在办理", False),
            ("基本完成", False),
            ("", False),
        ],
    )
    def test_words_for_done(self, words, is_done):
        (one,) = read(["事项", "承办单位", "办理状态"], ["甲事", "水务局", words])
        assert one.is_done is is_done

    def test_headings_on_every_printed_page(self):
        rows = [
            ["1", "甲事", "", "水务局", "", "", "2014.7.1", "", ""],
            HEAD,
            ["2", "乙事", "", "水务局", "", "", "2014.7.1"],
        ]
        assert [one.title for one in read(HEAD, *rows)] == ["甲事", "乙事"]

    def test_the_same_row_twice_is_named(self):
        row = ["1", "甲事", "", "水务局", "", "", "2014.7.1", "", ""]
        assert read(HEAD, row, row)[1].bad == ((Bad.TWICE, "2"),)

    def test_dates_in_the_wrong_order(self):
        head = ["事项", "承办单位", "交办时间", "办理时限"]
        (one,) = read(head, ["甲事", "水务局", "2014.5.1", "2014.4.1"])
        assert one.bad == ((Bad.DUE_BEFORE_START, "2014-04-01"),)
        (later,) = read(head, ["甲事", "水务局", "2014.8.1", "2014.9.1"])
        assert later.bad == ((Bad.STARTS_LATER, "2014-08-01"),)

    def test_a_later_date_beside_the_first(self):
        (one,) = read(["事项", "承办单位", "办理时限", "延期至"], ["甲事", "水务局", "2014.5.1", "2014.6.30"])
        assert (one.due, one.extended) == (date(2014, 5, 1), date(2014, 6, 30))

    @given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=6))
    def test_anything_below_the_headings_is_read(self, rows):
        found = read(HEAD, *rows, year=2014)
        keys = [one.key for one in found if not any(kind is Bad.TWICE for kind, _word in one.bad)]
        assert len(keys) == len(set(keys))


class TestDays:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("2014.4.30", date(2014, 4, 30)),
            ("2014-04-30", date(2014, 4, 30)),
            ("2014/4/3", date(2014, 4, 3)),
            ("2014．4．30", date(2014, 4, 30)),
            ("2014年4月30日前", date(2014, 4, 30)),
            ("20140430", date(2014, 4, 30)),
            ("2014年4月底", date(2014, 4, 30)),
            ("2014年2月", date(2014, 2, 28)),
            ("2014年4月中旬", date(2014, 4, 20)),
            ("2014年底", date(2014, 12, 31)),
            ("41759", date(2014, 4, 30)),
            ("2014-04-30 00:00:00", date(2014, 4, 30)),
            ("立即整改", None),
            ("", None),
        ],
    )
    def test_as_ledgers_write_them(self, words, found):
        assert day(words) == found

    @given(st.text(max_size=20))
    def test_anything_is_a_day_none_or_refused(self, words):
        try:
            found = day(words, year=2014)
        except NoSuchDay:
            found = None
        assert found is None or 1900 <= found.year <= 2099
