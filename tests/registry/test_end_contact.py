import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.contacts import end_contact
from gyoryu.registry.queries import contacts_of
from tests.cast import Cast
from tests.factories import ContactFactory
from tests.registry.saying import fresh

pytestmark = pytest.mark.django_db


def test_who_left_is_kept_and_shown_no_more(cast: Cast) -> None:
    contact = ContactFactory()
    assert list(contacts_of(cast.curator, contact.institution)) == [contact]
    end_contact(contact, actor=cast.curator)
    first = fresh(contact).ended_at
    assert first is not None
    assert list(contacts_of(cast.curator, contact.institution)) == []
    assert fresh(end_contact(fresh(contact), actor=cast.curator)).ended_at == first
    assert Event.objects.filter(verb="registry.end_contact").count() == 2
