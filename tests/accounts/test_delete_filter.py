import pytest

from gyoryu.accounts.domain.filters import delete_filter
from gyoryu.accounts.models import SavedFilter
from gyoryu.accounts.queries import get_saved_filter
from gyoryu.common.errors import NotFound
from tests.accounts.test_save_filter import keep
from tests.cast import Cast


def test_a_filter_goes(cast: Cast) -> None:
    kept = keep(cast)
    delete_filter(get_saved_filter(cast.curator, kept.pid), actor=cast.curator)
    assert SavedFilter.objects.count() == 0


def test_somebody_elses_is_not_there(cast: Cast) -> None:
    kept = keep(cast)
    with pytest.raises(NotFound):
        get_saved_filter(cast.operator, kept.pid)
