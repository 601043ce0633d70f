"""A curator keeps a value whatever others say: a record with a reason, for good or until a day, taken back like any."""

import datetime as dt

import pytest
import time_machine

from gyoryu.audit.models import Event
from gyoryu.registry.domain.lapsing import lapse_voices
from gyoryu.registry.domain.overrides import override_values
from gyoryu.registry.domain.records import withdraw_record
from gyoryu.registry.facts import InstitutionFacts
from gyoryu.registry.models import Institution, Record
from tests.cast import Cast
from tests.registry.saying import SYSTEM, a_source, an_institution, fresh, refused, say

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 3, tzinfo=dt.UTC)


def keep(institution: Institution, cast: Cast, **said: object) -> Record:
    asked = {"group": "channels", "reason": "heard on the telephone", "version": fresh(institution).version} | said
    return override_values(institution, actor=cast.curator, **asked)  # type: ignore[arg-type]


def test_what_is_kept_goes_first_and_says_why(cast: Cast) -> None:
    institution = an_institution(website="https://old.example", telephone="1")
    kept = keep(institution, cast, facts=InstitutionFacts(website="https://new.example"))
    seen = fresh(institution)
    assert (seen.website, seen.telephone, seen.provenance["channels"]) == ("https://new.example", "", kept.pk)
    assert (kept.source.slug, kept.reason, kept.until) == ("curators", "heard on the telephone", None)
    event = Event.objects.get(verb="registry.override_values")
    assert (event.subject_id, event.data["group"], event.data["note"]) == (
        institution.pk,
        "channels",
        "heard on the telephone",
    )


def test_what_is_shown_can_be_kept_as_it_is(cast: Cast) -> None:
    institution = an_institution(website="https://k.example")
    keep(institution, cast)
    partner = a_source("partner")
    say(institution, source=partner, website="https://partner.example")
    assert fresh(institution).website == "https://k.example"


def test_after_its_last_day_the_others_are_heard_again(cast: Cast) -> None:
    with time_machine.travel(NOW):
        institution = an_institution(website="https://k.example")
        keep(institution, cast, facts=InstitutionFacts(website="https://other.example"), until=dt.date(2026, 3, 31))
    with time_machine.travel(dt.datetime(2026, 3, 31, 3, tzinfo=dt.UTC)):
        assert lapse_voices(actor=SYSTEM) == 0
        assert fresh(institution).website == "https://other.example"
    with time_machine.travel(dt.datetime(2026, 4, 1, 3, tzinfo=dt.UTC)):
        assert lapse_voices(actor=SYSTEM) == 1
        assert fresh(institution).website == "https://k.example"


def test_taking_it_back_leaves_what_the_register_says(cast: Cast) -> None:
    institution = an_institution(website="https://k.example")
    kept = keep(institution, cast, facts=InstitutionFacts(website="https://other.example"))
    withdraw_record(kept, actor=cast.curator)
    assert fresh(institution).website == "https://k.example"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": " no "}, "reason_missing"),
        ({"group": "weather"}, "unknown_group"),
        ({"until": dt.date(2020, 1, 1)}, "until_over"),
        ({"group": "size"}, "nothing_said"),
        ({"facts": InstitutionFacts(pupils=3)}, "other_group"),
        ({"group": "status", "facts": InstitutionFacts(status="open", opened_on="May")}, "no_such_day"),
        ({"version": 99}, "changed_meanwhile"),
    ],
)
def test_what_is_refused_writes_nothing(cast: Cast, said: dict[str, object], code: str) -> None:
    institution = an_institution(website="https://k.example")
    with refused(code):
        keep(institution, cast, **said)
    assert Record.objects.count() == 1
