"""A small world with one thing of each kind of one's own and one of somebody else's, for tests that try every address.

``own`` things belong to the cast's school, mission or person; ``other`` ones to another school, mission or person.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile

from gyoryu.accounts.domain.filters import save_filter
from gyoryu.accounts.domain.invitations import invite_person
from gyoryu.accounts.models import SavedFilter
from gyoryu.common.crypto import blind_index
from gyoryu.exchange.domain import matches, wishes
from gyoryu.missions.domain.evidence import add_evidence
from gyoryu.missions.domain.visits import start_visit, submit_visit
from gyoryu.missions.models import MissionMember
from gyoryu.notices.domain.notices import put_in_outbox
from gyoryu.notices.domain.stop_links import stop_address
from gyoryu.registry.domain.changes import suggest_change
from gyoryu.registry.domain.records import propose_record
from gyoryu.registry.models import Contact, Institution
from gyoryu.resolution.domain.judgements import judge_new
from gyoryu.resolution.models import Judgement, SecondLook
from tests.cast import Cast
from tests.exchange import stages
from tests.factories import (
    ContactFactory,
    InstitutionFactory,
    MissionFactory,
    OfferFactory,
    PersonFactory,
    ProgrammeFactory,
    RecordFactory,
    StopFactory,
    VisitFactory,
)
from tests.missions.sample import jpeg, said
from tests.registry.asking import an_asked_institution
from tests.registry.saying import a_source, facts

# Found in no response but those that may show them: see test_access_matrix.
CANARY_CONTACT = "CANARY-PERSON Aroha"
CANARY_TELEPHONE = "+64 9 555 0199"
CANARY_DRAFT = "CANARY-DRAFT College"
CANARY_NOTE = "CANARY-NOTE about a person"
CANARY_TEACHER = "canary-teacher@gyoryu.example"
CANARY_INVITED = "canary-invited@school.example"


Kwargs = dict[str, Any]


@dataclass(frozen=True)
class World:
    """``things``: kind of thing -> which one -> the keyword arguments that name it in an address."""

    cast: Cast
    things: dict[str, dict[str, Kwargs]]
    connected: Kwargs  # a match whose contacts are released to the cast's school

    def of(self, kind: str) -> dict[str, Kwargs]:
        return self.things[kind] if kind else {"it": {}}


def _pid(thing: Any) -> Kwargs:
    return {"pid": thing.pid}


def make_world(cast: Cast) -> World:
    cast.teacher.email = CANARY_TEACHER
    cast.teacher.save()
    things: dict[str, dict[str, Kwargs]] = {}
    _register(cast, things)
    connected = _exchange(cast, things)
    _missions(cast, things)
    _people(cast, things)
    return World(cast, things, connected)


def _register(cast: Cast, things: dict[str, dict[str, Kwargs]]) -> None:
    published = InstitutionFactory(published=True)
    draft = InstitutionFactory(display_name=CANARY_DRAFT, match_key="canary")
    things["institution"] = {"published": _pid(published), "draft": _pid(draft)}
    things["institution and group"] = {
        which: {**named, "group": "channels"} for which, named in things["institution"].items()
    }
    things["institution and field"] = {
        which: {**named, "field": "website"} for which, named in things["institution"].items()
    }
    things["offer"] = {
        "open": _pid(OfferFactory(institution=published)),
        "sounded_out": _pid(OfferFactory(institution=published, state="sounded_out")),
    }
    things["programme"] = {
        "published": _pid(ProgrammeFactory(institution=published, state="published")),
        "draft": _pid(ProgrammeFactory(institution=draft, title=f"{CANARY_DRAFT} programme")),
    }
    contact: Contact = ContactFactory(institution=published, consent_scope="matched_school")
    things["contact"] = {"it": _pid(contact)}
    change = suggest_change(published, field="website", note=CANARY_NOTE, actor=cast.curator)
    things["change"] = {"it": _pid(change)}
    asked, token = an_asked_institution(published, contact)
    things["request"] = {"it": _pid(asked)}
    things["entry link"] = {"it": {"token": token}, "made_up": {"token": "a" * 43}}
    things["entry link and field"] = {
        which: {**named, "field": "website"} for which, named in things["entry link"].items()
    }
    proposed = propose_record(
        a_source("delegation", "visits"),
        key="v1",
        about="institution",
        facts=facts(f"{CANARY_DRAFT} again"),
        actor=cast.curator,
        said_on=dt.date(2026, 2, 1),
    )
    things["record"] = {"it": _pid(proposed)}
    things["record and institution"] = {"it": {"pid": proposed.pid, "institution": published.pid}}
    look = SecondLook.objects.create(
        record=proposed, institution=draft, asked_by_pid=cast.curator.actor_pid, asked_by_label="curator"
    )
    things["second look"] = {"it": _pid(look)}
    judge_new(RecordFactory(), actor=cast.curator)
    judgement = Judgement.objects.first()
    assert judgement is not None
    things["judgement"] = {"it": _pid(judgement)}


def _exchange(cast: Cast, things: dict[str, dict[str, Kwargs]]) -> Kwargs:
    draft = stages.drafted(cast)
    own = stages.submitted(cast)
    other = wishes.draft_wish(cast.other_school, facts=stages.FULL, actor=cast.other_teacher)
    wishes.submit_wish(other, actor=cast.other_teacher)
    things["wish"] = {"draft": _pid(draft), "own": _pid(own), "other": _pid(other)}
    things["wish and offer"] = {"it": {**_pid(own), "offer": _offer_pid()}}
    asked, token = stages.asked(cast)
    theirs = wishes.draft_wish(cast.other_school, facts=stages.FULL, actor=cast.other_teacher)
    theirs.state, theirs.submitted_at, theirs.approved_at = "waiting", theirs.created_at, theirs.created_at
    theirs.save()
    other_match, _token = stages.asked(cast, wish=theirs)
    proposed = stages.proposed(cast)
    things["match"] = {"proposed": _pid(proposed), "own": _pid(asked), "other": _pid(other_match)}
    connected, used = stages.asked(cast)
    matches.accept_as_partner(connected, actor=stages.link_of(used))
    matches.accept_for_school(connected, actor=cast.teacher, share_contact=True)
    things["partner link"] = {"asked": {"token": token}, "connected": {"token": used}, "made_up": {"token": "a" * 43}}
    released = Contact.objects.get(institution=connected.offer.institution)
    things["match and contact"] = {
        "connected": {**_pid(connected), "contact": released.pid},
        "asked": {**_pid(asked), "contact": stages.contact_of(asked.offer).pid},
    }
    matches.decide_match(stages.proposed(cast), actor=cast.curator)
    return _pid(connected)


def _offer_pid() -> str:
    return str(OfferFactory(institution=Institution.objects.published().first()).pid)


def _missions(cast: Cast, things: dict[str, dict[str, Kwargs]]) -> None:
    elsewhere = MissionFactory(organisation=cast.office, created_by=PersonFactory())
    things["mission"] = {"own": _pid(cast.mission), "other": _pid(elsewhere)}
    member = MissionMember.objects.get(mission=cast.mission, person=cast.delegate)
    things["mission and member"] = {"it": {**_pid(cast.mission), "person": member.person.pid}}
    things["stop"] = {"own": _pid(StopFactory(mission=cast.mission)), "other": _pid(StopFactory(mission=elsewhere))}
    own = start_visit(cast.mission, body=said(cast.mission, private_note=CANARY_NOTE), actor=cast.delegate)
    picture = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    evidence = add_evidence(own, upload=picture.read(), caption="the library", actor=cast.delegate)
    handed_in = submit_visit(
        start_visit(cast.mission, body=said(cast.mission, private_note=CANARY_NOTE), actor=cast.delegate),
        actor=cast.lead,
    )
    other = VisitFactory(mission=elsewhere, private_note=CANARY_NOTE)
    things["visit"] = {"own": _pid(own), "submitted": _pid(handed_in), "other": _pid(other)}
    things["evidence"] = {"it": _pid(evidence)}


def _people(cast: Cast, things: dict[str, dict[str, Kwargs]]) -> None:
    things["person"] = {"teacher": _pid(cast.teacher)}
    things["school"] = {"own": _pid(cast.school), "other": _pid(cast.other_school)}
    own, _token = invite_person(CANARY_INVITED, role="teacher", organisation=cast.school, actor=cast.operator)
    other, token = invite_person("t@other.example", role="teacher", organisation=cast.other_school, actor=cast.operator)
    things["invitation"] = {"own": _pid(own), "other": _pid(other)}
    things["invitation link"] = {"it": {"token": token}, "made_up": {"token": "a" * 43}}
    filters: SavedFilter = save_filter(page="desk:institutions", label="mine", query="q=1", actor=cast.curator)
    things["filter"] = {"it": _pid(filters)}
    notice = put_in_outbox(
        "invitation", to=CANARY_INVITED, language="ko", key="world", subject="초대", body="the secret link"
    )
    things["notice"] = {"it": _pid(notice)}
    stop = stop_address(blind_index("reader@school.example")).rstrip("/").rsplit("/", 1)[1]
    things["stop link"] = {"it": {"token": stop}, "made_up": {"token": "made-up"}}
    key = default_token_generator.make_token(cast.stranger)
    things["reset key"] = {"it": {"uidb36": "1", "key": key}}
    things["passkey"] = {"it": {"pk": 1}}
