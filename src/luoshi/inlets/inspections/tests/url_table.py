"""What each person gets at the addresses of inspections."""

from luoshi.base import clock
from luoshi.inlets.inspections import commands, queries
from luoshi.inlets.inspections.tests import group
from people import District
from url_rows import NOBODY, TAKES_A_FORM, Row, World

ORGANISING = {"clerk", "mayor", "inspector"}
DRAFTING = {"clerk", "inspector"}
UNIT = {"head", "liaison", "leader"}  # of the town that is drawn; the leader in charge serves it
UNDERTAKING = {"clerk", "mayor", "leader", "head", "liaison", "secretary", "engineer", "stranger"}
NOT_TWICE = frozenset({409})


def everything(here: District) -> dict[str, object]:
    """A draw with one unit, its visit by the inspector alone, and fact sheets in two states."""
    who = group.group(here)
    for other in (who.second, who.third):
        commands.declare(other, here.town.id)
        commands.declare(other, here.other_town.id)
    draw = group.drawn(here, claims=1, inspectors=1)
    visit = group.visit_of(here.inspector)
    drafted = group.written(who)
    told = group.written(who)
    from luoshi.inlets.inspections.models import Conflict, Finding

    Conflict.objects.all().delete()
    for other in (who.second, who.third):
        commands.sign(other, told)
    objected = group.written(who)
    for other in (who.second, who.third):
        commands.sign(other, objected)
    commands.object_to(here.head, objected, "不是事实")
    assert Finding.objects.count() == 3
    return {
        "draw": draw, "visit": visit.id, "matter": visit.looks[0].matter, "drafted": drafted, "told": told,
        "objected": objected, "item": queries.draw(here.clerk, draw).item.id,
        "plan": queries.draw(here.clerk, draw).item.plan,
        "fresh": group.item(here, kind="daily", matters=0, inspectors=1),
    }  # fmt: skip


def of(*names: str):
    """Arguments taken from what was built."""

    def args(world: World):
        built = world.once("inspections", everything)
        keys = {
            "draw": "inspection_id", "visit": "visit_id", "matter": "matter_id", "drafted": "finding_id",
            "told": "finding_id", "objected": "finding_id", "item": "item_id", "fresh": "item_id", "plan": "plan_id",
        }  # fmt: skip
        return {keys[name]: built[name] for name in names}

    return args


def district(world: World):
    world.once("inspections", everything)
    return {"unit_id": world.here.district.id}


def nothing_kept(world: World):
    return {**of("told")(world), "file_id": clock_id()}


def clock_id():
    """An identifier that no file has."""
    from luoshi.base import ids

    return ids.derived_id("no file", clock.today().year)


GOES = {"inspector"}
URL_TABLE = {
    "inspections:home": Row(ORGANISING | UNDERTAKING),
    "inspections:new_plan": Row(DRAFTING, post=TAKES_A_FORM),
    "inspections:plan": Row(ORGANISING, args=of("plan")),
    "inspections:add_item": Row(DRAFTING, args=of("plan"), post=TAKES_A_FORM),
    "inspections:approve": Row({"mayor"}, args=of("plan"), post=TAKES_A_FORM),
    "inspections:commit": Row(DRAFTING, args=of("fresh"), post=TAKES_A_FORM),
    "inspections:draw": Row(ORGANISING, args=of("draw")),
    "inspections:again": Row(ORGANISING, args=of("draw"), post=NOT_TWICE),
    "inspections:draw_file": Row(ORGANISING, args=of("draw")),
    "inspections:script": Row(ORGANISING | UNDERTAKING),
    "inspections:visit": Row(GOES, args=of("visit")),
    "inspections:look": Row(GOES, args=of("visit", "matter"), post=TAKES_A_FORM),
    "inspections:paper": Row(GOES, args=of("visit", "matter"), post=TAKES_A_FORM),
    "inspections:end": Row(GOES, args=of("visit"), post=TAKES_A_FORM),
    "inspections:aside": Row(GOES, args=of("visit"), post=TAKES_A_FORM),
    "inspections:write_finding": Row(GOES, args=of("visit"), post=TAKES_A_FORM),
    "inspections:conflict": Row(GOES, post=TAKES_A_FORM),
    "inspections:finding": Row(ORGANISING | UNIT, args=of("told")),
    "inspections:sign": Row(GOES, args=of("drafted"), post=TAKES_A_FORM),
    "inspections:object": Row(UNIT, args=of("told"), post=TAKES_A_FORM),
    "inspections:decide": Row({"clerk", "mayor"}, args=of("objected"), post=TAKES_A_FORM),
    "inspections:notice": Row(ORGANISING | UNIT, args=of("told")),
    "inspections:file": Row(NOBODY, args=nothing_kept),
    "inspections:estimate": Row(ORGANISING, args=district),
}
