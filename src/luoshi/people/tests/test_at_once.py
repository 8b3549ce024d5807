"""Two who fill posts in the same moment, in real transactions."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction

from luoshi.journal.tests import lifting
from luoshi.people import commands, queries
from luoshi.people.tests import builders
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has one connection; on disk it has one writer at a time"
)


@pytest.fixture
def committed(transactional_db):
    """Real transactions; the journal's triggers go before its tables are emptied."""
    yield
    lifting.lift()


def test_nobody_becomes_an_administrator_and_something_else_in_the_same_moment(committed):
    world = builders.district()
    clerk = builders.viewer(world.office, Duty.OFFICE, scope=world.district)
    security = builders.viewer(world.district, Duty.SECURITY_ADMIN)
    liaison, admin = builders.post(world.town_a, Duty.LIAISON), builders.post(world.district, Duty.SYSTEM_ADMIN)
    somebody = builders.account()

    def second():
        try:
            return commands.appoint(by=security, post_id=admin.id, person_id=somebody.person_id)
        except commands.Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            commands.appoint(by=clerk, post_id=liaison.id, person_id=somebody.person_id)
            later = thread.submit(second)
            wait([later], timeout=1)  # for as long as the first is not committed
        assert isinstance(later.result(timeout=20), commands.Refused)
    assert queries.viewer_for(somebody).posts == (liaison,)
