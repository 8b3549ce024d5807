"""Every event survives the way to the journal and back, and the heart does not depend on when it is asked."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base import digests
from luoshi.ledger.events import EVENTS, UnknownEvent, from_payload, to_payload

any_event = st.one_of([st.from_type(kind) for kind in EVENTS.values()])


@given(any_event)
def test_an_event_survives_the_journal(event):
    written = json.loads(digests.canonical(to_payload(event)))
    assert from_payload(event.NAME, event.VERSION, written) == event


@pytest.mark.parametrize(("name", "version"), [("matter.opened", 2), ("matter.forgotten", 1)])
def test_what_was_never_written_is_not_guessed(name, version):
    with pytest.raises(UnknownEvent):
        from_payload(name, version, {})


def test_names_are_dotted_past_tense_and_unique():
    names = [name for name, _ in EVENTS]
    assert len(set(names)) == len(names)
    assert all(name.startswith("matter.") for name in names)
