"""Something in every state of its way and a document at every point of its own, so that every page can be opened."""

import builders
from e2e import monday, one_in_hand, yesterday
from e2e.sample_district import with_town
from luoshi.base import clock
from luoshi.inlets.documents import commands as documents
from luoshi.inlets.documents.clauses import Target
from luoshi.inlets.documents.tests import papers, rounds
from luoshi.inlets.inspections import commands as inspections
from luoshi.inlets.inspections import queries as seen
from luoshi.inlets.inspections.tests import group
from luoshi.inlets.offices import commands as offices
from luoshi.ledger import acts
from luoshi.ledger.acts import Part, Prose, Step
from luoshi.ledger.events import Ground, Nature
from luoshi.people import queries as people
from papers import evidence

TOWN = "tanghai"
UNITS = b"code,name,level,parent\n130209990,\xe6\x96\xb0\xe9\x95\x87,town,130209\n"


def lay_out() -> None:
    """Put it all there."""
    for others in (yesterday, monday, one_in_hand):
        others.lay_out()
    here = with_town(TOWN)
    on_the_way(here)
    on_paper(here)
    on_the_spot(here)
    offices.keep_list(by=here.clerk, name="单位.csv", content=UNITS, as_of=clock.today(), close_missing=False)


def on_the_way(here: object) -> None:
    """Matters in every state."""
    village = people.viewer_of("village1")
    soon = builders.in_days(9)
    builders.assigned(here, due=soon, title="待签收的事项。")
    builders.assigned(here, title="时限待定的事项。")
    back = builders.assigned(here, due=soon, title="退回的事项。")
    builders.do(here.liaison, back, acts.Return(Ground.OTHER, Prose("属滨海镇。")))
    planned = builders.accepted(here, due=soon, title="有计划的事项。")
    steps = (Step(Prose("摸底"), builders.in_days(3)), Step(Prose("整改"), builders.in_days(6)))
    builders.do(here.liaison, planned, acts.Plan(Prose("先摸底后整改。"), steps))
    evidence(here.liaison, planned, "台账".encode(), name="台账.txt")
    shared = builders.accepted(here, due=soon, title="转办村队的事项。")
    builders.do(here.liaison, shared, acts.PassOn((Part(unit=village.post.unit.id, due=builders.in_days(5)),)))
    builders.verified(here, due=soon, title="待答复的事项。")
    builders.replied(here, due=soon, title="待群众确认的事项。")
    builders.closed(here, due=soon, title="已销号的事项。")
    small = builders.assigned(here, to=village.post.unit, due=soon, title="村里的事项。")
    builders.do(village, small, acts.Accept(), acts.Claim(Prose("已办好。")))
    builders.do(here.inspector, small, acts.Verify(Nature.OWN, Prose("看了记录。")))
    builders.do(village, small, acts.Reply(Prose("已答复。")))
    builders.assigned(here, to=people.viewer_of("water").post.unit, due=soon, title="水务局的事项。")


def on_paper(here: object) -> None:
    """Documents in review, signed, issued, in a later version, and one without a text."""
    rounds.taken_in(here, rounds.REPORT)
    rounds.taken_in(here, rounds.LATER)
    for text, is_issued in ((rounds.NOTICE, True), (papers.NOTICE, False)):
        document = rounds.taken_in(here, text)
        rounds.decide_all(here, document)
        wanted = rounds.numbers(document)
        rounds.give(here, document, wanted[:-1], Target(units=(here.town.id,)))
        documents.sign(here.clerk, document)
        if is_issued:
            documents.issue_now(here.clerk, document)
        else:
            documents.prepare(here.clerk, document)
    documents.take_in(here.clerk, data=papers.pdf_of([]), name="扫描件.pdf")


def on_the_spot(here: object) -> None:
    """A plan with an item to approve, a draw with claims looked at, fact sheets in every state."""
    who = group.Group(here, people.viewer_of("inspector2"), people.viewer_of("inspector3"))
    for number in range(3):
        builders.claimed(here, title=f"活动场所建设之{number + 1}。")
    item = group.item(here, matters=9)
    every = seen.choice(here.clerk, item).units
    group.drawn(here, claims=0, which=group.item(here, kind="clue", units=every, matters=9, inspectors=3))
    visit = next(seen.visit(here.inspector, row.id) for row in seen.visits(here.inspector) if row.unit == here.town)
    held, false = [one.matter for one in visit.looks if not one.holds][:2]
    inspections.look_at(here.inspector, visit.id, held, held=True, words="现场属实。", nonce="house-held")
    inspections.look_at(here.inspector, visit.id, false, held=False, words="没有屋顶。", nonce="house-false")
    group.written(who, by=here.inspector, visit=visit.id)
    group.fed_back(who, about=false, by=here.inspector, visit=visit.id)
    for upheld in (None, True, False):
        objected = group.fed_back(who, by=here.inspector, visit=visit.id)
        inspections.object_to(here.liaison, objected, "屋顶昨日已完工，附验收单。")
        if upheld is not None:
            inspections.decide(here.clerk, objected, upheld=upheld, words="复核过现场和验收单。")
    group.item(here, approved=False, kind="daily", subject="村务公开栏更新")
