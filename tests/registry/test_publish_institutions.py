"""One decision for all drafts of a source, recorded as such."""

import pytest

from gyoryu.audit.models import Event, EventSubject
from gyoryu.registry.domain.institutions import publish_institutions
from gyoryu.registry.facts import InstitutionFacts
from gyoryu.registry.models import Institution
from tests.cast import Cast
from tests.registry.saying import a_source, an_empty_institution, an_institution, fresh, refused, say

pytestmark = pytest.mark.django_db


def test_what_has_all_it_needs_is_published_and_the_rest_is_counted(cast: Cast) -> None:
    good = [an_institution(key=str(number)) for number in range(3)]
    bare = an_empty_institution()
    say(bare, what=InstitutionFacts(country="NZ", pupils=1), key="bare")
    done = publish_institutions(actor=cast.curator)
    assert (done.published, done.left, done.missing) == (3, 1, {"name": 1, "place": 1, "kind": 1})
    assert set(Institution.objects.published()) == set(good)
    event = Event.objects.get(verb="registry.publish_institutions")
    assert EventSubject.objects.filter(event=event).count() == 3
    assert event.data == {"source": "", "published": 3, "left": 1}


def test_of_one_source_only(cast: Cast) -> None:
    mine = an_institution(source=a_source(slug="mine"))
    other = an_institution(source=a_source(slug="other"))
    assert publish_institutions("mine", actor=cast.curator).published == 1
    assert (fresh(mine).state, fresh(other).state) == ("published", "draft")


def test_twice_publishes_once(cast: Cast) -> None:
    institution = an_institution()
    publish_institutions(actor=cast.curator)
    first = fresh(institution).published_at
    assert publish_institutions(actor=cast.curator).published == 0
    assert fresh(institution).published_at == first


def test_archived_and_merged_entries_are_left_alone(cast: Cast) -> None:
    archived, merged = an_institution(key="1"), an_institution(key="2")
    Institution.objects.filter(pk=archived.pk).update(state="archived")
    Institution.objects.filter(pk=merged.pk).update(merged_into=an_institution(key="3"))
    assert publish_institutions(actor=cast.curator).published == 1


def test_an_unknown_source_is_refused(cast: Cast) -> None:
    with refused("no_such_source"):
        publish_institutions("nowhere", actor=cast.curator)
