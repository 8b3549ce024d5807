"""What each person gets at the addresses of offices."""

from luoshi.base import clock
from luoshi.campaigns import commands as campaigns
from luoshi.inlets.offices import commands
from luoshi.people import commands as people
from luoshi.people import queries
from people import District
from url_rows import ADMINISTRATORS, BUSINESS, EVERYBODY, NOBODY, TAKES_A_FORM, Row, World

IN_POST = BUSINESS | ADMINISTRATORS
LIST = "code,name,level,parent\n130209200,新镇,town,130209\n"
GO_ON = frozenset({302})


def kept_list(here: District):
    return commands.keep_list(
        by=here.clerk, name="units.csv", content=LIST.encode(), as_of=clock.today(), close_missing=False
    )


def cover(here: District):
    return people.act_for(
        by=here.liaison,
        post_id=here.liaison.post.id,
        person_id=here.newcomer.person_id,
        away_id=here.liaison.person_id,
        from_on=clock.today().replace(year=clock.today().year + 1),
    )


def unit(world: World):
    return {"unit_id": world.here.town.id}


def post(world: World):
    return {"post_id": world.here.liaison.post.id}


def person(world: World):
    return {"person_id": world.here.liaison.person_id}


def tenure(world: World):
    return {"tenure_id": queries.holders(world.here.liaison.post.id)[0].tenure_id}


def account(world: World):
    return {"account_id": world.here.liaison.account_id}


TEMPLATE = """schema: 1
key: trial
version: 1
title: 试点活动
steps:
  - {key: study, title: 学习, from: 0, until: 90}
deliverables:
  - {key: plan, title: 方案, step: study, units: [town], due: {days: 10}}
"""
MORE = "deliverables:\n  - {key: well, title: 修水渠, step: study, units: [village], due: {days: 9}}\n"


def opened_campaign(here: District):
    kept = campaigns.learn(here.clerk, TEMPLATE)
    made = campaigns.open_campaign(
        here.clerk, template_id=kept.id, title="试点", unit_id=here.district.id, opened_on=clock.today()
    )
    campaigns.add(here.clerk, made.id, MORE)
    return made


def campaign(world: World):
    return {"campaign_id": world.once("campaign", opened_campaign).id}


def template(world: World):
    return {"template_id": world.once("campaign", opened_campaign).template}


def addition(world: World):
    return campaign(world) | {"key": "well"}


def form(readers, args=lambda _world: {}):
    return Row(readers, args=args, post=TAKES_A_FORM)


KEEPERS = {"sysadmin", "secadmin"}
URL_TABLE = {
    "offices:units": Row(IN_POST),
    "offices:unit": Row(IN_POST, args=unit),
    "offices:units_sheet": Row(IN_POST),
    "offices:posts_sheet": Row({"clerk", "secadmin"}),
    "offices:import": form({"clerk"}),
    "offices:look": Row({"clerk"}, args=lambda world: {"list_id": world.once("kept list", kept_list)}, post=GO_ON),
    "offices:open_unit": form({"clerk"}, unit),
    "offices:rename_unit": form({"clerk"}, unit),
    "offices:add_other_name": form({"clerk"}, unit),
    "offices:move_unit": form({"clerk"}, unit),
    "offices:close_unit": form({"clerk"}, unit),
    "offices:open_post": form({"clerk", "secadmin"}, unit),
    "offices:posts": Row({"clerk", "secadmin"}),
    "offices:post": Row(IN_POST, args=post),
    "offices:appoint": form({"clerk"}, post),
    "offices:cover": form({"clerk", "liaison"}, post),
    "offices:end_tenure": form({"clerk"}, tenure),
    "offices:person": Row(IN_POST, args=person),
    "offices:hand_over": form({"clerk"}, person),
    "offices:campaigns": Row(BUSINESS),
    "offices:templates": Row(BUSINESS),
    "offices:template": Row(BUSINESS, args=template),
    "offices:keep_template": form({"clerk"}),
    "offices:open_campaign": form({"clerk"}),
    "offices:campaign": Row(BUSINESS, args=campaign),
    "offices:add_to_campaign": form({"clerk"}, campaign),
    "offices:drop_addition": Row({"clerk"}, args=addition, post=GO_ON),
    "offices:end_campaign": Row({"clerk"}, args=campaign, post=GO_ON),
    "offices:accounts": Row(KEEPERS),
    "offices:create_account": form({"sysadmin"}),
    "offices:account": Row(KEEPERS, args=account),
    "offices:change_account": Row(NOBODY, args=account, get={405}, refusal={403, 404, 405}),
    "offices:deeds": Row({"auditor"}),
    "offices:sign_ins": Row({"auditor"}),
    "offices:me": Row(EVERYBODY),
}
