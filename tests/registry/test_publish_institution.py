"""The rule of publication: a name somebody said, a place, a kind, an accepted record."""

from typing import Any

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import DomainError, NotInThisState
from gyoryu.registry.domain.institutions import missing_to_publish, publish_institution, publishable
from gyoryu.registry.facts import InstitutionFacts
from gyoryu.registry.models import Institution, Record
from tests.cast import Cast
from tests.factories import InstitutionFactory
from tests.registry.saying import SYSTEM, an_empty_institution, an_institution, facts, fresh, named, say

pytestmark = pytest.mark.django_db


def test_everybody_sees_it_from_now_on(cast: Cast) -> None:
    institution = an_institution()
    publish_institution(institution, actor=cast.curator)
    seen = fresh(institution)
    assert (seen.state, seen.published_at is not None) == ("published", True)
    assert Event.objects.get(verb="registry.publish_institution").subject_pid == institution.pid


GENERATED = InstitutionFacts(
    names=(named("코와이", "ko", "generated"),), kind="school", country="NZ", region="Auckland"
)
CASES: list[tuple[InstitutionFacts, list[str]]] = [
    (facts(), []),
    (facts(region="", locality="Auckland"), []),
    (facts(region="", locality="", latitude=-36.8, longitude=174.7), []),
    (facts(region="", locality=""), ["place"]),
    (facts(country=""), ["place"]),
    (facts(kind=""), ["kind"]),
    (GENERATED, ["name"]),
    (InstitutionFacts(pupils=3), ["name", "place", "kind"]),
]


@pytest.mark.parametrize(("what", "missing"), CASES)
def test_the_rule_names_what_is_missing(what: InstitutionFacts, missing: list[str]) -> None:
    institution = an_empty_institution()
    say(institution, what=what)
    institution = fresh(institution)
    assert missing_to_publish(institution) == missing
    assert publishable().filter(pk=institution.pk).exists() == (not missing)
    if missing:
        with pytest.raises(DomainError) as refusal:
            publish_institution(institution, actor=SYSTEM)
        assert (refusal.value.code, refusal.value.params["codes"]) == ("not_publishable", missing)


def test_without_an_accepted_record_nothing_is_published() -> None:
    institution = InstitutionFactory()
    assert missing_to_publish(institution) == ["record"]
    assert not publishable().exists()
    record = say(institution, accept=False)
    assert missing_to_publish(institution) == ["record"]
    Record.objects.filter(pk=record.pk).update(state="accepted")
    assert missing_to_publish(institution) == []


def test_the_record_may_belong_to_an_entry_that_was_merged_here() -> None:
    root = InstitutionFactory()
    say(InstitutionFactory(merged_into=root))
    assert "record" not in missing_to_publish(root)


@pytest.mark.parametrize("state", ["published"])
def test_it_is_published_once(state: Any) -> None:
    institution = an_institution()
    Institution.objects.filter(pk=institution.pk).update(state=state)
    with pytest.raises(NotInThisState):
        publish_institution(fresh(institution), actor=SYSTEM)


def test_a_merged_entry_is_not_published() -> None:
    with pytest.raises(NotInThisState):
        publish_institution(InstitutionFactory(merged_into=InstitutionFactory()), actor=SYSTEM)
