"""A source is made once and keeps its kind."""

import pytest

from gyoryu.audit.models import Event
from gyoryu.registry.domain.sources import WELL_KNOWN, ensure_source
from gyoryu.registry.models import Source
from tests.registry.saying import SYSTEM, refused

pytestmark = pytest.mark.django_db


def test_a_source_is_made_once() -> None:
    first = ensure_source("tr-lise", kind="register", label="Türkiye", own_scheme="tr-kurum", actor=SYSTEM)
    again = ensure_source("tr-lise", kind="register", label="Türkiye", own_scheme="tr-kurum", actor=SYSTEM)
    assert first == again
    assert Event.objects.filter(verb="registry.ensure_source").count() == 1


def test_its_description_is_brought_up_to_date() -> None:
    ensure_source("tr-lise", kind="register", label="Türkiye", actor=SYSTEM)
    changed = ensure_source("tr-lise", kind="register", label="Türkiye (MEB)", licence="CC BY", actor=SYSTEM)
    assert (changed.label, Source.objects.get().licence) == ("Türkiye (MEB)", "CC BY")
    assert Event.objects.filter(verb="registry.ensure_source").count() == 2


def test_its_kind_never_changes() -> None:
    ensure_source("tr-lise", kind="register", actor=SYSTEM)
    with refused("source_of_other_kind"):
        ensure_source("tr-lise", kind="spreadsheet", actor=SYSTEM)


@pytest.mark.parametrize("slug", WELL_KNOWN)
def test_the_sources_of_every_office_need_no_description(slug: str) -> None:
    source = ensure_source(slug)
    assert (source.kind, source.label) == WELL_KNOWN[slug]
