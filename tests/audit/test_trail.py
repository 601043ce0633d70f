"""The trail is written in the verb's transaction and read by followers in commit order."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from gyoryu.audit.domain.cursors import rewind_cursor
from gyoryu.audit.domain.trail import record
from gyoryu.audit.models import Event, EventSubject
from gyoryu.audit.queries import timeline_of
from gyoryu.audit.tasks import advance
from gyoryu.common.actors import SystemActor
from tests.cast import Cast

SEEN: list[str] = []


def remember(events: list[Event]) -> None:
    SEEN.extend(event.verb for event in events)


def break_down(events: list[Event]) -> None:
    raise RuntimeError("no")


def test_an_event_outside_a_transaction_is_a_bug(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record("demo.do_thing", None, actor=SystemActor("test"))


def test_subjects_of_a_bulk_verb_are_part_of_their_timelines(cast: Cast) -> None:
    pairs = [("registry.institution", pk) for pk in range(1, 6)]
    event = record("registry.publish_institutions", None, actor=cast.curator, subjects=pairs, count=5)
    assert EventSubject.objects.count() == 5
    assert [e.pk for e in timeline_of("registry.institution", 3)] == [event.pk]
    assert event.actor_label == "curator"


@pytest.mark.django_db(transaction=True)
def test_a_follower_reads_each_event_once_and_again_after_a_rewind() -> None:
    SEEN.clear()
    name = "tests.audit.test_trail.remember"
    with transaction.atomic():
        record("demo.first", None, actor=SystemActor("test"))
        record("demo.second", None, actor=SystemActor("test"))
    assert advance(name) == 2
    assert advance(name) == 0
    assert SEEN == ["demo.first", "demo.second"]
    rewind_cursor(name)
    assert advance(name) == 2


@contextmanager
def a_transaction_that_stays_open(database: str) -> Iterator[None]:
    """Another client of the same PostgreSQL server, in the middle of a write."""
    import psycopg

    with psycopg.connect(**{**connection.get_connection_params(), "dbname": database}) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield
        other.rollback()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("neighbour", [True, False])
def test_a_follower_waits_for_transactions_of_its_own_database_alone(neighbour: bool) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    name = "tests.audit.test_trail.remember"
    ours = connection.settings_dict["NAME"]
    with a_transaction_that_stays_open("postgres" if neighbour else ours):
        with transaction.atomic():
            record("demo.first", None, actor=SystemActor("test"))
        assert advance(name) == (1 if neighbour else 0)
    assert advance(name) == (0 if neighbour else 1)


@pytest.mark.django_db(transaction=True)
def test_a_failing_follower_keeps_its_place_and_says_why() -> None:
    name = "tests.audit.test_trail.break_down"
    with transaction.atomic():
        record("demo.first", None, actor=SystemActor("test"))
    with pytest.raises(RuntimeError):
        advance(name)
    from gyoryu.audit.models import FollowerCursor

    cursor = FollowerCursor.objects.get(name=name)
    assert (cursor.event_id, cursor.failure) == (0, "RuntimeError: no")
