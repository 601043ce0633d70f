from pathlib import Path
from typing import Any

import pytest

from gyoryu.common import files
from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.missions.body import VisitBody
from gyoryu.missions.domain import evidence as verbs
from gyoryu.missions.domain.evidence import add_evidence
from gyoryu.missions.domain.visits import start_visit
from gyoryu.missions.models import Evidence, Visit
from tests.cast import Cast
from tests.factories import StopFactory
from tests.missions.sample import jpeg, trail


def test_a_picture_is_kept_clean(cast: Cast, visit: Visit) -> None:
    kept = add_evidence(visit, upload=jpeg((3000, 2000)), caption=" 수업 참관 ", may_publish=True, actor=cast.delegate)
    assert (kept.width, kept.height, kept.caption, kept.may_publish) == (2048, 1365, "수업 참관", True)
    assert files.read(kept.path).startswith(b"\xff\xd8\xff")
    assert kept.size == len(files.read(kept.path))
    assert trail()[-1] == "missions.add_evidence"


def test_the_same_picture_again_is_the_same_evidence(cast: Cast, visit: Visit) -> None:
    first = add_evidence(visit, upload=jpeg(), caption="one", actor=cast.delegate)
    again = add_evidence(visit, upload=jpeg(), caption="two", actor=cast.lead)
    assert (again.pk, again.caption, Evidence.objects.count()) == (first.pk, "one", 1)


def test_pupils_are_never_published(cast: Cast, visit: Visit) -> None:
    kept = add_evidence(visit, upload=jpeg(), shows_pupils=True, may_publish=True, actor=cast.delegate)
    assert (kept.shows_pupils, kept.may_publish) == (True, False)


def test_what_is_no_picture_leaves_nothing_behind(cast: Cast, visit: Visit, settings: Any) -> None:
    with pytest.raises(BadInput) as refusal:
        add_evidence(visit, upload=b"<svg onload='x'/>", actor=cast.delegate)
    assert refusal.value.code == "svg_picture"
    with pytest.raises(BadInput):
        add_evidence(visit, upload=bytes(files.MAX_UPLOAD + 1), actor=cast.delegate)
    assert Evidence.objects.count() == 0
    assert [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()] == []


def test_a_visit_has_so_many_pictures(cast: Cast, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "MOST_PICTURES", 1)
    add_evidence(visit, upload=jpeg(), actor=cast.delegate)
    with pytest.raises(BadInput) as refusal:
        add_evidence(visit, upload=jpeg(colour="red"), actor=cast.delegate)
    assert refusal.value.code == "too_many_pictures"


def test_a_picture_begins_a_planned_visit(cast: Cast) -> None:
    stop = StopFactory(mission=cast.mission)
    planned = start_visit(cast.mission, body=VisitBody(stop=stop.pid), actor=cast.delegate)
    add_evidence(planned, upload=jpeg(), actor=cast.delegate)
    assert Visit.objects.get().state == "collecting"


def test_nothing_is_added_to_what_the_curator_has(cast: Cast, submitted: Visit) -> None:
    with pytest.raises(NotInThisState):
        add_evidence(submitted, upload=jpeg(), actor=cast.delegate)
