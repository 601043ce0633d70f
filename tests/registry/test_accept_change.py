"""What is accepted is shown: as the institution's own word, and where others go first, as the curator's."""

from typing import Any

import pytest

from gyoryu.registry.domain.changes import accept_change, dispute_value, suggest_change
from gyoryu.registry.models import Institution
from tests.cast import Cast
from tests.registry.asking import a_published, an_asked_institution, link_of
from tests.registry.saying import an_institution, fresh, refused

pytestmark = pytest.mark.django_db


def taken_from(institution: Institution, group: str) -> str:
    seen = fresh(institution)
    return str(seen.records.get(pk=seen.provenance[group]).source.slug)


def test_a_partners_word_counts_by_itself_where_it_goes_first(cast: Cast) -> None:
    institution = a_published(website="https://k.example", telephone="1")
    request, token = an_asked_institution(institution)
    change = dispute_value(request, field="telephone", new={"telephone": "2"}, actor=link_of(token))
    accept_change(change, actor=cast.curator)
    seen = fresh(institution)
    assert (seen.telephone, seen.website, taken_from(institution, "channels")) == ("2", "https://k.example", "partners")
    assert (fresh(change).state, fresh(change).record.source.slug) == ("accepted", "partners")


def test_where_the_register_goes_first_the_curator_says_it_too(cast: Cast) -> None:
    institution = a_published(locality="Aukland", postcode="0600")
    request, token = an_asked_institution(institution)
    said = {"new": {"locality": "Auckland"}, "note": "a typing error"}
    change = dispute_value(request, field="locality", actor=link_of(token), **said)  # type: ignore[arg-type]
    accept_change(change, actor=cast.curator)
    seen = fresh(institution)
    assert (seen.locality, seen.postcode, taken_from(institution, "place")) == ("Auckland", "0600", "curators")
    assert fresh(change).record.reason == "a typing error"


@pytest.mark.parametrize(
    ("field", "new", "column", "shown"),
    [
        ("name", {"names": [{"text": "Kowhai High School", "language": "en"}]}, "display_name", "Kowhai High School"),
        ("latitude", {"latitude": -36.8, "longitude": 174.7}, "longitude", 174.7),
        ("level_from", {"level_from": 7, "level_to": 13}, "level_to", 13),
        ("languages", {"languages": ["en", "mi"]}, "languages", ["en", "mi"]),
        ("status", {"status": "closed"}, "status", "closed"),
    ],
)
def test_every_kind_of_value_is_accepted(cast: Cast, field: str, new: dict[str, Any], column: str, shown: Any) -> None:
    institution = an_institution(status="open", level_from=9, level_to=13)
    change = suggest_change(institution, field=field, new=new, actor=cast.teacher)
    accept_change(change, actor=cast.curator)
    assert getattr(fresh(institution), column) == shown


def test_without_a_value_the_curator_gives_one(cast: Cast) -> None:
    institution = an_institution(website="https://k.example")
    change = suggest_change(institution, field="website", note="dead", actor=cast.teacher)
    with refused("value_missing"):
        accept_change(change, actor=cast.curator)
    accept_change(change, value={"website": "https://alive.example"}, actor=cast.curator)
    assert fresh(institution).website == "https://alive.example"
    with refused("not_in_this_state"):
        accept_change(change, actor=cast.curator)


def test_of_a_merged_entry_the_one_that_stands_is_mended(cast: Cast) -> None:
    institution, standing = an_institution(website="https://k.example"), an_institution(key="2", moe="54")
    change = suggest_change(institution, field="website", new={"website": "https://new.example"}, actor=cast.teacher)
    Institution.objects.filter(pk=institution.pk).update(merged_into=standing)
    accept_change(change, actor=cast.curator)
    assert fresh(standing).website == "https://new.example"
