from datetime import timedelta
from threading import Event

import pytest

from luoshi.base import clock, jobs
from luoshi.base.models import Job

pytestmark = pytest.mark.django_db
done: list[dict] = []


@jobs.job("test.note")
def note(payload):
    done.append(payload)


@jobs.job("test.fail")
def fail(payload):
    raise RuntimeError("no")


stop = Event()


@jobs.job("test.stop")
def come_to_a_stop(payload):
    stop.set()


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_a_job_is_done_once():
    jobs.enqueue("test.note", {"n": 1})
    jobs.run_due()
    jobs.run_due()
    assert done == [{"n": 1}]


def test_the_same_key_is_asked_for_once():
    assert jobs.enqueue("test.note", {"n": 1}, key="a")
    assert not jobs.enqueue("test.note", {"n": 2}, key="a")
    jobs.run_due()
    assert done == [{"n": 1}]


def test_a_later_job_waits():
    jobs.enqueue("test.note", {"n": 1}, run_at=clock.now() + timedelta(hours=1))
    jobs.run_due()
    assert done == []
    with clock.fixed(clock.now() + timedelta(hours=2)):
        jobs.run_due()
    assert done == [{"n": 1}]


def test_a_failing_job_is_tried_again_later_and_in_the_end_left_alone(caplog):
    jobs.enqueue("test.fail", {})
    at = clock.now()
    for _ in range(10):
        at += timedelta(hours=12)
        with clock.fixed(at):
            jobs.run_due()
    row = Job.objects.get()
    assert (row.attempts, row.failed, row.done_at) == (jobs.RETRIES, "RuntimeError", None)


def test_a_leased_job_is_not_taken_twice_until_the_lease_ends():
    jobs.enqueue("test.note", {"n": 1})
    assert jobs._lease() is not None
    assert jobs._lease() is None
    with clock.fixed(clock.now() + jobs.LEASE * 2):
        assert jobs._lease() is not None


def test_an_undeclared_job_is_refused():
    with pytest.raises(KeyError):
        jobs.enqueue("test.unknown", {})


def test_the_loop_is_silent_until_it_beats_and_again_when_it_stops():
    at = clock.now()
    with clock.fixed(at):
        assert jobs.is_silent()
        jobs.beat()
        assert not jobs.is_silent()
    with clock.fixed(at + jobs.SILENT_AFTER * 2):
        assert jobs.is_silent()


def test_a_clock_that_jumps_back_does_not_make_a_loop_look_alive_for_ever():
    with clock.fixed(clock.now() + timedelta(days=300)):
        jobs.beat()
    assert jobs.is_silent()
    jobs.beat()
    assert not jobs.is_silent()


def test_beats_that_follow_closely_write_nothing(django_assert_num_queries):
    jobs.beat()
    with django_assert_num_queries(1):
        jobs.beat()


def test_the_queue_counts_what_waits_what_is_tried_again_and_what_was_given_up(caplog):
    jobs.enqueue("test.note", {})
    jobs.enqueue("test.note", {}, run_at=clock.now() + timedelta(days=1))
    assert jobs.queue() == jobs.Queue(due=1, retrying=0, given_up=0)
    jobs.enqueue("test.fail", {})
    jobs.run_due()
    assert jobs.queue() == jobs.Queue(due=0, retrying=1, given_up=0)
    Job.objects.filter(name="test.fail").update(attempts=jobs.RETRIES)
    assert jobs.queue() == jobs.Queue(due=0, retrying=0, given_up=1)


def test_the_loop_forgets_what_was_done_long_ago(monkeypatch):
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)  # the loop is in the test's own transaction
    jobs.enqueue("test.note", {"n": 1})
    jobs.run_due()
    with clock.fixed(clock.now() + jobs.KEPT_FOR + timedelta(hours=1)):
        jobs.enqueue("test.stop", {})
        jobs.work(stop)
    assert [row.name for row in Job.objects.all()] == ["test.stop"]
