"""The sample district is real, its persons are invented, and it can be loaded again."""

from pathlib import Path

import pytest

from luoshi.people import queries, sample
from luoshi.people.models import Account, Tenure, Unit, UnitName
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db
REPORT = Path(__file__).parents[5] / "shared/gold/breakdown/caofeidian_2014.txt"


def test_the_district_has_its_towns_villages_and_bodies():
    sample.load()
    top = queries.root("130209")
    assert len(queries.units_under(top.id, kinds=["town"])) == 19
    assert len(queries.units_under(top.id, kinds=["village"])) == 167
    assert len(queries.units_under(queries.unit_by_code("130209", "130209100").id)) == 1 + 22
    names = {name: unit.name for name, unit in queries.named_bodies("130209")}
    assert names["南堡开发区"] == "南堡经济开发区"
    assert names["工业区"] == "曹妃甸工业区"
    assert names["唐山湾生态城"] == "唐山湾生态城"


def test_loading_again_changes_nothing():
    first = sample.load()
    before = (Account.objects.count(), Tenure.objects.count(), UnitName.objects.count())
    Unit.objects.filter(code="130209100").update(name="renamed by somebody")
    assert sample.load() == [
        login
        if login.unit != "唐海镇"
        else sample.SampleLogin(login.username, login.person, login.post, "renamed by somebody", login.is_main)
        for login in first
    ]
    assert (Account.objects.count(), Tenure.objects.count(), UnitName.objects.count()) == before


def test_every_log_in_works_and_holds_its_post():
    logins = sample.load()
    assert len({login.username for login in logins}) == len({login.person for login in logins}) == len(logins)
    account = Account.objects.get(username="clerk")
    assert account.check_password(sample.PASSWORD)
    viewer = queries.viewer_of("clerk")
    assert (viewer.duty, viewer.post.scope.code) == (Duty.OFFICE, "130209")
    assert [post.duty for post in queries.viewer_of("tanghai").posts] == [Duty.LIAISON, Duty.ARCHIVIST]
    held = {queries.viewer_of(login.username).duty for login in logins if login.is_main}
    assert held == set(Duty)


def test_every_town_village_of_tanghai_and_body_has_somebody_in_charge():
    sample.load()
    top = queries.root("130209")
    wanted = [*queries.units_under(top.id, kinds=["town"])]
    wanted += queries.children(queries.unit_by_code("130209", "130209100").id)
    wanted += [queries.unit_by_code("130209", f"130209-{code}") for code in (*sample.BODIES, "HDB")]
    held = queries.responsible_posts([unit.id for unit in wanted])
    assert [unit.name for unit in wanted if unit.id not in held] == []


@pytest.mark.skipif(not REPORT.exists(), reason="needs ../shared/gold/breakdown/caofeidian_2014.txt")
def test_nobody_of_the_report_is_in_the_sample():
    report = REPORT.read_text(encoding="utf-8")
    assert [login.person for login in sample.load() if login.person in report] == []
