"""Who said what when, and whose word was shown when: the policy replayed."""

import datetime as dt

import pytest
import time_machine

from gyoryu.registry.domain.overrides import override_values
from gyoryu.registry.domain.records import withdraw_record
from gyoryu.registry.facts import InstitutionFacts
from gyoryu.registry.history import history_of
from tests.cast import Cast
from tests.registry.saying import a_source, an_institution, fresh, say

pytestmark = pytest.mark.django_db


def day(month: int, number: int = 1) -> dt.datetime:
    return dt.datetime(2026, month, number, 3, tzinfo=dt.UTC)


def test_each_time_has_its_value_and_its_source(cast: Cast) -> None:
    register, partner = a_source(), a_source("partner")
    with time_machine.travel(day(1)):
        institution = an_institution(source=register, on=dt.date(2026, 1, 1), website="https://register.example")
    with time_machine.travel(day(2)):
        say(institution, source=partner, on=dt.date(2026, 2, 1), website="https://partner.example")
    with time_machine.travel(day(3)):
        said = InstitutionFacts(website="https://kept.example")
        kept = override_values(
            institution, group="channels", facts=said, reason="by telephone", version=fresh(institution).version,
            actor=cast.curator,
        )  # fmt: skip
    with time_machine.travel(day(4)):
        withdraw_record(kept, actor=cast.curator)
    with time_machine.travel(day(5)):
        history = history_of(fresh(institution), "channels")
    assert [(one.since.month, one.until and one.until.month, one.values["website"]) for one in history.spells] == [
        (1, 2, "https://register.example"),
        (2, 3, "https://partner.example"),
        (3, 4, "https://kept.example"),
        (4, None, "https://partner.example"),
    ]
    assert [(one.place, one.record.source.kind) for one in history.voices] == [
        (1, "partner"),
        (2, "register"),
        (0, "curator"),
    ]


def test_a_voice_that_lapsed_stands_behind_a_younger_one() -> None:
    register, visits = a_source(), a_source("delegation")
    with time_machine.travel(dt.datetime(2024, 1, 1, 3, tzinfo=dt.UTC)):
        institution = an_institution(source=visits, on=dt.date(2024, 1, 1), telephone="1")
        say(institution, source=register, key="2", on=dt.date(2024, 1, 1), telephone="2")
    with time_machine.travel(day(5)):
        history = history_of(fresh(institution), "channels")
    assert [(one.since.year, one.values["telephone"]) for one in history.spells] == [(2024, "1"), (2025, "2")]
    assert [(one.record.source.kind, one.is_lapsed) for one in history.voices] == [
        ("register", False),
        ("delegation", True),
    ]


def test_it_costs_the_same_for_one_record_and_for_three(query_count: object) -> None:
    def cost(institution: object) -> int:
        with query_count() as asked:  # type: ignore[operator]
            history_of(institution, "channels")  # type: ignore[arg-type]
        return len(asked)

    institution = an_institution(website="https://k.example")
    once = cost(institution)
    for key in ("2", "3"):
        say(institution, key=key, website=f"https://{key}.example")
    assert cost(fresh(institution)) == once == 2
