"""Mails about entries of the register."""

from collections.abc import Iterator

from django.db.models import Q

from gyoryu.accounts.domain.tokens import take_token
from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import PartnerLink, Person
from gyoryu.accounts.queries import people_with
from gyoryu.audit.models import Event, EventSubject
from gyoryu.common.actors import SystemActor
from gyoryu.exchange.models import Match
from gyoryu.exchange.models.match import OVER
from gyoryu.notices.domain.envelopes import Letter, Make, address, to_people
from gyoryu.notices.domain.silences import silence_address
from gyoryu.registry.models import Change, ConfirmationRequest, Institution
from gyoryu.registry.wording import LABELS

MOST_NAMED = 10  # of many that closed at once


def _closed(event: Event) -> Iterator[Letter]:
    """Curators hear which institutions that somebody is in touch with closed; a teacher hears of the own partner.

    A whole register brings thousands of schools that closed long ago: nobody needs to hear of those.
    """
    subjects = EventSubject.objects.filter(event=event, kind="registry.institution").values("subject_id")
    known = Q(contacts__ended_at__isnull=True, contacts__isnull=False) | Q(offers__isnull=False)
    of_merged = Q(merged_here__contacts__isnull=False) | Q(merged_here__offers__isnull=False)
    closed = Institution.objects.filter(known | of_merged, pk__in=subjects).distinct()
    names = list(closed.order_by("display_name", "pk").values_list("display_name", flat=True)[:MOST_NAMED])
    if names:
        count = closed.count()
        context = {"count": count, "names": names, "more": count - len(names), "link": address("/desk/institutions/")}
        yield from to_people("institutions_closed", event, people_with(Role.CURATOR), context)
    here = Q(offer__institution__in=subjects) | Q(offer__institution__merged_into__in=subjects)
    touched = Match.objects.filter(here).exclude(state__in=OVER)
    for match in touched.select_related("wish__responsible", "offer__institution__merged_into").order_by("pk"):
        partner = match.offer.institution.merged_into or match.offer.institution
        context = {"wish": match.wish, "partner": partner, "link": address(f"/school/matches/{match.pid}/")}
        for letter in to_people("partner_closed", event, [match.wish.responsible], context):
            yield Letter(letter.kind, letter.to, letter.language, f"{letter.to_whom}:{match.pid}", letter.context)


def entry_check(link: PartnerLink) -> Iterator[Letter]:
    """An institution is asked to look at its own entry: one mail, without a reminder."""
    request = ConfirmationRequest.objects.filter(pid=link.target_pid).first()
    token = take_token(link)
    if request is not None and token:
        context = {
            "partner_name": link.partner_name,
            "due": request.due_on,
            "link": address(f"/p/entry/{token}/"),
            "stop_url": address(f"/p/entry/{token}/stop/"),
        }
        yield Letter("entry_check", link.email, link.language, link.pid, context)


def _stopped(event: Event) -> Iterator[Letter]:
    """No mail to them, now or ever."""
    link = PartnerLink.objects.filter(pid=event.data.get("link", "")).first()
    if link is not None and link.email_index:
        silence_address(link.email_index, actor=SystemActor("notices"))
    yield from ()


def _decided(event: Event) -> Iterator[Letter]:
    """A colleague hears what became of a correction; an institution reads it at its link, without another mail."""
    change = Change.objects.select_related("institution__merged_into").filter(pk=event.subject_id or 0).first()
    if change is None or change.actor_kind != "person":
        return
    institution = change.institution.merged_into or change.institution
    context = {
        "institution": institution,
        "label": LABELS[change.field],
        "accepted": event.verb == "registry.accept_change",
        "note": change.decision_note,
        "link": address(f"/institutions/{institution.pid}/"),
    }
    yield from to_people("change_decided", event, Person.objects.filter(pid=change.actor_pid), context)


REGISTER_LETTERS: dict[str, Make] = {
    "registry.note_closures": _closed,
    "registry.stop_requests": _stopped,
    "registry.accept_change": _decided,
    "registry.reject_change": _decided,
}
