"""By hand: a curator's accepted record, and the draft it founds."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.registry.domain.institutions import add_institution, missing_to_publish
from gyoryu.registry.facts import InstitutionFacts
from gyoryu.registry.models import Institution, Record
from tests.cast import Cast
from tests.registry.saying import an_institution, facts

pytestmark = pytest.mark.django_db


def test_a_draft_with_its_source(cast: Cast) -> None:
    institution = add_institution(facts(moe="54"), actor=cast.curator)
    assert (institution.display_name, institution.state, missing_to_publish(institution)) == (
        "Kowhai Bay College",
        "draft",
        [],
    )
    record = Record.objects.get()
    assert (record.source.slug, record.state, record.said_by, record.institution) == (
        "curators",
        "accepted",
        "curator",
        institution,
    )
    assert Event.objects.get(verb="registry.add_institution").actor_pid == cast.curator.pid


def test_a_known_official_id_leads_to_the_entry(cast: Cast) -> None:
    known = an_institution(moe="54")
    with pytest.raises(Conflict) as refusal:
        add_institution(facts("Another name", moe="54"), actor=cast.curator)
    assert (refusal.value.params["pid"], refusal.value.field) == (known.pid, "official_value")
    assert Institution.objects.count() == 1


@pytest.mark.parametrize("what", [InstitutionFacts(), InstitutionFacts(country="NZ", kind="school")])
def test_a_name_is_needed(cast: Cast, what: InstitutionFacts) -> None:
    with pytest.raises(BadInput) as refusal:
        add_institution(what, actor=cast.curator)
    assert refusal.value.field == "name"
    assert (Institution.objects.count(), Record.objects.count()) == (0, 0)
