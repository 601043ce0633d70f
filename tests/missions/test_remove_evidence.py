import pytest

from gyoryu.common import files
from gyoryu.missions.domain.evidence import add_evidence, remove_evidence
from gyoryu.missions.domain.visits import start_visit
from gyoryu.missions.models import Evidence
from tests.cast import make_cast
from tests.missions.sample import jpeg, said, trail


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_with_its_last_picture() -> None:
    cast = make_cast()
    first = start_visit(cast.mission, body=said(cast.mission), actor=cast.delegate)
    second = start_visit(cast.mission, body=said(cast.mission), actor=cast.delegate)
    one, other = (add_evidence(visit, upload=jpeg(), actor=cast.delegate) for visit in (first, second))
    assert one.path == other.path
    remove_evidence(one, actor=cast.delegate)
    assert files.read(other.path)
    remove_evidence(other, actor=cast.delegate)
    with pytest.raises(FileNotFoundError):
        files.read(other.path)
    assert Evidence.objects.count() == 0
    assert trail()[-1] == "missions.remove_evidence"
