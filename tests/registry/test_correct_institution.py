"""A correction overrules, group by group, and overwrites nothing."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.registry.domain.institutions import correct_institution, curators_overrides
from gyoryu.registry.facts import InstitutionFacts, NameFact
from gyoryu.registry.models import Institution, Record
from tests.cast import Cast
from tests.registry.saying import an_institution, facts, fresh, named

pytestmark = pytest.mark.django_db


def correct(institution: Institution, what: InstitutionFacts, cast: Cast) -> Institution:
    return correct_institution(institution, facts=what, version=fresh(institution).version, actor=cast.curator)


def test_only_the_groups_that_differ_are_said(cast: Cast) -> None:
    institution = an_institution(website="http://k.example", telephone="1", pupils=100)
    seen = correct(institution, facts(website="https://k.example", telephone="1", pupils=100), cast)
    assert (seen.website, seen.telephone) == ("https://k.example", "1")
    record = curators_overrides(institution).get()
    assert (record.key, record.facts) == (
        f"{institution.pid}/channels",
        {"website": "https://k.example", "telephone": "1"},
    )
    assert seen.provenance["channels"] == record.pk != seen.provenance["place"]


def test_what_is_left_empty_stays_as_it_was(cast: Cast) -> None:
    institution = an_institution(address="1 Bay Road", postcode="0600", opened_on="1900-01-01", status="open")
    seen = correct(institution, facts(address="2 Bay Road", status="closed"), cast)
    assert (seen.address, seen.postcode, seen.status, seen.opened_on) == ("2 Bay Road", "0600", "closed", "1900-01-01")


def test_saying_what_stands_there_says_nothing(cast: Cast) -> None:
    institution = an_institution(moe="54")
    version = institution.version
    assert correct(institution, facts(moe="54"), cast).version == version
    assert Record.objects.count() == 1
    assert not Event.objects.filter(verb="registry.correct_institution").exists()


def test_a_name_is_added_and_the_first_one_is_shown(cast: Cast) -> None:
    institution = an_institution()
    names = (named("Kowhai Bay High School"), NameFact("코와이베이 고등학교", "ko", "Hang", "alias"))
    seen = correct(institution, InstitutionFacts(names=names), cast)
    assert (seen.display_name, seen.name_ko) == ("Kowhai Bay High School", "코와이베이 고등학교")
    assert "Kowhai Bay College" in seen.names.values_list("text", flat=True)


def test_who_saved_meanwhile_is_not_overwritten(cast: Cast) -> None:
    institution = an_institution()
    seen = institution.version
    correct(institution, facts(pupils=10), cast)
    with pytest.raises(Conflict) as refusal:
        correct_institution(institution, facts=facts(pupils=20), version=seen, actor=cast.curator)
    assert refusal.value.params == {"theirs": seen + 1, "yours": seen}
    assert fresh(institution).pupils == 10


def test_correcting_again_replaces_the_correction(cast: Cast) -> None:
    institution = an_institution()
    correct(institution, facts(pupils=10), cast)
    assert correct(institution, facts(pupils=20), cast).pupils == 20
    assert curators_overrides(institution).count() == 1


def test_a_wrong_value_is_refused_and_nothing_is_written(cast: Cast) -> None:
    institution = an_institution()
    with pytest.raises(BadInput):
        correct(institution, facts(pupils=10, website="x" * 301), cast)
    assert fresh(institution).pupils is None
    assert Record.objects.count() == 1
