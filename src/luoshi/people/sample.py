"""The sample: a real district with invented persons, each with a post and a log-in whose password everybody knows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction

from luoshi.base import digests
from luoshi.journal.refs import Actor
from luoshi.people import commands, queries, unit_files
from luoshi.people.viewer import Duty, UnitRef

REALM = "130209"
SINCE = date(2014, 1, 1)
PASSWORD = "luoshi-sample"  # noqa: S105 - the sample's password is meant to be known
DATA = Path(__file__).parent / "data"
SYSTEM = Actor.system("sample")
TOWNS = {
    "100": "tanghai",
    "112": "binhai",
    "113": "liuzan",
    "401": "farm1",
    "403": "farm3",
    "404": "farm4",
    "405": "farm5",
    "406": "farm6",
    "407": "farm7",
    "408": "farm8",
    "409": "farm9",
    "410": "farm10",
    "411": "farm11",
    "412": "balitan",
    "413": "shilihai",
    "414": "island",
    "450": "nanpu",
    "451": "zone",
    "452": "newtown",
}
TOWNS_WITH_HEAD = ("100", "112", "407")
BODIES = {
    "QWB": "party_office",
    "XCB": "publicity",
    "ZZB": "organisation",
    "ZFB": "government_office",
    "STC": "ecocity",
    "SWJ": "water",
    "NYJ": "agriculture",
    "JYJ": "education",
    "MZJ": "civil",
    "CZJ": "finance",
    "ZJJ": "housing",
    "JTJ": "transport",
    "XFJ": "letters",
    "DAJ": "archives",
}
ALSO_ARCHIVIST = "tanghai"  # one account with two posts, to switch between
VILLAGES_OF = {"100": "village", "407": "farm7_village"}
SURNAMES = "周孙吴郑冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN_NAMES = ("文静", "立新", "海燕", "建华", "春梅", "志强", "晓东", "丽娟", "永利", "秀芹", "长青", "玉兰")


@dataclass(frozen=True, slots=True)
class SampleLogin:
    """One log-in of the sample; `is_main` marks those worth naming when the server starts."""

    username: str
    person: str
    post: str
    unit: str
    is_main: bool = True


@dataclass(frozen=True, slots=True)
class _Seat:
    """Somebody to be: the log-in, and the post it holds."""

    username: str
    duty: Duty
    unit: UnitRef
    scope: UnitRef
    title: str = ""
    is_main: bool = False


@transaction.atomic
def load(realm: str = REALM) -> list[SampleLogin]:
    """Units, posts and log-ins of the sample district; what is there already stays as it is."""
    if queries.root(realm) is None:
        for name in ("caofeidian_units.csv", "caofeidian_bodies.csv"):
            _import(DATA / name, realm)
    known = queries.usernames()
    logins = []
    for number, seat in enumerate(_seats(realm)):
        person = _name(number)
        if seat.username not in known:
            known[seat.username] = _log_in(seat, person, realm)
            _take(seat, known[seat.username])
            if seat.username == ALSO_ARCHIVIST:
                _take(replace(seat, duty=Duty.ARCHIVIST, title="档案员"), known[seat.username])
        title = seat.title or str(seat.duty.value)
        logins.append(SampleLogin(seat.username, person, title, seat.unit.name, seat.is_main))
    return logins


def _import(path: Path, realm: str) -> None:
    content = path.read_bytes()
    rows = unit_files.read(content, path.name)
    result = commands.import_units(by=SYSTEM, rows=rows, realm=realm, as_of=SINCE, digest=digests.digest(content))
    if result.bad:
        raise ValueError(f"{path.name}: {result.bad[0]}")


def _log_in(seat: _Seat, person: str, realm: str) -> UUID:
    made, _shown = commands.create_account(
        by=SYSTEM, username=seat.username, name=person, realm=realm, password=PASSWORD
    )
    return made


def _take(seat: _Seat, person_id: UUID) -> None:
    post = commands.open_post(by=SYSTEM, unit_id=seat.unit.id, duty=seat.duty, scope_id=seat.scope.id, title=seat.title)
    commands.appoint(by=SYSTEM, post_id=post, person_id=person_id, on=SINCE)


def _name(number: int) -> str:
    """An invented name, another one for each number below some hundreds."""
    surname = SURNAMES[number % len(SURNAMES)]
    return surname + GIVEN_NAMES[(number + number // len(SURNAMES)) % len(GIVEN_NAMES)]


def _seats(realm: str) -> Iterator[_Seat]:
    district = queries.unit_by_code(realm, realm)
    units = {unit.code: unit for unit in queries.units_under(district.id)}

    def seat(username: str, duty: Duty, code: str, title: str, *, wide: bool = False, is_main: bool = False) -> _Seat:
        unit = units[f"{realm}{code}"]
        return _Seat(username, duty, unit, district if wide else unit, title, is_main)

    yield seat("clerk", Duty.OFFICE, "-HDB", "活动办工作人员", wide=True, is_main=True)
    yield seat("head", Duty.PRINCIPAL, "", "第一责任人", is_main=True)
    yield seat("leader", Duty.LEADER, "", "分包领导", is_main=True)
    yield seat("inspector", Duty.SUPERVISION, "-DDZ", "督导组组员", wide=True, is_main=True)
    yield seat("inspector2", Duty.SUPERVISION, "-DDZ", "督导组组员", wide=True, is_main=True)
    yield seat("archivist", Duty.ARCHIVIST, "-DAJ", "档案员", wide=True, is_main=True)
    yield seat("sysadmin", Duty.SYSTEM_ADMIN, "", "系统管理员", is_main=True)
    yield seat("secadmin", Duty.SECURITY_ADMIN, "", "安全管理员", is_main=True)
    yield seat("auditor", Duty.AUDIT_ADMIN, "", "安全审计员", is_main=True)
    for code, username in TOWNS.items():
        yield seat(username, Duty.LIAISON, code, "联络员", is_main=code == "100")
        if code in TOWNS_WITH_HEAD:
            yield seat(f"{username}_head", Duty.PRINCIPAL, code, "第一责任人", is_main=code == "100")
    for town, username in VILLAGES_OF.items():
        below = [unit for unit in queries.children(units[realm + town].id) if unit.kind == "village"]
        for number, village in enumerate(below, start=1):
            is_main = number == 1 and town == "100"
            yield _Seat(f"{username}{number}", Duty.PRINCIPAL, village, village, "党支部书记", is_main)
            if is_main:
                yield _Seat("stationed", Duty.STATIONED, village, village, "蹲点干部", is_main=True)
    for code, username in BODIES.items():
        yield seat(username, Duty.LIAISON, f"-{code}", "联络员", is_main=code == "SWJ")
    yield seat("inspector3", Duty.SUPERVISION, "-DDZ", "督导组组长", wide=True, is_main=True)
