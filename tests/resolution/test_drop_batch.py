import pytest

from gyoryu.audit.models import Event
from gyoryu.resolution.domain.batches import accept_batch, draft_batch, drop_batch
from gyoryu.resolution.models import Candidate
from tests.cast import Cast
from tests.registry.saying import fresh, refused
from tests.resolution.asking import asked

pytestmark = pytest.mark.django_db


def test_nothing_of_it_is_accepted(cast: Cast) -> None:
    question = asked(0.99)
    batch = draft_batch(threshold=0.97, actor=cast.curator)
    drop_batch(batch, actor=cast.curator)
    assert (fresh(batch).state, list(Candidate.objects.all())) == ("dropped", [question])
    assert Event.objects.filter(verb="resolution.drop_batch").count() == 1
    batch.sample = []
    with refused("not_in_this_state"):
        accept_batch(batch, actor=cast.curator)
