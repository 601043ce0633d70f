"""A teacher begins a wish; it may be as empty as it likes."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.common.errors import BadInput
from gyoryu.exchange.domain.wishes import draft_wish
from gyoryu.exchange.facts import WishFacts
from tests.cast import Cast
from tests.factories import InstitutionFactory, ProgrammeFactory


def test_a_draft_belongs_to_whoever_wrote_it(cast: Cast) -> None:
    wish = draft_wish(cast.school, facts=WishFacts(), actor=cast.teacher)
    assert (wish.state, wish.responsible, wish.author, wish.school) == (
        "draft",
        cast.teacher,
        cast.teacher,
        cast.school,
    )
    assert (wish.title, wish.types, wish.level_from) == ("", [], None)
    event = Event.objects.get()
    assert (event.verb, event.subject_pid, event.actor_pid) == ("exchange.draft_wish", wish.pid, cast.teacher.pid)


def test_it_may_start_from_an_institution_and_a_programme(cast: Cast) -> None:
    institution = InstitutionFactory(published=True)
    programme = ProgrammeFactory(institution=institution)
    facts = WishFacts(wanted_institution=institution, wanted_programme=programme, types=("mail", "mail", "project"))
    wish = draft_wish(cast.school, facts=facts, actor=cast.teacher)
    assert (wish.wanted_institution, wish.wanted_programme) == (institution, programme)
    assert wish.types == ["mail", "project"]


def test_it_is_made_for_a_school(cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        draft_wish(cast.district, facts=WishFacts(), actor=cast.district_officer)
    assert refusal.value.code == "not_a_school"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (WishFacts(types=("dancing",)), "types"),
        (WishFacts(fields=("",)), "fields"),
        (WishFacts(countries=("XX",)), "countries"),
        (WishFacts(languages=("en:Z9",)), "languages"),
        (WishFacts(languages=("klingon",)), "languages"),
        (WishFacts(level_from=14), "level_from"),
        (WishFacts(level_to=-1), "level_to"),
        (WishFacts(level_from=9, level_to=7), "level_to"),
        (WishFacts(pupils="many"), "pupils"),
        (WishFacts(title="가" * 201), "title"),
        (WishFacts(weeks="x" * 101), "weeks"),
        (WishFacts(note="a\x00b"), "note"),
        (WishFacts(note="\ud800"), "note"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(cast: Cast, facts: WishFacts, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        draft_wish(cast.school, facts=facts, actor=cast.teacher)
    assert refusal.value.field == field
    assert str(refusal.value)
    assert not cast.school.wishes.exists()
