"""Any history that people could make: acts by anybody on anything, most of them refused."""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st

from luoshi.base import clock, ids
from luoshi.ledger import acts, commands, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import Line, NoSuchMatter, Refusal
from luoshi.ledger.events import Answer, Ground, Means, Nature, Role
from people import District

WHO = ("clerk", "mayor", "inspector", "liaison", "head", "secretary", "stationed", "engineer", "stranger", "leader")
TALK = Prose("情况属实")


def kinds(here: District, matters):
    """For every kind of act, any act of that kind."""
    day = st.integers(-3, 40).map(lambda n: clock.today() + timedelta(days=n))
    unit = st.sampled_from([here.town.id, here.village.id, here.other_village.id, here.other_town.id, here.water.id])
    talk = st.just(TALK)
    steps = st.lists(st.builds(acts.Step, talk, day), max_size=2).map(tuple)
    parts = st.lists(st.builds(acts.Part, unit=unit, due=st.none() | day), max_size=2, unique_by=lambda p: p.unit)
    return {
        "accept": st.just(acts.Accept()),
        "return": st.builds(acts.Return, st.sampled_from(Ground), talk),
        "assign": st.builds(acts.Assign, lead=unit),
        "decide_due": st.builds(acts.DecideDue, due=day) | st.builds(acts.DecideDue, days=st.integers(1, 30)),
        "plan": st.builds(acts.Plan, words=talk, steps=steps),
        "reach_milestone": st.builds(acts.ReachMilestone, number=st.integers(0, 1)),
        "progress": st.just(acts.Progress(TALK)),
        "add_evidence": st.builds(acts.AddEvidence, nature=st.sampled_from(Nature), words=talk, dated=day),
        "claim": st.just(acts.Claim(TALK)),
        "verify": st.builds(acts.Verify, nature=st.sampled_from(Nature), words=talk),
        "refuse": st.just(acts.Refuse(TALK)),
        "reply": st.just(acts.Reply(TALK)),
        "confirm": st.builds(acts.Confirm, st.sampled_from(Answer), st.sampled_from(Means), talk),
        "call_back": st.builds(acts.CallBack, st.sampled_from(Answer), talk),
        "close": st.builds(acts.Close, st.none() | talk),
        "reopen": st.just(acts.Reopen(TALK)),
        "pass_on": st.builds(acts.PassOn, parts.map(tuple)),
        "ask_extension": st.builds(acts.AskExtension, until=day, words=talk),
        "decide_extension": st.builds(acts.DecideExtension, granted=st.booleans()),
        "ask": st.just(acts.Ask(TALK)),
        "answer": st.just(acts.AnswerQuestion(TALK)),
        "withdraw": st.builds(acts.Withdraw, st.just(TALK), with_parts=st.booleans()),
        "withdraw_extension": st.just(acts.WithdrawExtension(TALK)),
        "ask_pause": st.builds(acts.AskPause, until=day, words=talk),
        "decide_pause": st.builds(acts.DecidePause, granted=st.booleans()),
        "resume": st.just(acts.Resume()),
        "ask_help": st.builds(acts.AskHelp, unit=unit, words=talk),
        "urge": st.just(acts.Urge("by_hand", "phone")),
        "escalate": st.builds(acts.Escalate, rung=st.just("by_hand"), unit=unit),
        "transfer": st.builds(acts.Transfer, lead=unit, words=talk),
        "link": st.builds(acts.Link, to=st.sampled_from(matters)),
        "unlink": st.just(acts.Unlink()),
        "send_out": st.just(acts.SendOut(Prose("区人民法院"), TALK)),
        "rate": st.builds(
            lambda clear: acts.Note("rating", 1, f'{{"clear":{str(clear).lower()},"helpful":true}}'), st.booleans()
        ),
    }


@dataclass
class History:
    """A small world of matters, and what people do to it."""

    here: District
    matters: list

    @classmethod
    def begun(cls, here: District, requirement):
        """One requirement, issued to the town with a co-operating body."""
        whole = requirement(here)
        lines = [Line(here.town.id, due=clock.today() + timedelta(days=20)), Line(here.water.id, role=Role.ASSIST)]
        lines.append(Line(here.other_town.id))
        issuance = ids.derived_id("test", whole)
        commands.issue(here.clerk, whole, lines, issuance=issuance)
        made = [ids.derived_id(issuance, whole, line.unit, line.role.value) for line in lines]
        return cls(here, [whole, *made])

    def step(self, draw, *, likely=True):
        """One act by somebody on something: a possible one, or any one, which is mostly refused."""
        chosen = self._possible(draw) if likely else None
        if chosen is None:
            who = getattr(self.here, draw(st.sampled_from(WHO)))
            matter_id = draw(st.sampled_from(self.matters))
            act = draw(st.one_of(*kinds(self.here, self.matters).values()))
        else:
            who, matter_id, name = chosen
            act = draw(kinds(self.here, self.matters)[name])
        return who, matter_id, act, self.attempt(who, matter_id, act)

    def attempt(self, who, matter_id, act, **how) -> bool:
        """Whether the act was done."""
        try:
            commands.perform(who, matter_id, act, **how)
        except (Refusal, NoSuchMatter):
            return False
        if isinstance(act, acts.AskHelp):
            asked = queries.matter_page(self.here.clerk, matter_id).help_asked
            self.matters += [row.id for row in asked if row.id not in self.matters]
        if isinstance(act, acts.PassOn):
            parts = queries.matters(self.here.clerk, queries.Filter(parent=matter_id)).rows
            self.matters += [part.id for part in parts if part.id not in self.matters]
        return True

    def _possible(self, draw):
        options = []
        matter_id = draw(st.sampled_from(self.matters))
        for name in WHO:
            viewer = getattr(self.here, name)
            try:
                options += [(viewer, matter_id, act) for act in queries.possible_acts(viewer, matter_id)[1]]
            except NoSuchMatter:
                continue
        return draw(st.sampled_from(options)) if options else None
