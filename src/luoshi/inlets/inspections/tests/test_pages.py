"""Inspections on screen: from the plan to the objection, on a phone, and in hostile hands."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import builders
import people
from luoshi.base import clock
from luoshi.inlets.inspections import queries, redraw
from luoshi.inlets.inspections.tests import group
from luoshi.ledger import queries as ledger
from luoshi.ledger.matter import State

pytestmark = pytest.mark.django_db
PHONE_BYTES = 150 * 1024


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def sign_in(client):
    def as_(viewer):
        client.force_login(people.account_of(viewer))
        return client

    return as_


def url(name, *args):
    return reverse(f"inspections:{name}", args=args)


ITEM = {
    "subject": "村级活动场所建设", "kind": "special", "basis": "区委常委会第6次会议", "places": "town", "units": 1,
    "matters": 2, "inspectors": 1, "times": 1,
}  # fmt: skip


def test_from_the_plan_to_the_objection(here, sign_in):
    who = group.group(here)
    for number in range(2):
        builders.claimed(here, title=f"活动室{number}")
    sign_in(here.clerk).post(url("new_plan"), {"year": clock.today().year})
    plan = queries.plans(here.clerk)[0].id
    answer = sign_in(here.clerk).post(url("add_item", plan), ITEM)
    assert answer["Location"] == url("plan", plan)
    desk = sign_in(here.mayor).get("/").content.decode()
    assert url("plan", plan) in desk
    assert "村级活动场所建设" in sign_in(here.mayor).get(url("approve", plan)).content.decode()
    sign_in(here.mayor).post(url("approve", plan), {})
    item = queries.plan(here.clerk, plan).items[0].id
    page = sign_in(here.clerk).get(url("commit", item)).content.decode()
    assert "区委常委会第6次会议" in page
    drawn = sign_in(here.clerk).post(url("commit", item), {})["Location"]
    before = sign_in(here.clerk).get(drawn).content.decode()
    assert "sha256:" in before
    assert url("draw_file", drawn.split("/")[-2]) not in before
    group.sealed(here.realm)
    assert "唐海镇" in sign_in(here.clerk).get(drawn).content.decode()
    told = json.loads(sign_in(here.clerk).get(url("draw_file", drawn.split("/")[-2])).content)
    assert redraw.faults(told) == []
    assert sign_in(here.clerk).get(url("script")).content == Path(redraw.__file__).read_bytes()

    goes = group.goer(who)
    visit = queries.visits(goes)[0].id
    desk = sign_in(goes).get("/").content.decode()
    assert url("visit", visit) in desk
    good, bad = (one.matter for one in queries.visit(goes, visit).looks)
    sign_in(goes).post(url("look", visit, good), {"outcome": "held", "words": "建成在用"})
    photo = SimpleUploadedFile("where.txt", b"what was seen", "text/plain")
    sign_in(goes).post(url("look", visit, bad), {"outcome": "false", "words": "没有屋顶", "photos": [photo]})
    assert ledger.rows_by_id(here.clerk, [bad])[0].state is State.WORKING
    sheet = sign_in(goes).post(url("write_finding", visit), {
        "about": str(bad), "facts": "活动室没有屋顶。", "demand": "年内建成",
        "due": (clock.today() + timedelta(days=30)).isoformat(),
    })["Location"]  # fmt: skip
    assert sign_in(here.head).get(sheet).status_code == 404
    for signer in (one for one in who.all if one is not goes):
        assert sheet in sign_in(signer).get("/").content.decode()
        sign_in(signer).post(f"{sheet}sign/", {})
    sign_in(goes).post(url("end", visit), {})
    seen = sign_in(here.liaison).get(sheet).content.decode()
    assert "活动室没有屋顶。" in seen
    assert f"{sheet}object/" in seen
    assert sheet in sign_in(here.liaison).get("/").content.decode()
    notice = sign_in(here.liaison).get(f"{sheet}notice/").content.decode()
    assert all(one.person_name in notice for one in who.all)
    sign_in(here.liaison).post(f"{sheet}object/", {"words": "屋顶昨日已完工"})
    assert sheet in sign_in(here.clerk).get("/").content.decode()
    sign_in(here.clerk).post(f"{sheet}decide/", {"decision": "upheld", "words": "复核属实"})
    seen = sign_in(here.liaison).get(sheet).content.decode()
    assert "复核属实" in seen
    assert sign_in(here.liaison).get(f"{sheet}notice/").status_code == 200
    assert "1" in sign_in(here.mayor).get(url("estimate", here.district.id)).content.decode()


def test_another_draw_is_refused_on_the_page_with_the_reason(here, sign_in):
    group.group(here)
    drawn = group.drawn(here, inspectors=1)
    answer = sign_in(here.clerk).post(url("again", drawn), {})
    assert answer.status_code == 409
    item = queries.draw(here.clerk, drawn).item.id
    assert sign_in(here.clerk).post(url("commit", item), {}).status_code == 409
    page = sign_in(here.mayor).get(url("draw", drawn)).content.decode()
    assert page.count("clerk") >= 2


def test_the_form_on_the_spot_is_light_and_asks_two_things(here, sign_in):
    """150 KB with every style sheet and script, cold; one question, one text, and a picture that may be left out."""
    group.drawn(here, claims=1, inspectors=1)
    visit = group.visit_of(here.inspector)
    page = sign_in(here.inspector).get(url("look", visit.id, visit.looks[0].matter)).content
    import re

    static = django_settings.STATIC_URL.strip("/")
    linked = set(re.findall(rf'(?:href|src)="/{static}/([^"#]+)', page.decode()))
    weight = len(page) + sum(Path(finders.find(name)).stat().st_size for name in linked)
    assert len(linked) > 5
    assert weight < PHONE_BYTES
    assert page.decode().count('name="outcome"') == 2
    assert page.decode().count("<textarea") == 1
    assert "required" not in re.search(r'<input[^>]*type="file"[^>]*>', page.decode()).group()


def test_what_is_held_is_linked_and_not_asked_for(here, sign_in):
    from luoshi.ledger import acts
    from luoshi.ledger.acts import Prose
    from luoshi.ledger.events import Attachment
    from luoshi.records import commands as records

    shown = builders.accepted(here)
    kept = records.keep_file(here.realm, SimpleUploadedFile("b.txt", b"paper"), name="b.txt", media_type="text/plain")
    builders.do(here.liaison, shown, acts.Claim(Prose("完成"), (Attachment(file=kept.id, digest=kept.digest),)))
    group.drawn(here, claims=0, inspectors=1)
    visit = group.visit_of(here.inspector)
    page = sign_in(here.inspector).get(url("visit", visit.id)).content.decode()
    assert url("paper", visit.id, shown) not in page
    assert reverse("matters:matter", args=[shown]) in page
    assert sign_in(here.inspector).post(url("paper", visit.id, shown), {"words": "验收单"}).status_code == 422


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("new_plan", {"year": "9" * 40}), ("new_plan", {"year": "1999"}), ("new_plan", {"year": "二〇一四"}),
        ("conflict", {"unit": "没有这样的单位"}), ("conflict", {"unit": "\x00'; DROP"}),
    ],
)  # fmt: skip
def test_nonsense_is_asked_back(here, sign_in, name, data):
    assert sign_in(here.inspector).post(url(name), data).status_code == 422


@pytest.mark.parametrize(
    "changed",
    [
        {"units": 0}, {"units": 10**9}, {"matters": -1}, {"inspectors": "x"}, {"kind": "raid"}, {"places": "country"},
        {"subject": ""}, {"times": 13}, {"subject": "长" * 201},
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_is_asked_back(here, sign_in, changed):
    sign_in(here.clerk).post(url("new_plan"), {"year": clock.today().year})
    plan = queries.plans(here.clerk)[0].id
    assert sign_in(here.clerk).post(url("add_item", plan), {**ITEM, **changed}).status_code == 422
    assert queries.plan(here.clerk, plan).items == ()


def test_words_that_look_like_markup_stay_words(here, sign_in):
    who = group.group(here)
    group.drawn(here, claims=1)
    goes = group.goer(who)
    visit = group.visit_of(goes)
    sheet = sign_in(goes).post(
        url("write_finding", visit.id), {"facts": "<script>alert(1)</script>", "demand": "<b>改</b>"}
    )["Location"]  # fmt: skip
    page = sign_in(goes).get(sheet).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;改" in page


def test_a_file_of_a_sheet_is_for_those_who_see_the_sheet(here, sign_in):
    who = group.group(here)
    group.drawn(here, claims=1)
    goes = group.goer(who)
    visit = group.visit_of(goes)
    given = {
        "facts": "没有屋顶", "demand": "年内建成", "photos": [SimpleUploadedFile("a.txt", b"seen", "text/plain")],
    }  # fmt: skip
    sheet = sign_in(goes).post(url("write_finding", visit.id), given)["Location"]
    kept = queries.finding(goes, sheet.split("/")[-2]).files[0].id
    answer = sign_in(goes).get(f"{sheet}files/{kept}/")
    assert b"".join(answer.streaming_content) == b"seen"
    assert sign_in(here.head).get(f"{sheet}files/{kept}/").status_code == 404


def test_a_form_sent_twice_is_one_sheet(here, sign_in):
    who = group.group(here)
    group.drawn(here, claims=1)
    goes = group.goer(who)
    visit = group.visit_of(goes)
    given = {"facts": "没有屋顶", "demand": "年内建成", "nonce": "the-same-nonce"}
    first = sign_in(goes).post(url("write_finding", visit.id), given)["Location"]
    assert sign_in(goes).post(url("write_finding", visit.id), given)["Location"] == first
    assert len(queries.findings(here.clerk)) == 1
