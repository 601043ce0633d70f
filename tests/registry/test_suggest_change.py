"""A colleague says what one value should be; nothing changes until a curator decides."""

from typing import Any

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.changes import MOST_OPEN, suggest_change
from gyoryu.registry.models import Change
from tests.cast import Cast
from tests.registry.saying import an_institution, fresh, refused

pytestmark = pytest.mark.django_db


def test_old_and_new_are_kept_and_nothing_changes(cast: Cast) -> None:
    institution = an_institution(website="https://k.example")
    new = {"website": "https://new.example"}
    change = suggest_change(institution, field="website", new=new, note="moved", actor=cast.teacher)
    assert (change.old, change.new, change.kind, change.state) == (
        {"website": "https://k.example"},
        {"website": "https://new.example"},
        "suggestion",
        "open",
    )
    assert fresh(institution).website == "https://k.example"
    event = Event.objects.get(verb="registry.suggest_change")
    assert (event.subject_id, event.data) == (change.pk, {"field": "website"})


def test_said_again_it_replaces(cast: Cast) -> None:
    institution = an_institution(website="https://k.example")
    for pupils in (100, 200):
        suggest_change(institution, field="pupils", new={"pupils": pupils}, actor=cast.teacher)
    suggest_change(institution, field="pupils", new={"pupils": 300}, actor=cast.principal)
    assert sorted(change.new["pupils"] for change in Change.objects.all()) == [200, 300]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"field": "weather", "note": "wet"}, "unknown_field"),
        ({"field": "website", "new": {"telephone": "1"}}, "unknown_field"),
        ({"field": "website"}, "nothing_said"),
        ({"field": "website", "new": {"website": ""}, "note": " "}, "nothing_said"),
        ({"field": "website", "new": {"website": "https://k.example"}}, "nothing_new"),
        ({"field": "country", "new": {"country": "Neuseeland"}}, "no_country"),
        ({"field": "pupils", "new": {"pupils": -3}}, "out_of_range"),
    ],
)
def test_what_says_nothing_is_refused(cast: Cast, said: dict[str, Any], code: str) -> None:
    institution = an_institution(website="https://k.example")
    with refused(code):
        suggest_change(institution, actor=cast.teacher, **said)
    assert not Change.objects.exists()


def test_nobody_floods_the_desk(cast: Cast) -> None:
    institution = an_institution()
    said = {"institution": institution, "actor_pid": cast.teacher.pid, "actor_kind": "person", "actor_label": "t"}
    Change.objects.bulk_create(
        Change(pid=f"P{n:09d}", field=f"f{n}", kind="suggestion", **said) for n in range(MOST_OPEN)
    )
    with refused("too_many"):
        suggest_change(institution, field="pupils", new={"pupils": 1}, actor=cast.teacher)
