"""A correction is undone by withdrawing it: what the others say counts again."""

import pytest

from gyoryu.registry.domain.institutions import correct_institution, curators_overrides
from gyoryu.registry.domain.records import withdraw_record
from tests.cast import Cast
from tests.registry.saying import an_institution, facts, fresh

pytestmark = pytest.mark.django_db


def test_a_withdrawn_correction_leaves_what_the_register_says(cast: Cast) -> None:
    institution = an_institution(name="Kowhai Bay Colege")
    correct_institution(institution, facts=facts("Kowhai Bay College"), version=institution.version, actor=cast.curator)
    assert fresh(institution).display_name == "Kowhai Bay College"
    correction = curators_overrides(institution).get()
    withdraw_record(correction, actor=cast.curator)
    seen = fresh(institution)
    assert (seen.display_name, fresh(correction).rejected_reason) == ("Kowhai Bay Colege", "withdrawn")
