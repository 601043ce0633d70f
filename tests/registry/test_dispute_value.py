"""An institution says through its link that a value is wrong; the entry says that it is disputed."""

import pytest

from gyoryu.registry.changing import disputed_fields
from gyoryu.registry.domain.changes import dispute_value
from tests.registry.asking import a_published, an_asked_institution, link_of

pytestmark = pytest.mark.django_db


def test_the_value_is_disputed(cast: object) -> None:
    institution = a_published(telephone="1")
    request, token = an_asked_institution(institution)
    change = dispute_value(request, field="telephone", note="that is a fax", actor=link_of(token))
    assert (change.kind, change.actor_kind, change.actor_label) == ("dispute", "partner", "Kowhai Bay College")
    assert (change.old, change.new) == ({"telephone": "1"}, {})
    assert disputed_fields(institution) == {"telephone"}
