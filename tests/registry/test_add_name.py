"""One more name, in any script and of any kind but the official one, with the time in which it was used."""

import pytest

from gyoryu.registry.domain.overrides import add_name
from gyoryu.registry.facts import NameFact
from gyoryu.registry.queries import entry_of
from tests.cast import Cast
from tests.registry.saying import an_institution, fresh, refused

pytestmark = pytest.mark.django_db


def test_a_former_name_is_found_and_shown_with_its_dates(cast: Cast) -> None:
    institution = an_institution()
    former = NameFact("Kowhai Bay High School", "en", "Latn", "former", "1964", "1998-12-31")
    said = add_name(institution, name=former, reason="from the jubilee book", actor=cast.curator)
    seen = fresh(institution)
    assert seen.display_name == "Kowhai Bay College"
    row = seen.names.get(kind="former")
    assert (row.text, row.since, row.until, row.record_id) == ("Kowhai Bay High School", "1964", "1998-12-31", said.pk)
    assert [one.note for one in entry_of(seen) if one.value == "Kowhai Bay High School"] == ["1964 – 1998-12-31"]


def test_names_in_two_scripts_stand_beside_each_other(cast: Cast) -> None:
    institution = an_institution()
    for text, language, script in (("โรงเรียนโคไว", "th", "Thai"), ("코와이베이 칼리지", "ko", "Hang")):
        name = NameFact(text, language, script, "alias")
        add_name(institution, name=name, reason="on their letter", actor=cast.curator)
    assert set(fresh(institution).names.values_list("script", "kind")) == {
        ("Latn", "official"),
        ("Thai", "alias"),
        ("Hang", "alias"),
    }
    assert fresh(institution).name_ko == "코와이베이 칼리지"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (NameFact("K", "en", "Latn", "official"), "unknown_kind"),
        (NameFact("K", "en", "Latn", "generated"), "unknown_kind"),
        (NameFact("K", "en", "Latn", "former", "1998-13"), "no_such_day"),
        (NameFact("K", "en", "Latn", "former", "1998", "1964"), "dates_swapped"),
        (NameFact(" ", "en", "Latn", "alias"), "name_missing"),
    ],
)
def test_what_is_no_name_is_refused(cast: Cast, name: NameFact, code: str) -> None:
    institution = an_institution()
    with refused(code):
        add_name(institution, name=name, reason="on their letter", actor=cast.curator)
    assert fresh(institution).names.count() == 1
