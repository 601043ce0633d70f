"""What a delegation found, all the way: visit, acceptance, judgement, entry, publication."""

from gyoryu.audit.tasks import advance_all
from gyoryu.missions.domain.visits import accept_visit, start_visit, submit_visit
from gyoryu.missions.models import Visit
from gyoryu.registry.domain.institutions import publish_institution
from gyoryu.registry.domain.records import accept_record
from gyoryu.registry.models import Contact, Institution, Offer, Programme, Record
from gyoryu.resolution.domain.judgements import judge_new
from tests.cast import Cast
from tests.factories import InstitutionFactory
from tests.missions.sample import said


def accept_all(cast: Cast) -> None:
    for record in Record.objects.filter(state="proposed").order_by("id"):
        accept_record(record, actor=cast.curator)


def test_a_new_institution_with_all_that_hangs_on_it(cast: Cast, submitted: Visit) -> None:
    accept_visit(submitted, actor=cast.curator)
    advance_all()
    place = Record.objects.get(about="institution")
    judge_new(place, actor=cast.curator)
    accept_all(cast)
    institution = Institution.objects.get()
    assert (institution.display_name, institution.name_ko, institution.country) == (
        "โรงเรียนบ้านดาวเหนือ",
        "반다오느아 학교",
        "TH",
    )
    assert (institution.level_from, institution.website, str(institution.reported_on)) == (
        7,
        "https://daonuea.example",
        "2026-01-13",
    )
    contact, offer, programme = Contact.objects.get(), Offer.objects.get(), Programme.objects.get()
    assert (contact.email, contact.consent_scope) == ("canary-darin@daonuea.example", "matched_school")
    assert (offer.state, offer.languages, offer.capacity) == ("sounded_out", ["en:B1", "th"], 2)
    assert programme.title_ko == "두 문화 수상시장"
    publish_institution(institution, actor=cast.curator)
    assert Institution.objects.published().count() == 1


def test_an_institution_that_was_picked_gets_what_was_found(cast: Cast) -> None:
    school = InstitutionFactory(display_name="Kōwhai Bay College")
    visit = start_visit(cast.mission, body=said(cast.mission, about=None, institution=school.pid), actor=cast.delegate)
    submit_visit(visit, actor=cast.lead)
    accept_visit(visit, actor=cast.curator)
    advance_all()
    accept_all(cast)
    assert [offer.institution for offer in Offer.objects.all()] == [school]
    assert Programme.objects.get().institution == school
