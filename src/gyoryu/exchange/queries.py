"""Reading wishes and matches: who sees which, whose turn it is, how busy a partner is, what is released."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import rules
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import PartnerLink, Person
from gyoryu.accounts.queries import authorised
from gyoryu.common.clock import today
from gyoryu.common.errors import NotFound
from gyoryu.exchange.enums import MatchState, Side, WishState
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.models.match import BEING_ASKED, HOLDS_A_PLACE, OVER, RELEASED
from gyoryu.reference.queries import country, office
from gyoryu.registry.enums import ConsentScope, OfferState
from gyoryu.registry.models import Contact, Institution, Offer

SCHOOL_ROLES = (Role.TEACHER, Role.PRINCIPAL)
ANSWERING = (MatchState.ASKED, MatchState.ACCEPTED_BY_PARTNER, MatchState.ACCEPTED_BY_SCHOOL)


# Wishes


def wishes_visible_to(viewer: Any) -> QuerySet[Wish]:
    """A school's people see its wishes; the district and the office see them once they were handed in."""
    everything = Wish.objects.select_related("school", "school__parent", "responsible", "author")
    own = Q(school_id__in=viewer.organisation_ids(*SCHOOL_ROLES))
    if viewer.has_role(Role.CURATOR, Role.POLICY_OFFICER):
        return everything.filter(own | Q(submitted_at__isnull=False))
    districts = viewer.organisation_ids(Role.DISTRICT_OFFICER)
    return everything.filter(own | Q(school__parent_id__in=districts, submitted_at__isnull=False))


def get_wish(viewer: Any, pid: str, to: str = "exchange.view_wish") -> Wish:
    return authorised(wishes_visible_to(viewer), viewer, pid, to)


def in_queue_order(wishes: QuerySet[Wish]) -> QuerySet[Wish]:
    """The office's priority classes first, then whoever waits longest: a failed match costs no place."""
    ranks = [When(priority_class=unit.code, then=Value(rank)) for rank, unit in enumerate(office().priority_classes)]
    return wishes.annotate(
        class_rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()),
        in_queue_since=Coalesce("waiting_since", "approved_at", "submitted_at", "created_at"),
    ).order_by("class_rank", "in_queue_since", "id")


def place_in_queue(wish: Wish) -> int | None:
    """1 for the wish that is next; None while it does not wait for a partner."""
    if wish.state != WishState.WAITING:
        return None
    waiting = in_queue_order(Wish.objects.filter(state=WishState.WAITING)).values_list("pk", flat=True)
    return list(waiting).index(wish.pk) + 1


def live_match_of(wish: Wish) -> Match | None:
    """The one match of the wish that is not over."""
    return (
        Match.objects.filter(wish=wish)
        .exclude(state__in=OVER)
        .select_related("offer__institution__merged_into")
        .first()
    )


def live_matches_of(wishes: Iterable[Wish]) -> dict[int, Match]:
    """The match that is not over, for each of many wishes, in one query."""
    found = _matches().filter(wish__in=[wish.pk for wish in wishes]).exclude(state__in=OVER)
    return {match.wish_id: match for match in found}


# Matches


def _matches() -> QuerySet[Match]:
    return Match.objects.select_related(
        "wish__school__parent",
        "wish__responsible",
        "wish__wanted_institution",
        "wish__wanted_programme",
        "offer__institution__merged_into",
    )


def matches_visible_to(viewer: Any) -> QuerySet[Match]:
    """The office sees all; a school and its district those that were put to both sides."""
    if viewer.has_role(Role.CURATOR, Role.POLICY_OFFICER):
        return _matches()
    own = Q(wish__school_id__in=viewer.organisation_ids(*SCHOOL_ROLES))
    district = Q(wish__school__parent_id__in=viewer.organisation_ids(Role.DISTRICT_OFFICER))
    return _matches().filter(own | district, asked_at__isnull=False)


def get_match(viewer: Any, pid: str, to: str = "exchange.view_match") -> Match:
    return authorised(matches_visible_to(viewer), viewer, pid, to)


def match_of_link(link: PartnerLink, to: str = "exchange.answer_match") -> Match:
    """The match that a partner's link is about, if the link may do ``to`` with it."""
    match = _matches().filter(pid=link.target_pid).first()
    if match is None or not rules.has_perm(to, link, match):
        raise NotFound()
    return match


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, since when, until when."""

    sides: tuple[str, ...]
    since: dt.datetime | None
    until: dt.date | None = None

    @property
    def is_overdue(self) -> bool:
        return self.until is not None and self.until < today()


_TURNS: dict[str, tuple[str, ...]] = {
    MatchState.PROPOSED: (Side.OFFICE,),
    MatchState.DECIDED: (Side.OFFICE,),
    MatchState.ASKED: (Side.SCHOOL, Side.PARTNER),
    MatchState.ACCEPTED_BY_PARTNER: (Side.SCHOOL,),
    MatchState.ACCEPTED_BY_SCHOOL: (Side.PARTNER,),
    MatchState.CONNECTED: (Side.SCHOOL, Side.PARTNER),
    MatchState.PRE_CONSULTATION: (Side.SCHOOL, Side.PARTNER),
}


def whose_turn(match: Match) -> Turn:
    """Nobody's once the match is over."""
    since = {
        MatchState.PROPOSED: match.created_at,
        MatchState.DECIDED: match.decided_at,
        MatchState.ASKED: match.asked_at,
        MatchState.ACCEPTED_BY_PARTNER: match.partner_accepted_at,
        MatchState.ACCEPTED_BY_SCHOOL: match.school_accepted_at,
    }.get(MatchState(match.state), match.connected_at)
    return Turn(_TURNS.get(match.state, ()), since, match.answer_due if match.state in ANSWERING else None)


def overdue_matches(day: dt.date) -> QuerySet[Match]:
    """Asked, and the last day to answer is over."""
    return Match.objects.filter(state__in=ANSWERING, answer_due__lt=day).order_by("id")


# How busy a partner is


@dataclass(frozen=True)
class Load:
    """What one offer has promised and how often its institution is being asked right now."""

    capacity: int
    places_taken: int
    being_asked: int
    contacts_at_once: int = 1


def root_of(institution: Institution) -> Institution:
    """The institution that lives on when entries were merged."""
    return institution.merged_into or institution


def places_taken(offer: Offer, *, but: Match | None = None) -> int:
    held = Match.objects.filter(offer=offer, state__in=HOLDS_A_PLACE)
    return held.exclude(pk=but.pk).count() if but else held.count()


def being_asked(institution: Institution, *, but: Match | None = None) -> int:
    """How many matches wait for an answer of this institution, over all its offers."""
    root = root_of(institution)
    here = Q(offer__institution=root) | Q(offer__institution__merged_into=root)
    asked = Match.objects.filter(here, state__in=BEING_ASKED)
    return asked.exclude(pk=but.pk).count() if but else asked.count()


def load_of(offer: Offer, *, but: Match | None = None) -> Load:
    return Load(
        offer.capacity, places_taken(offer, but=but), being_asked(offer.institution, but=but), contacts_at_once()
    )


def loads_of(offers: Iterable[Offer]) -> dict[int, Load]:
    """The load of many offers in two queries."""
    taken = dict(
        Match.objects.filter(state__in=HOLDS_A_PLACE).values_list("offer_id").annotate(count=Count("pk")).order_by()
    )
    asked: dict[int, int] = {}
    rows = Match.objects.filter(state__in=BEING_ASKED).values_list(
        "offer__institution_id", "offer__institution__merged_into_id"
    )
    for institution, merged_into in rows:
        root = merged_into or institution
        asked[root] = asked.get(root, 0) + 1
    at_once = contacts_at_once()
    return {
        offer.pk: Load(
            offer.capacity,
            taken.get(offer.pk, 0),
            asked.get(offer.institution.merged_into_id or offer.institution_id, 0),
            at_once,
        )
        for offer in offers
    }


def open_offers() -> QuerySet[Offer]:
    """Offers that a wish may be matched with: open, not run out, of a published institution."""
    live = Q(institution__merged_into__isnull=True, institution__state="published") | Q(
        institution__merged_into__state="published"
    )
    return (
        Offer.objects.filter(live, state=OfferState.OPEN)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today()))
        .select_related("institution__merged_into")
    )


# Contacts


def _contacts_of(institution: Institution) -> QuerySet[Contact]:
    root = root_of(institution)
    return Contact.objects.filter(
        Q(institution=root) | Q(institution__merged_into=root),
        ended_at__isnull=True,
        consent_withdrawn_at__isnull=True,
    ).defer("name", "email", "telephone")


def askable_contacts(match: Match) -> QuerySet[Contact]:
    """Whom the office may write to about this match: an address that mail reaches and that did not ask us to stop."""
    reached = _contacts_of(match.offer.institution).exclude(email="")
    return reached.filter(silent_since__isnull=True, bouncing_since__isnull=True)


def released_contacts(viewer: Any, match: Match) -> QuerySet[Contact]:
    """The partner's contacts that the school of a connected match may look at, without their channels.

    Nobody gets any before both sides have accepted. Seeing name, e-mail and telephone is a logged reveal.
    """
    contacts = _contacts_of(match.offer.institution).filter(
        consent_scope__in=[ConsentScope.MATCHED_SCHOOL, ConsentScope.PUBLIC]
    )
    if match.state not in RELEASED or match.wish.school_id not in viewer.organisation_ids(*SCHOOL_ROLES):
        return contacts.none()
    return contacts


def get_released_contact(viewer: Any, match_pid: str, contact_pid: str) -> tuple[Match, Contact]:
    """The contact, for a reveal. A contact that is not released does not exist."""
    match = get_match(viewer, match_pid)
    contact = released_contacts(viewer, match).filter(pid=contact_pid).first()
    if contact is None:
        raise NotFound()
    return match, contact


def released_teacher(match: Match) -> Person | None:
    """The teacher whose name and e-mail the partner of a connected match may see, if she agreed to that."""
    if match.state not in RELEASED or match.wish.contact_consent_at is None:
        return None
    return match.wish.responsible


# What the office has set


def contacts_at_once() -> int:
    """How many schools may ask one partner at the same time."""
    return office().contacts_at_once


def home_time_zone() -> str:
    return office().time_zone


def live_window() -> tuple[dt.time, dt.time]:
    return office().live_from, office().live_until


def partner_time_zones(code: str) -> tuple[str, ...]:
    """The clocks of a country: the chief one, or all where a country is so wide that the chief one says little."""
    zones = country(code).time_zones if code else ()
    return zones if len(zones) > 2 else zones[:1]


# For doors


def may(viewer: Any, verb: str, thing: Wish | Match) -> bool:
    """Has the viewer the permission of this room's ``verb`` on ``thing``? Its state is another question."""
    return bool(rules.has_perm(f"exchange.{verb}", viewer, thing))


def wishes_awaiting_curator(viewer: Any) -> QuerySet[Wish]:
    """Approved by the principal, and nobody at the office has looked yet; first in the queue first."""
    return in_queue_order(wishes_visible_to(viewer).filter(state=WishState.APPROVED, submitted_at__isnull=False))


def matches_awaiting_curator(viewer: Any) -> QuerySet[Match]:
    """The office's turn: to decide, to ask, to renew a link, or to see to an answer that is overdue."""
    overdue = Q(state__in=ANSWERING, answer_due__lt=today())
    renewal = Q(state__in=ANSWERING, renewal_asked_at__isnull=False)
    ours = Q(state__in=[MatchState.PROPOSED, MatchState.DECIDED])
    return matches_visible_to(viewer).filter(ours | overdue | renewal).order_by("id")


def partner_countries() -> list[str]:
    """Countries in which the register has published institutions, home left out."""
    found = Institution.objects.published().exclude(country__in=["", office().country])
    return sorted(found.order_by().values_list("country", flat=True).distinct())


def colleagues_of(wish: Wish) -> QuerySet[Person]:
    """Who could take the wish over: teachers and principals of its school, but for whoever has it."""
    held = Q(
        memberships__organisation=wish.school_id,
        memberships__role__in=SCHOOL_ROLES,
        memberships__ended_at__isnull=True,
    )
    return Person.objects.filter(held, is_active=True).exclude(pk=wish.responsible_id).distinct().order_by("name", "id")


def at_own_desk(viewer: Any, prefix: str = "") -> Q:
    """Wishes of the viewer's own schools and districts, for those who could see more."""
    return Q(**{f"{prefix}school_id__in": viewer.organisation_ids(*SCHOOL_ROLES)}) | Q(
        **{f"{prefix}school__parent_id__in": viewer.organisation_ids(Role.DISTRICT_OFFICER)}
    )


def wishes_to_hand_over(viewer: Any) -> QuerySet[Wish]:
    """What the viewer is responsible for at schools she works at and could pass on."""
    own = wishes_visible_to(viewer).filter(school_id__in=viewer.organisation_ids(*SCHOOL_ROLES))
    return own.filter(responsible_id=viewer.pk).exclude(state=WishState.CLOSED).order_by("id")
