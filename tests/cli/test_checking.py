"""``gyoryu check`` finds what must never be."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from gyoryu.audit.domain.cursors import note_failure
from gyoryu.audit.models import AccessEvent
from gyoryu.cli.checking import check
from gyoryu.registry.domain.contacts import reveal_contact
from gyoryu.registry.domain.relations import relate_institutions
from gyoryu.registry.models import Institution, Record
from tests.factories import ContactFactory, InstitutionFactory, NameFactory, RecordFactory
from tests.registry.saying import SYSTEM, an_institution
from tests.resolution.register import current, directory, institution_of, read

pytestmark = pytest.mark.django_db


def findings() -> dict[str, list[str]]:
    """What is wrong, by the check that found it; the exit code says whether there is anything."""
    done = CliRunner().invoke(check, ["--json"])
    told: dict[str, Any] = json.loads(done.output)
    found = {name: faults for name, faults in told["findings"].items() if faults}
    assert (done.exit_code, told["ok"]) == ((1, False) if found else (0, True))
    return found


def chained_pointers() -> None:
    InstitutionFactory(merged_into=InstitutionFactory(merged_into=InstitutionFactory()))


def an_offer_of_nobody() -> None:
    RecordFactory(about="offer", state="accepted")


def published_without_a_place() -> None:
    institution = an_institution()
    Institution.objects.filter(pk=institution.pk).update(state="published", region="", locality="")


def published_without_a_source() -> None:
    institution = an_institution()
    Institution.objects.filter(pk=institution.pk).update(state="published", provenance={})


def taken_from_a_rejected_record() -> None:
    institution = an_institution()
    Institution.objects.filter(pk=institution.pk).update(state="published")
    Record.objects.update(state="rejected")


def a_value_that_nobody_said() -> None:
    institution = an_institution()
    Institution.objects.filter(pk=institution.pk).update(state="published", website="https://nobody.example")


def taken_from_another_entry() -> None:
    institution, other = an_institution(key="1"), an_institution(key="2")
    said = {**institution.provenance, "place": other.provenance["place"]}
    Institution.objects.filter(pk=institution.pk).update(state="published", provenance=said)


def superseded_by_nothing() -> None:
    RecordFactory(state="superseded")


def a_name_that_nobody_says() -> None:
    institution = an_institution()
    Institution.objects.filter(pk=institution.pk).update(state="published")
    NameFactory(institution=institution, text="Nobody's College", record=None)


def a_relation_on_a_rejected_record() -> None:
    other = InstitutionFactory()
    said = relate_institutions(
        InstitutionFactory(), other=other, kind="successor", reason="in the gazette", actor=SYSTEM
    )
    Record.objects.filter(pk=said.pk).update(state="rejected")


def a_lost_pointer() -> None:
    read(directory(), {"1": "Kowhai"})
    assert institution_of(directory(), "1")
    Record.objects.filter(pk=current(directory(), "1").pk).update(institution=InstitutionFactory())


def an_altered_access_log() -> None:
    reveal_contact(ContactFactory(), actor=SYSTEM, reason="agree on a date")
    AccessEvent.objects.update(reason="nothing at all")


def a_failing_follower() -> None:
    note_failure("gyoryu.search.tasks.follow", OSError("the disk is full"))


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (chained_pointers, "merge pointers are flat"),
        (an_offer_of_nobody, "records"),
        (published_without_a_place, "every published value has a source"),
        (published_without_a_source, "every published value has a source"),
        (a_value_that_nobody_said, "every published value has a source"),
        (taken_from_another_entry, "every published value has a source"),
        (superseded_by_nothing, "records"),
        (a_name_that_nobody_says, "what records made"),
        (a_relation_on_a_rejected_record, "what records made"),
        (a_lost_pointer, "pointers follow judgements"),
        (an_altered_access_log, "the access log is whole"),
        (a_failing_follower, "followers of the trail"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_fault_is_found(break_it: Callable[[], None], name: str) -> None:
    assert findings() == {}
    break_it()
    assert list(findings()) == [name]


def test_what_stands_on_a_rejected_record_is_found_everywhere_it_is_shown() -> None:
    taken_from_a_rejected_record()
    assert list(findings()) == ["what records made", "every published value has a source"]


def test_people_read_what_is_well_and_what_is_not() -> None:
    chained_pointers()
    done = CliRunner().invoke(check)
    assert done.exit_code == 1
    assert "WRONG merge pointers are flat" in done.output
    assert "ok    the access log is whole" in done.output
