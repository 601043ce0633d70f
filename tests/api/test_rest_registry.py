"""The register through the machine door: open to anybody where it is published, and a curator's decisions."""

from typing import Any

import pytest
from django.test import Client

from gyoryu.common.ids import new_pid
from gyoryu.registry.models import Institution
from gyoryu.resolution.models import Judgement
from tests.cast import Cast
from tests.factories import ContactFactory, InstitutionFactory, OfferFactory, ProgrammeFactory
from tests.registry.saying import a_source, an_institution, facts, fresh, say
from tests.resolution.register import current, directory, institution_of, other_register, read, visited

pytestmark = pytest.mark.django_db


def get(client: Any, path: str) -> Any:
    return client.get(f"/api/v1{path}")


def post(client: Any, path: str, body: Any = None) -> Any:
    return client.post(f"/api/v1{path}", body or {}, content_type="application/json")


def a_published(**more: Any) -> Institution:
    institution = an_institution(**more)
    Institution.objects.filter(pk=institution.pk).update(state="published")
    return fresh(institution)


def test_anybody_reads_what_is_published_and_nobody_a_person(visitor: Client) -> None:
    institution = a_published(moe="54", website="https://k.example")
    ContactFactory(institution=institution)
    InstitutionFactory(display_name="CANARY draft")
    listed = get(visitor, "/institutions").json()
    assert (listed["total"], [one["pid"] for one in listed["institutions"]]) == (1, [institution.pid])
    answer = get(visitor, f"/institutions/{institution.pid}")
    body = answer.json()
    assert (body["display_name"], body["identifiers"]) == (
        "Kowhai Bay College",
        [{"scheme": "nz-moe", "value": "54"}],
    )
    said = {one["field"]: one["source"] for one in body["said"]}
    assert said["website"] == said["name"] == "The register"
    assert "canary" not in answer.content.decode().casefold()


def test_lists_are_filtered_and_paged(visitor: Client, cast: Cast, signed_in: Any) -> None:
    for number in range(3):
        a_published(key=str(number), name=f"School number{number}")
    a_published(key="tr", name="Nar Lisesi", country="TR")
    assert get(visitor, "/institutions?country=TR").json()["total"] == 1
    assert get(visitor, "/institutions?q=school").json()["total"] == 3
    page = get(visitor, "/institutions?limit=1&offset=1").json()
    assert (page["total"], len(page["institutions"])) == (4, 1)
    InstitutionFactory()
    assert get(signed_in(cast.curator), "/institutions").json()["total"] == 5


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1e3", "limit=99999", "offset=-1", "offset=" + "9" * 30, "q=" + "x" * 300]
)
def test_a_wrong_page_is_told_and_not_an_error(visitor: Client, query: str) -> None:
    answer = get(visitor, f"/institutions?{query}")
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (422, "application/problem+json")


def test_a_merged_entry_leads_to_the_other_one(visitor: Client) -> None:
    root = a_published()
    merged = InstitutionFactory(merged_into=root)
    answer = get(visitor, f"/institutions/{merged.pid}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/api/v1/institutions/{root.pid}")


def test_what_is_not_published_is_not_there(visitor: Client, cast: Cast, signed_in: Any) -> None:
    draft = an_institution()
    for client in (visitor, signed_in(cast.teacher)):
        assert get(client, f"/institutions/{draft.pid}").status_code == 404
    assert get(signed_in(cast.delegate), f"/institutions/{draft.pid}").status_code == 200
    assert get(visitor, f"/institutions/{new_pid()}").status_code == 404
    assert get(visitor, "/institutions/0000000000000").status_code == 404


def test_a_curator_publishes_archives_and_restores(cast: Cast, signed_in: Any) -> None:
    institution, client = an_institution(), signed_in(cast.curator)
    for verb, state in (("publish", "published"), ("archive", "archived"), ("restore", "draft")):
        assert post(client, f"/institutions/{institution.pid}/{verb}").json()["state"] == state
    bare = InstitutionFactory()
    refused = post(client, f"/institutions/{bare.pid}/publish")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:gyoryu:not_publishable")


def test_nobody_else_does(cast: Cast, signed_in: Any, visitor: Client) -> None:
    institution = a_published()
    assert post(visitor, f"/institutions/{institution.pid}/archive").status_code == 401
    assert post(signed_in(cast.teacher), f"/institutions/{institution.pid}/archive").status_code == 403
    draft = an_institution(key="2")
    assert post(signed_in(cast.teacher), f"/institutions/{draft.pid}/publish").status_code == 404


def test_records_are_accepted_rejected_and_withdrawn(cast: Cast, signed_in: Any) -> None:
    institution, client = an_institution(), signed_in(cast.curator)
    source = a_source("delegation")
    first = say(institution, source=source, key="a", description="We sing.", accept=False)
    second = say(institution, source=source, key="b", accept=False)
    assert [one["pid"] for one in get(client, "/records").json()["records"]] == [first.pid, second.pid]
    assert get(signed_in(cast.teacher), "/records").json()["total"] == 0
    assert get(client, f"/records/{first.pid}").json()["facts"]["description"] == "We sing."
    assert post(client, f"/records/{first.pid}/accept").json()["state"] == "accepted"
    assert post(client, f"/records/{first.pid}/accept").status_code == 409
    assert post(client, f"/records/{first.pid}/withdraw", {"note": "wrong school"}).json()["state"] == "rejected"
    assert post(client, f"/records/{second.pid}/reject", {"reason": "duplicate"}).json()["state"] == "rejected"
    wrong = post(client, f"/records/{second.pid}/reject", {"reason": "because"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "reason")


def test_judgements_are_made_and_undone(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.curator)
    read(directory(), {"1": "Kowhai"})
    read(other_register(), {"a": facts("Kowhai")})
    institution, record = institution_of(directory(), "1"), current(other_register(), "a")
    body = {"institution": institution.pid}
    for verb in ("unsure", "different", "same"):
        answer = post(client, f"/records/{record.pid}/judge-{verb}", body)
        assert (answer.status_code, answer.json()["verdict"]) == (200, verb)
    assert fresh(record).institution == institution
    pid = Judgement.objects.get(record=record, verdict="same", replaced_at__isnull=True).pid
    assert post(client, f"/judgements/{pid}/undo").status_code == 204
    assert fresh(record).institution is None
    assert post(client, f"/judgements/{pid}/undo").status_code == 404
    assert post(client, f"/records/{record.pid}/judge-same", {"institution": "nothing"}).status_code == 404


def test_a_visit_founds_an_entry_that_is_merged_with_another(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.curator)
    read(directory(), {"1": "Kowhai"})
    founded = post(client, f"/records/{visited(name='Kura').pid}/judge-new").json()["pid"]
    other = institution_of(directory(), "1").pid
    answer = post(client, f"/institutions/{founded}/judge-pair", {"other": other, "verdict": "same"})
    assert answer.json()["verdict"] == "same"
    assert get(client, f"/institutions/{founded}").status_code == 308
    wrong = post(client, f"/institutions/{other}/judge-pair", {"other": other, "verdict": "perhaps"})
    assert wrong.status_code == 422


def test_offers_and_programmes_are_decided(cast: Cast, signed_in: Any, visitor: Client) -> None:
    client = signed_in(cast.curator)
    offer, programme = OfferFactory(state="sounded_out"), ProgrammeFactory()
    assert get(visitor, f"/programmes/{programme.pid}").status_code == 404
    assert post(client, f"/offers/{offer.pid}/confirm", {"how": "telephone"}).json()["state"] == "confirmed"
    for verb, state in (("open", "open"), ("pause", "paused"), ("withdraw", "withdrawn")):
        assert post(client, f"/offers/{offer.pid}/{verb}").json()["state"] == state
    assert post(client, f"/offers/{offer.pid}/confirm", {"how": "by pigeon"}).status_code == 422
    assert post(client, f"/programmes/{programme.pid}/publish").json()["state"] == "published"
    found = get(visitor, "/programmes?field=climate_environment").json()
    assert (found["total"], found["programmes"][0]["title"]) == (1, "Harbour water watch")
    assert get(visitor, f"/programmes/{programme.pid}").json()["fields"] == ["climate_environment"]
    assert post(client, f"/programmes/{programme.pid}/archive").json()["state"] == "archived"


def test_lists_cost_the_same_with_one_row_and_with_three(visitor: Client, query_count: Any) -> None:
    def cost(path: str) -> int:
        with query_count() as queries:
            assert get(visitor, path).status_code == 200
        return len(queries)

    a_published(key="0")
    ProgrammeFactory(state="published")
    before = [cost("/institutions"), cost("/programmes")]
    for number in range(3):
        a_published(key=f"more-{number}")
        ProgrammeFactory(state="published")
    assert [cost("/institutions"), cost("/programmes")] == before
