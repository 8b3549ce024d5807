import pytest

import builders
import people
from luoshi.ledger import acts, facets, queries

pytestmark = pytest.mark.django_db


def ballots(value):
    if set(value) != {"cast"}:
        raise ValueError("a ballot has a number of votes cast")


facets.register("test.ballot", 1, ballots)


def test_a_note_is_kept_in_its_registered_form():
    here = people.district()
    made = builders.accepted(here)
    builders.do(here.liaison, made, acts.Note("test.ballot", 1, '{ "cast" : 15 }'))
    line = queries.matter_page(here.clerk, made).way[-1]
    assert line.event.body == '{"cast":15}'


@pytest.mark.parametrize(
    ("facet", "schema", "body"),
    [("test.other", 1, "{}"), ("test.ballot", 2, "{}"), ("test.ballot", 1, "{}")],
)
def test_an_unregistered_or_misshapen_note_is_refused(facet, schema, body):
    here = people.district()
    made = builders.accepted(here)
    with pytest.raises(ValueError, match=r".+"):
        builders.do(here.liaison, made, acts.Note(facet, schema, body))


def test_a_form_is_not_registered_twice():
    facets.register("test.ballot", 1, ballots)
    with pytest.raises(ValueError, match="registered already"):
        facets.register("test.ballot", 1, lambda value: None)
