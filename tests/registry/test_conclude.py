"""What people see is concluded from the records that count, by the policy."""

import datetime as dt

import pytest
import time_machine

from gyoryu.registry.domain.conclusion import conclude
from gyoryu.registry.domain.records import propose_record
from gyoryu.registry.facts import InstitutionFacts
from gyoryu.registry.models import Record
from tests.registry.saying import SYSTEM, a_source, an_empty_institution, facts, fresh, named, say

pytestmark = pytest.mark.django_db
LATER = dt.date(2026, 3, 1)


def test_one_record_says_it_all() -> None:
    institution = an_empty_institution()
    record = say(institution, moe="54", website="https://k.example", level_from=8, level_to=12)
    seen = fresh(institution)
    assert (seen.display_name, seen.display_language, seen.kind) == ("Kowhai Bay College", "en", "school")
    assert (seen.country, seen.region, seen.level_from, seen.level_to) == ("NZ", "Auckland", 8, 12)
    assert seen.provenance == dict.fromkeys(["names", "kind", "place", "levels", "channels"], record.pk)
    assert [(one.scheme, one.value, one.record_id) for one in seen.identifiers.all()] == [("nz-moe", "54", record.pk)]
    assert [(one.text, one.kind, one.record_id) for one in seen.names.all()] == [
        ("Kowhai Bay College", "official", record.pk)
    ]
    assert seen.match_key == "bay kowhai"


def test_concluding_again_changes_nothing() -> None:
    institution = an_empty_institution()
    say(institution, moe="54")
    version = fresh(institution).version
    ids = list(institution.names.values_list("pk", flat=True))
    assert conclude([institution.pk]) == 0
    assert fresh(institution).version == version
    assert list(institution.names.values_list("pk", flat=True)) == ids


def test_the_register_names_the_school_and_the_partner_gives_its_website() -> None:
    institution = an_empty_institution()
    say(institution, website="http://old.example", telephone="1")
    say(institution, source=a_source("partner"), name="Kowhai College (us)", website="https://new.example", on=LATER)
    seen = fresh(institution)
    assert seen.display_name == "Kowhai Bay College"
    assert (seen.website, seen.telephone) == ("https://new.example", "")  # a group is taken as a whole
    assert sorted(seen.names.values_list("text", "kind")) == [
        ("Kowhai Bay College", "official"),
        ("Kowhai College (us)", "alias"),
    ]
    assert (seen.registered_on, seen.confirmed_on, seen.reported_on) == (dt.date(2026, 2, 1), LATER, None)


def test_a_curator_goes_before_everybody() -> None:
    institution = an_empty_institution()
    say(institution, name="Kowhai Bay Colege")
    say(institution, source=a_source("curator"), name="Kowhai Bay College", on=dt.date(2020, 1, 1))
    assert fresh(institution).display_name == "Kowhai Bay College"


@time_machine.travel(dt.datetime(2028, 6, 1, tzinfo=dt.UTC))
def test_a_voice_that_is_too_old_stands_behind_younger_ones() -> None:
    institution = an_empty_institution()
    say(institution, source=a_source("partner"), website="https://partner.example", on=dt.date(2026, 5, 1))
    say(institution, website="https://register.example", on=dt.date(2027, 1, 1))
    assert fresh(institution).website == "https://register.example"


def test_of_two_registers_the_newer_word_counts() -> None:
    institution = an_empty_institution()
    say(institution, source=a_source(slug="one"), pupils=100, on=LATER)
    say(institution, source=a_source(slug="two"), pupils=90)
    assert fresh(institution).pupils == 100


def test_names_in_other_languages_are_kept_with_who_said_them() -> None:
    institution = an_empty_institution()
    say(institution)
    visit = InstitutionFacts(names=(named("코와이베이 고등학교", "ko", "alias"),))
    said = say(institution, source=a_source("delegation"), what=visit)
    seen = fresh(institution)
    assert (seen.display_name, seen.name_ko, seen.name_en) == (
        "Kowhai Bay College",
        "코와이베이 고등학교",
        "Kowhai Bay College",
    )
    assert seen.names.get(language="ko").record_id == said.pk


def test_a_generated_reading_is_a_name_to_find_and_never_the_name() -> None:
    institution = an_empty_institution()
    reading = InstitutionFacts(names=(named("코와이 베이", "ko", "generated"),), country="NZ", region="Auckland")
    say(institution, what=reading)
    seen = fresh(institution)
    assert (seen.display_name, seen.name_ko) == ("", "")
    assert seen.names.get().kind == "generated"


def test_the_accepted_version_counts_until_the_new_one_is_accepted() -> None:
    institution = an_empty_institution()
    source = a_source("partner")
    say(institution, source=source, pupils=100)
    proposed = say(institution, source=source, pupils=120, accept=False)
    conclude([institution.pk])
    assert fresh(institution).pupils == 100
    again = say(institution, source=source, pupils=130, accept=False)
    conclude([institution.pk])
    assert (fresh(proposed).state, fresh(institution).pupils) == ("superseded", 100)
    say(institution, source=source, pupils=130)
    assert fresh(again).state == "accepted"
    assert fresh(institution).pupils == 130


def test_what_is_merged_here_speaks_here() -> None:
    here, merged = an_empty_institution(), an_empty_institution()
    say(here)
    say(merged, source=a_source("partner"), description="We sing.", name="Kowhai")
    type(merged).objects.filter(pk=merged.pk).update(merged_into=here)
    conclude([merged.pk])
    assert fresh(here).description == "We sing."


def test_without_any_record_it_is_a_draft_that_says_nothing() -> None:
    institution = an_empty_institution()
    record = say(institution, moe="54")
    type(institution).objects.filter(pk=institution.pk).update(state="published")
    Record.objects.filter(pk=record.pk).update(state="rejected")
    assert conclude([institution.pk]) == 1
    seen = fresh(institution)
    assert (seen.state, seen.country, seen.provenance, seen.display_name) == ("draft", "", {}, "Kowhai Bay College")
    assert not seen.identifiers.exists()
    assert conclude([institution.pk]) == 0


def test_what_is_only_proposed_does_not_count() -> None:
    institution = an_empty_institution()
    say(institution, pupils=5, accept=False)
    assert conclude([institution.pk]) == 0


def test_ten_institutions_cost_as_many_queries_as_one(query_count: object) -> None:
    def many(count: int) -> int:
        institutions = [an_empty_institution() for _ in range(count)]
        source = a_source(slug=f"many-{count}")
        for number, institution in enumerate(institutions):
            propose_record(
                source, key=str(number), about="institution", facts=facts(), actor=SYSTEM, said_on=LATER,
                institution=institution,
            )  # fmt: skip
        Record.objects.filter(source=source).update(state="accepted")
        with query_count() as queries:  # type: ignore[operator]
            assert conclude([one.pk for one in institutions]) == count
        return len(queries)

    assert many(1) == many(10)
