"""Registers and visits, for tests of judging: what is said becomes records, and resolution follows the trail."""

import datetime as dt
from typing import Any

from gyoryu.audit.domain.cursors import move_cursor
from gyoryu.audit.models import Event
from gyoryu.audit.queries import cursor_of
from gyoryu.common.actors import SystemActor
from gyoryu.registry.domain.applied_runs import receive_records
from gyoryu.registry.domain.intake_runs import Said, start_run
from gyoryu.registry.domain.records import propose_record
from gyoryu.registry.models import Institution, Record, Source
from gyoryu.resolution import tasks
from gyoryu.resolution.domain.second_looks import ask_second_look, confirm_second_look
from gyoryu.resolution.models import Judgement
from tests.cast import Cast
from tests.factories import MembershipFactory
from tests.registry.saying import a_source, facts

SYSTEM = SystemActor("test")
DAY = dt.date(2026, 2, 1)


NAME = "gyoryu.resolution.tasks.follow"


def follow() -> None:
    """Let resolution read the trail to its end, what this very transaction wrote included (a worker would wait)."""
    while events := list(Event.objects.filter(pk__gt=cursor_of(NAME)[1]).order_by("pk")):
        tasks.follow(events)
        move_cursor(NAME, events[-1])


def read(source: Source, rows: dict[str, Any], complete: bool = True) -> None:
    """``source`` lists ``rows``: key -> a name, or facts."""
    said = [Said(key, facts(what) if isinstance(what, str) else what) for key, what in rows.items()]
    run = start_run(source, file_name="", file_hash="", as_of=DAY, actor=SYSTEM)
    receive_records(run, said=said, complete=complete, actor=SYSTEM)
    follow()


def current(source: Source, key: str) -> Record:
    return Record.objects.exclude(state="superseded").get(source=source, key=key)


def institution_of(source: Source, key: str) -> Institution:
    """Where a row ended, merges followed."""
    institution = current(source, key).institution
    assert institution is not None
    return institution.merged_into or institution


def visited(
    institution: Institution | None = None, *, key: str = "visit-1", name: str = "Kowhai Bay College", **more: Any
) -> Record:
    """A delegation's proposed record; ``institution`` when it was picked from the register."""
    record = propose_record(
        a_source("delegation", "visits"),
        key=key,
        about="institution",
        facts=facts(name, **more),
        actor=SYSTEM,
        said_on=DAY,
        institution=institution,
    )
    follow()
    record.refresh_from_db()
    return record


def directory() -> Source:
    return a_source(slug="nz-directory")


def other_register() -> Source:
    return a_source(slug="nz-facilities")


def second_curator(cast: Cast) -> Any:
    """A colleague of the cast's curator."""
    return MembershipFactory(role="curator", organisation=cast.institute, person__name="colleague").person


def merged(subject: Any, other: Institution, cast: Cast) -> Judgement:
    """A risky merge, asked for by the curator and confirmed by a colleague."""
    return confirm_second_look(ask_second_look(subject, other, actor=cast.curator), actor=second_curator(cast))
