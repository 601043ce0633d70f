"""Which event makes which mail for whom: one line of ``LETTERS`` for each verb, one function for each shape of event.

A mail carries no personal data but the reader's own: whom to write to is seen on pages, where the look is logged.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from gyoryu.accounts.domain.tokens import take_token
from gyoryu.accounts.enums import LinkPurpose, Role
from gyoryu.accounts.models import Invitation, PartnerLink, Person
from gyoryu.accounts.queries import people_with
from gyoryu.audit.models import Event
from gyoryu.common.actors import SystemActor
from gyoryu.common.clock import now
from gyoryu.exchange.enums import MatchState, Side
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.queries import root_of
from gyoryu.missions.models import Mission, Visit
from gyoryu.missions.queries import lead_of
from gyoryu.notices.domain.envelopes import Letter, Make, address, labels, to_people
from gyoryu.notices.domain.notices import write_notice
from gyoryu.notices.domain.register_letters import REGISTER_LETTERS, entry_check
from gyoryu.notices.domain.silences import silence_address
from gyoryu.reference.queries import label

STALE = dt.timedelta(days=30)  # a trail that is replayed from zero writes to nobody about last year


def write_letters(event: Event) -> int:
    """The mails that the event asks for and that were not written yet; how many."""
    make = LETTERS.get(event.verb)
    if make is None or event.at < now() - STALE:
        return 0
    with transaction.atomic():
        written = [
            write_notice(
                letter.kind,
                to=letter.to,
                language=letter.language,
                key=f"{event.pk}:{letter.kind}:{letter.to_whom}",
                context=letter.context,
            )
            for letter in make(event)
        ]
    return sum(notice is not None for notice in written)


# Invitations


def _invitation(event: Event) -> Iterator[Letter]:
    invitation = Invitation.objects.select_related("organisation").filter(pk=event.subject_id or 0).first()
    token = take_token(invitation) if invitation else ""
    if invitation and token:
        context = {
            "name": invitation.name,
            "role": Role(invitation.role).label,
            "organisation": invitation.organisation,
            "until": invitation.expires_at,
            "link": address(f"/account/invitations/{token}/"),
        }
        yield Letter("invitation", invitation.email, invitation.language, invitation.pid, context)


# Wishes


def _wish(event: Event) -> Wish | None:
    return Wish.objects.select_related("school", "responsible").filter(pk=event.subject_id or 0).first()


def _about_wish(wish: Wish, *, desk: bool = False) -> dict[str, Any]:
    place = "desk" if desk else "school"
    return {"wish": wish, "school": wish.school, "link": address(f"/{place}/wishes/{wish.pid}/")}


def _wish_submitted(event: Event) -> Iterator[Letter]:
    if wish := _wish(event):
        principals = people_with(Role.PRINCIPAL, wish.school_id)
        yield from to_people("wish_submitted", event, principals, _about_wish(wish))


def _wish_approved(event: Event) -> Iterator[Letter]:
    if wish := _wish(event):
        yield from to_people("wish_approved", event, people_with(Role.CURATOR), _about_wish(wish, desk=True))


def _wish_closed(event: Event) -> Iterator[Letter]:
    """Curators hear of a wish that had reached them; a match that ended with it tells its partner."""
    wish = _wish(event)
    if wish is None or wish.approved_at is None:
        return
    yield from to_people("wish_closed", event, people_with(Role.CURATOR), _about_wish(wish, desk=True))
    for kind, pk in event.subjects.values_list("kind", "subject_id"):
        if kind == "exchange.match" and (match := _match_of(pk=pk)) and match.state == MatchState.WITHDRAWN:
            yield from _to_asked_partner("partner_over", match, {"reason": match.state})


def _to_teacher_of_wish(kind: str, vocabulary: str = "") -> Make:
    def make(event: Event) -> Iterator[Letter]:
        if wish := _wish(event):
            context = {**_about_wish(wish), "reasons": labels(vocabulary, wish.refusal_reasons)}
            yield from to_people(kind, event, [wish.responsible], context)

    return make


# Matches


def _match_of(**found_by: Any) -> Match | None:
    related = ("wish__school", "wish__responsible", "offer__institution__merged_into")
    return Match.objects.select_related(*related).filter(**found_by).first()


def _about_match(match: Match, *, desk: bool = False) -> dict[str, Any]:
    place = "desk" if desk else "school"
    return {
        "wish": match.wish,
        "school": match.wish.school,
        "partner": root_of(match.offer.institution),
        "due": match.answer_due,
        "link": address(f"/{place}/matches/{match.pid}/"),
    }


def _school_side(match: Match) -> list[Person]:
    """The responsible teacher and the principals, each once."""
    people = [match.wish.responsible, *people_with(Role.PRINCIPAL, match.wish.school_id)]
    return list({person.pk: person for person in people}.values())


def _partner_link(event: Event) -> Iterator[Letter]:
    """The partner's mail is written when its link is made: the token is known to nobody afterwards."""
    link = PartnerLink.objects.filter(pk=event.subject_id or 0).first()
    if link is None or not link.email:
        return
    if link.purpose == LinkPurpose.CONFIRM_ENTRY:
        yield from entry_check(link)
        return
    match = _match_of(pid=link.target_pid)
    token = take_token(link)
    if match and token:
        types = [label("exchange_types", code, link.language) for code in match.wish.types]
        context = {
            **_about_match(match),
            "partner_name": link.partner_name,
            "types": ", ".join(types),
            "note": match.note_to_partner,
            "link": address(f"/p/answer/{token}/"),
            "stop_url": address(f"/p/answer/{token}/stop/"),
        }
        yield Letter("partner_asked", link.email, link.language, link.pid, context)


def _school_asked(event: Event) -> Iterator[Letter]:
    if match := _match_of(pk=event.subject_id or 0):
        yield from to_people("school_asked", event, _school_side(match), _about_match(match))


def _accepted(event: Event) -> Iterator[Letter]:
    """One side said yes: curators hear of it; when both have, the two sides do."""
    match = _match_of(pk=event.subject_id or 0)
    if match is None:
        return
    by_school = event.verb == "exchange.accept_for_school"
    context = {**_about_match(match, desk=True), "side": Side.SCHOOL if by_school else Side.PARTNER}
    if event.data.get("state", match.state) != MatchState.CONNECTED:
        yield from to_people("match_answered", event, people_with(Role.CURATOR), context)
        return
    yield from to_people("match_connected", event, people_with(Role.CURATOR), context)
    yield from to_people("school_connected", event, _school_side(match), _about_match(match))
    yield from _to_asked_partner("partner_connected", match, {})


def _to_asked_partner(kind: str, match: Match, more: dict[str, Any]) -> Iterator[Letter]:
    """Whoever was written to with a link; nobody when the partner was never asked, or asked by telephone."""
    asked = PartnerLink.objects.filter(target_kind="exchange.match", target_pid=match.pid).exclude(email="")
    if link := asked.order_by("id").last():
        context = {**_about_match(match), "partner_name": link.partner_name, "link": "", **more}
        yield Letter(kind, link.email, link.language, link.pid, context)


# Ends of a match that its partner did not bring about and has to hear of.
NOT_BY_THE_PARTNER = ("exchange.decline_for_school", "exchange.withdraw_match", "exchange.expire_match")


def _match_over(event: Event) -> Iterator[Letter]:
    """Declined, withdrawn or expired: the wish waits again, and its teacher hears it from us."""
    match = _match_of(pk=event.subject_id or 0)
    if match is None or match.state not in (MatchState.DECLINED, MatchState.WITHDRAWN, MatchState.EXPIRED):
        return
    context = {**_about_match(match), "reason": match.state}
    yield from to_people("match_over", event, [match.wish.responsible], context)
    if event.verb != "exchange.withdraw_match":
        yield from to_people("match_over_desk", event, people_with(Role.CURATOR), _about_match(match, desk=True))
    if event.verb in NOT_BY_THE_PARTNER:
        yield from _to_asked_partner("partner_over", match, {"reason": match.state})


def _partner_answer(event: Event) -> Iterator[Letter]:
    yield from _accepted(event) if event.data.get("answer") == "accept" else _match_over(event)


def _link_wanted(event: Event) -> Iterator[Letter]:
    if match := _match_of(pk=event.subject_id or 0):
        yield from to_people("link_wanted", event, people_with(Role.CURATOR), _about_match(match, desk=True))


def _stop_contact(event: Event) -> Iterator[Letter]:
    """No mail to the partner, now or ever; the curators learn that it wants to be left alone."""
    link = PartnerLink.objects.filter(pid=event.data.get("link", "")).first()
    if link is not None and link.email_index:
        silence_address(link.email_index, actor=SystemActor("notices"))
    yield from _match_over(event)


# Missions and visits


def _about_visit(visit: Visit, *, desk: bool = False) -> dict[str, Any]:
    place = "desk" if desk else "field"
    return {"visit": visit, "mission": visit.mission, "link": address(f"/{place}/visits/{visit.pid}/")}


def _visit(event: Event) -> Visit | None:
    return Visit.objects.select_related("mission").filter(pk=event.subject_id or 0).first()


def _visit_submitted(event: Event) -> Iterator[Letter]:
    if visit := _visit(event):
        yield from to_people("visit_submitted", event, people_with(Role.CURATOR), _about_visit(visit, desk=True))


def _visit_returned(event: Event) -> Iterator[Letter]:
    if visit := _visit(event):
        lead = lead_of(visit.mission)
        context = {**_about_visit(visit), "reasons": labels("visit_returned_reasons", visit.returned_reasons)}
        yield from to_people("visit_returned", event, [lead] if lead else [], context)


def _mission_submitted(event: Event) -> Iterator[Letter]:
    if mission := Mission.objects.filter(pk=event.subject_id or 0).first():
        context = {"mission": mission, "link": address(f"/office/missions/{mission.pid}/")}
        yield from to_people("mission_submitted", event, people_with(Role.POLICY_OFFICER), context)


def _to_lead(kind: str) -> Make:
    def make(event: Event) -> Iterator[Letter]:
        mission = Mission.objects.filter(pk=event.subject_id or 0).first()
        lead = lead_of(mission) if mission else None
        if mission and lead:
            context = {"mission": mission, "link": address(f"/field/missions/{mission.pid}/")}
            yield from to_people(kind, event, [lead], context)

    return make


LETTERS: dict[str, Make] = {
    **REGISTER_LETTERS,
    "accounts.invite_person": _invitation,
    "accounts.make_partner_link": _partner_link,
    "exchange.submit_wish": _wish_submitted,
    "exchange.approve_wish": _wish_approved,
    "exchange.send_back_wish": _to_teacher_of_wish("wish_sent_back"),
    "exchange.find_eligible": _to_teacher_of_wish("wish_eligible"),
    "exchange.refuse_wish": _to_teacher_of_wish("wish_refused", "wish_ineligible_reasons"),
    "exchange.close_wish": _wish_closed,
    "exchange.hand_over_wish": _to_teacher_of_wish("wish_handed_over"),
    "exchange.ask_both": _school_asked,
    "exchange.accept_for_school": _accepted,
    "exchange.accept_as_partner": _accepted,
    "exchange.record_partner_answer": _partner_answer,
    "exchange.decline_for_school": _match_over,
    "exchange.decline_as_partner": _match_over,
    "exchange.withdraw_match": _match_over,
    "exchange.expire_match": _match_over,
    "exchange.ask_new_link": _link_wanted,
    "exchange.stop_contact": _stop_contact,
    "missions.submit_visit": _visit_submitted,
    "missions.return_visit": _visit_returned,
    "missions.submit_mission": _mission_submitted,
    "missions.approve_mission": _to_lead("mission_approved"),
    "missions.return_mission": _to_lead("mission_returned"),
}
