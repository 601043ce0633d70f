import pytest

from gyoryu.accounts.domain.filters import save_filter
from gyoryu.accounts.models import SavedFilter
from gyoryu.accounts.queries import saved_filters_of
from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput
from tests.cast import Cast


def keep(cast: Cast, label: str = "우리 학교", query: str = "country=NZ") -> SavedFilter:
    return save_filter(page="desk:institutions", label=label, query=query, actor=cast.curator)


def test_a_filter_is_kept_for_its_page_and_person(cast: Cast) -> None:
    kept = keep(cast)
    assert list(saved_filters_of(cast.curator, "desk:institutions")) == [kept]
    assert list(saved_filters_of(cast.curator, "desk:wishes")) == []
    assert list(saved_filters_of(cast.teacher, "desk:institutions")) == []
    assert Event.objects.get().data == {"page": "desk:institutions"}


def test_the_same_label_replaces_it(cast: Cast) -> None:
    keep(cast)
    keep(cast, query="country=TH")
    assert SavedFilter.objects.get().query == "country=TH"


@pytest.mark.parametrize(
    ("label", "query", "field"),
    [(" ", "", "label"), ("x" * 101, "", "label"), ("a", "x" * 2001, "query"), ("\0", "", "label")],
)
def test_what_cannot_be_kept_is_said_at_its_field(cast: Cast, label: str, query: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        keep(cast, label, query)
    assert refused.value.field == field


def test_fifty_are_enough(cast: Cast) -> None:
    for number in range(50):
        keep(cast, f"filter {number}")
    keep(cast, "filter 3", "again")
    with pytest.raises(BadInput) as refused:
        keep(cast, "one more")
    assert refused.value.code == "filters_full"
