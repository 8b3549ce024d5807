from argparse import Namespace

import pytest
from django.contrib.auth import authenticate

from luoshi.campaigns import queries as campaigns
from luoshi.config import beginning
from luoshi.people import commands, queries
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db
WANTED = {
    Duty.OFFICE: "zhao=赵一",
    Duty.SYSTEM_ADMIN: "Qian=钱二",
    Duty.SECURITY_ADMIN: "sun=孙三",
    Duty.AUDIT_ADMIN: "li=李四",
}


def chosen(**other):
    words = {"realm": "990101", "name": "试验区", "kind": "district"}
    return Namespace(**words | {name: WANTED[duty] for name, duty in beginning.DUTIES.items()} | other)


def test_four_people_can_begin():
    made = beginning.begin("990101", "试验区", "district", WANTED)
    assert {one.account: queries.viewer_of(one.account).duty for one in made} == {
        "zhao": Duty.OFFICE,
        "qian": Duty.SYSTEM_ADMIN,
        "sun": Duty.SECURITY_ADMIN,
        "li": Duty.AUDIT_ADMIN,
    }
    assert campaigns.blank("990101") is not None
    assert queries.viewer_of("zhao").post.scope.name == "试验区"


def test_the_password_that_is_shown_opens_and_has_to_be_changed(rf):
    for one in beginning.begin("990101", "试验区", "district", WANTED):
        account = authenticate(rf.post("/"), username=one.account, password=one.password)
        assert account is not None
        assert account.must_change_password


def test_it_begins_once(capsys):
    assert beginning.main(chosen()) == 0
    assert beginning.main(chosen(office="wu=吴五")) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert "wu" not in queries.usernames()


@pytest.mark.parametrize(
    "other", [{"office": "zhao"}, {"office": "=赵一"}, {"office": "li=赵一"}, {"name": ""}, {"realm": "1" * 13}]
)
def test_what_cannot_be_opened_is_one_sentence_and_nothing_is_done(capsys, other):
    assert beginning.main(chosen(**other)) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert queries.usernames() == {}
    assert queries.root("990101") is None


def test_units_that_were_imported_before_stay():
    top = commands.open_unit(by=beginning.SYSTEM, code="990101", name="先前的区", kind="district", realm="990101")
    beginning.begin("990101", "", "district", WANTED)
    assert queries.viewer_of("zhao").post.scope.id == top
