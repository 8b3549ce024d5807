"""Who may verify whom: every duty × every duty × every relation of their units, as one table.

`pytest -s src/luoshi/ledger/tests/test_who_verifies.py` prints it.
"""

from datetime import date
from itertools import product
from uuid import UUID

import pytest

from luoshi.ledger import acts, events, matter
from luoshi.ledger.events import Kind, Nature, Words
from luoshi.ledger.matter import Facts, Reason, Refusal, State
from luoshi.people.viewer import Duty

WORDS = Words(text=UUID(int=1), commitment="sha256:0")
LEAD, LEAD_PATH = UUID(int=7), "aaabac"
BODY, ABOVE = UUID(int=8), UUID(int=9)
# where the verifier sits and what they serve, seen from the unit that claims; `co` is a unit that co-operates
RELATIONS = {
    "the same unit": (LEAD_PATH, LEAD_PATH),
    "a unit below it": ("aaabacad", "aaabacad"),
    "a unit below, serving the one above": ("aaabacad", "aaab"),
    "the unit above": ("aaab", "aaab"),
    "two levels above": ("aa", "aa"),
    "a body beside, serving the one above": ("aaabzz", "aaab"),
    "a neighbour serving itself": ("aaabaf", "aaabaf"),
    "the co-operating unit, serving the one above": ("aaabco", "aaab"),
    "below the co-operating unit": ("aaabcoad", "aaab"),
}
INDEPENDENT = {"the unit above", "two levels above", "a body beside, serving the one above"}
CLAIMS = {Duty.PRINCIPAL, Duty.OFFICE, Duty.LIAISON, Duty.LEADER}  # 承办
VERIFIES = {Duty.PRINCIPAL, Duty.OFFICE, Duty.SUPERVISION}  # 核验


def facts(duty, unit_path, scope_path, *, person, unit=BODY, scope=ABOVE):
    return Facts(
        person=person, duty=duty.value, unit=unit, unit_path=unit_path, scope=scope, scope_path=scope_path,
        today=date(2014, 5, 1), lead_path=LEAD_PATH, assist_paths=("aaabco",),
    )  # fmt: skip


def claimed_by(duty) -> matter.Matter | None:
    """A matter that a post of this duty in the leading unit has claimed; None where it may not."""
    opened = events.Opened(kind=Kind.TASK, title=WORDS, campaign=UUID(int=2), issuer=ABOVE)
    begun = [opened, events.Assigned(lead=LEAD), events.Accepted()]
    before = matter.replay(matter.Happened(event, date(2014, 4, 9)) for event in begun)
    sits = facts(duty, LEAD_PATH, LEAD_PATH, person="claimant", unit=LEAD, scope=LEAD)
    try:
        claims = matter.decide(before, acts.Claim(WORDS), sits)
    except Refusal as refusal:
        return None if refusal.reason is Reason.NOT_UNDERTAKER else pytest.fail(refusal.reason)
    return matter.evolve(before, matter.Happened(claims[0], date(2014, 4, 20), "claimant"))


def verdict(claim, act, duty, relation, *, person="verifier") -> Reason | None:
    unit_path, scope_path = RELATIONS[relation]
    try:
        matter.decide(claim, act, facts(duty, unit_path, scope_path, person=person))
    except Refusal as refusal:
        return refusal.reason
    return None


def test_every_pair_of_posts(capsys):
    wrong, rows = [], []
    for claimant in Duty:
        claim = claimed_by(claimant)
        may_claim = claimant in CLAIMS or claimant is Duty.SUPERVISION  # a supervision group for its own unit alone
        assert (claim is not None) is may_claim, claimant
        if claim is None:
            continue
        for verifier, relation in product(Duty, RELATIONS):
            allowed = verifier in VERIFIES and relation in INDEPENDENT
            for act in (acts.Verify(Nature.SPOT, WORDS), acts.Refuse(WORDS)):
                found = verdict(claim, act, verifier, relation)
                if (found is None) is not allowed or found not in {None, Reason.NOT_VERIFIER}:
                    wrong.append((claimant, verifier, relation, type(act).__name__, found))
            rows.append((claimant, verifier, relation, allowed))
    with capsys.disabled():
        if pytest_prints():
            for claimant, verifier, relation, allowed in rows:
                print(f"{claimant:<12} {verifier:<15} {relation:<46} {'may' if allowed else '-'}")  # noqa: T201
    assert len(rows) == 5 * len(Duty) * len(RELATIONS)
    assert wrong == []


def pytest_prints() -> bool:
    """Whether the table was asked for, with -s."""
    import sys

    return "-s" in sys.argv


@pytest.mark.parametrize("duty", sorted(VERIFIES))
@pytest.mark.parametrize("relation", sorted(INDEPENDENT))
def test_nobody_verifies_their_own_claim_in_whatever_post(duty, relation):
    claim = claimed_by(Duty.LIAISON)
    for act in (acts.Verify(Nature.SPOT, WORDS), acts.Refuse(WORDS)):
        assert verdict(claim, act, Duty(duty), relation, person="claimant") is Reason.OWN_CLAIM


def test_only_what_is_claimed_can_be_verified():
    claim = claimed_by(Duty.LIAISON)
    done = matter.evolve(claim, matter.Happened(events.Refused(words=WORDS), date(2014, 4, 21), "verifier"))
    assert done.state is State.WORKING
    assert verdict(done, acts.Refuse(WORDS), Duty.OFFICE, "the unit above") is Reason.WRONG_STATE
