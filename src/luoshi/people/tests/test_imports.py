"""Lists of units: all or nothing, the same list twice changes nothing, changes have a day."""

import contextlib
import gzip
import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from luoshi.journal import queries as journal
from luoshi.journal.refs import Actor, StreamRef
from luoshi.people import commands, queries, unit_files
from luoshi.people.models import Unit, UnitPlace
from luoshi.people.tests import builders
from luoshi.people.viewer import Duty

SYSTEM = Actor.system("test")
HEAD = "code,name,level,parent\n"
LIST = HEAD + "13,甲区,district,\n131,东镇,town,13\n132,西镇,town,13\n1311,一村,village,131\n1312,二村,village,131\n"
FIRST, LATER = date(2020, 1, 1), date(2021, 1, 1)


def rows(text):
    return unit_files.read(text.encode(), "units.csv")


def load(text, *, as_of=FIRST, **options):
    return commands.import_units(by=SYSTEM, rows=rows(text), as_of=as_of, **options)


def snapshot():
    return sorted(Unit.objects.values_list("code", "name", "kind", "path", "closed_on")), UnitPlace.objects.count()


@pytest.mark.django_db
def test_a_list_opens_units_and_the_same_list_again_changes_nothing():
    assert load(LIST).opened == 5
    assert queries.root("13").name == "甲区"
    before = snapshot()
    again = load(LIST, as_of=LATER)
    assert (again.changed, again.bad) == (0, [])
    assert snapshot() == before
    assert len(journal.entries(StreamRef("13", "unit", queries.root("13").id))) == 1


@pytest.mark.django_db
def test_changes_hold_from_the_day_of_the_list_on():
    load(LIST)
    changed = LIST.replace("西镇,town", "西新镇,town").replace("二村,village,131", "二村,village,132")
    result = load(changed, as_of=LATER)
    assert (result.opened, result.renamed, result.moved, result.closed) == (0, 1, 1, 0)
    west = queries.unit_by_code("13", "132")
    assert [unit.name for unit in queries.units_under(west.id, on=FIRST)] == ["西镇"]
    assert [unit.name for unit in queries.units_under(west.id, on=LATER)] == ["西新镇", "二村"]
    assert load(changed, as_of=LATER).changed == 0


@pytest.mark.django_db
def test_a_unit_can_move_below_one_that_the_same_list_opens():
    load(LIST)
    load(LIST.replace("1312,二村,village,131", "133,南镇,town,13\n1312,二村,village,133"), as_of=LATER)
    south = queries.unit_by_code("13", "133")
    assert [unit.name for unit in queries.units_under(south.id, on=LATER)] == ["南镇", "二村"]


@pytest.mark.django_db
def test_missing_units_are_closed_only_when_asked():
    load(LIST)
    shorter = LIST.replace("1312,二村,village,131\n", "")
    assert load(shorter, as_of=LATER).closed == 0
    assert load(shorter, as_of=LATER, close_missing=True).closed == 1
    assert queries.unit_by_code("13", "1312") not in queries.units_under(queries.root("13").id)
    assert load(LIST, as_of=LATER).opened == 1
    assert queries.unit_by_code("13", "1312") in queries.units_under(queries.root("13").id)


@pytest.mark.django_db
def test_a_unit_with_units_that_stay_is_not_closed():
    load(LIST)
    load(HEAD + "B1,站,body,132\n")
    result = load(LIST.replace("132,西镇,town,13\n", ""), as_of=LATER, close_missing=True)
    assert [bad.code for bad in result.bad] == ["132"]
    assert queries.unit_by_code("13", "132") in queries.children(queries.root("13").id)


@pytest.mark.django_db
def test_a_dry_run_says_what_would_change_and_changes_nothing():
    assert load(LIST, dry_run=True).opened == 5
    assert not Unit.objects.exists()


BAD = [
    ("133,,town,13\n", 7, "133"),
    (",南镇,town,13\n", 7, ""),
    ("133,南镇,planet,13\n", 7, "133"),
    ("133,南镇,town,99\n", 7, "133"),
    ("131,东镇,town,13\n", 7, "131"),
    ("131,别的镇,town,13\n", 7, "131"),
    ("133,南镇,town,133\n", 7, "133"),
    ("133,南镇,town,1311\n", 7, "133"),
    ("14,乙区,district,\n", 7, "14"),
    ("A,甲站,body,B\nB,乙站,body,A\n", 7, "A"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "number", "code"), BAD)
def test_one_bad_row_stops_the_whole_list_and_is_named(line, number, code):
    result = load(LIST + line)
    assert [(bad.number, bad.code) for bad in result.bad] == [(number, code)]
    assert result.bad[0].reason
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_every_bad_row_is_named():
    result = load(LIST + "133,,town,13\n134,北镇,planet,13\n")
    assert [bad.number for bad in result.bad] == [7, 8]


@pytest.mark.django_db
def test_a_list_older_than_what_it_changes_is_refused():
    load(LIST, as_of=LATER)
    assert [bad.code for bad in load(LIST.replace("西镇", "西新镇"), as_of=FIRST).bad] == ["132"]
    assert load(LIST, as_of=FIRST).bad == []


@pytest.mark.django_db
def test_provinces_stand_below_the_country():
    result = load(HEAD + "11,京,province,\n12,津,province,\n1101,市,city,11\n")
    assert (result.opened, result.bad) == (4, [])
    assert queries.root("CN").kind == "country"
    assert load(HEAD + "11,京,province,\n12,津,province,\n13,冀,province,\n").opened == 1


@pytest.mark.django_db
def test_an_office_imports_below_its_own_scope_only():
    world = builders.district()
    own = builders.viewer(world.town_a, Duty.OFFICE)
    text = HEAD + "130209100203,三队,village,130209100\n"
    assert commands.import_units(by=own, rows=rows(text)).opened == 1
    outside = HEAD + "130209407202,三队,village,130209407\n"
    assert [bad.number for bad in commands.import_units(by=own, rows=rows(outside)).bad] == [2]
    with pytest.raises(commands.NotYours):
        commands.import_units(by=builders.viewer(world.town_a, Duty.PRINCIPAL), rows=rows(text))


@pytest.mark.django_db
def test_an_office_moves_no_unit_out_of_its_scope():
    world = builders.district()
    own = builders.viewer(world.town_a, Duty.OFFICE)
    out = HEAD + "130209100201,一队,village,130209407\n"
    assert [bad.number for bad in commands.import_units(by=own, rows=rows(out)).bad] == [2]
    assert queries.unit(world.village_a1.id) == world.village_a1
    kept = HEAD + "130209100,唐海镇,town,130209\n130209100201,一队,village,130209100\n"
    assert commands.import_units(by=own, rows=rows(kept)).bad == []


def test_csv_in_gb18030_gzip_and_xlsx_read_alike():
    text = LIST.replace("code,name,level,parent", "代码,名称,级别,上级").replace("district", "区").replace("town", "镇")
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        for number, line in enumerate(LIST.splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write(number, column, int(cell) if cell.isdigit() else cell)
    plain = rows(LIST)
    essence = [(row.number, row.code, row.name, row.kind, row.parent) for row in plain]
    for content, name in (
        (text.encode("gb18030"), "a.csv"),
        (text.encode("utf-8-sig"), "a.csv"),
        (gzip.compress(LIST.encode()), "a.csv.gz"),
        (book.getvalue(), "a.xlsx"),
    ):
        found = unit_files.read(content, name)
        assert [(row.number, row.code, row.name, row.kind, row.parent) for row in found] == essence


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\0\1\2", "a.csv"),
        (b"PK\3\4 no zip", "a.xlsx"),
        (b"no gzip", "a.csv.gz"),
        ("甲,乙\n".encode(), "a.csv"),
        (b"code,name,level,parent\n" + b"1" * 200_000, "a.csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(content, name):
    with pytest.raises(unit_files.UnreadableList, match=r"\S"):
        unit_files.read(content, name)


def test_a_workbook_with_a_stray_cell_in_its_last_corner_is_refused_and_harms_nobody():
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write(1_048_575, 16_383, "?")
    with pytest.raises(unit_files.UnreadableList):
        unit_files.read(book.getvalue(), "a.xlsx")


def test_a_list_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(unit_files, "MOST_ROWS", 3)
    with pytest.raises(unit_files.UnreadableList):
        rows(LIST)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.csv.gz"]))
def test_no_bytes_raise_anything_else(content, name):
    with contextlib.suppress(unit_files.UnreadableList):
        unit_files.read(content, name)


@pytest.mark.django_db
def test_the_command_line_says_what_happened(tmp_path):
    said = []
    path = tmp_path / "units.csv"
    path.write_text(LIST, encoding="utf-8")
    assert unit_files.main(str(path), FIRST, False, False, "", said.append) == 0
    path.write_text(LIST + "133,,town,13\n", encoding="utf-8")
    assert unit_files.main(str(path), FIRST, False, False, "", said.append) == 1
    assert unit_files.main(str(tmp_path / "absent.csv"), None, False, False, "", said.append) == 2
    assert len(said) == 4


TREES = st.lists(st.tuples(st.integers(0, 9), st.sampled_from("甲乙丙")), min_size=1, max_size=10)


def as_list(tree):
    """A list of bodies: each below an earlier one, so that any draw is sound."""
    lines = [f"{n},{name}{n},body,{above % n if n else ''}" for n, (above, name) in enumerate(tree)]
    return HEAD + "\n".join(lines) + "\n"


class TestImportLaws(TestCase):
    @given(TREES, TREES)
    def test_whatever_was_there_before_the_units_are_as_the_list_says(self, before, after):
        load(as_list(before), realm="L")
        load(as_list(after), realm="L", as_of=LATER)
        stands = queries.units_under(queries.root("L").id, on=LATER)
        assert [(unit.path, unit.name) for unit in stands] == [
            (unit.path, unit.name) for unit in queries.units_under(queries.root("L").id)
        ]
        above = dict(UnitPlace.objects.filter(to_on=None).values_list("unit__code", "parent__code"))
        for number, (parent, name) in enumerate(after):
            found = queries.unit_by_code("L", str(number))
            assert found.name == f"{name}{number}"
            assert above[str(number)] == (str(parent % number) if number else None)
        assert load(as_list(after), realm="L", as_of=LATER).changed == 0
        then = [unit.name for unit in queries.units_under(queries.root("L").id, on=FIRST)]
        assert sorted(then) == sorted(f"{name}{number}" for number, (_above, name) in enumerate(before))
