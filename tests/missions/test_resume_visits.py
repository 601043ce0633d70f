from gyoryu.missions.domain.missions import finish_visits, resume_visits
from tests.cast import Cast
from tests.missions.sample import trail


def test_it_was_not_over(cast: Cast) -> None:
    finish_visits(cast.mission, actor=cast.lead)
    assert resume_visits(cast.mission, actor=cast.lead).state == "under_way"
    assert trail() == ["missions.finish_visits", "missions.resume_visits"]
