"""Reading missions and visits: what a viewer may see, and one thing fetched and authorised."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from gyoryu.accounts.enums import OrganisationKind, Role
from gyoryu.accounts.models import Organisation, Person
from gyoryu.accounts.queries import authorised
from gyoryu.common.clock import today
from gyoryu.common.errors import NotFound
from gyoryu.missions import rules
from gyoryu.missions.body import InstitutionSaid, VisitBody, join_contact
from gyoryu.missions.completeness import Gap, gaps
from gyoryu.missions.enums import FindingAbout, MemberRole, MissionState, StopKind, VisitState
from gyoryu.missions.models import Evidence, Finding, Mission, MissionMember, Receipt, Stop, Visit
from gyoryu.registry.facts import OfferFacts, from_json

VISITABLE = (MissionState.APPROVED, MissionState.UNDER_WAY, MissionState.REPORTING)


# Missions


def missions_visible_to(viewer: Any) -> QuerySet[Mission]:
    """Policy officers and curators: all. Delegates: those they travel with. Whoever made one: that one."""
    missions = Mission.objects.select_related("organisation", "created_by")
    if rules.is_policy_officer(viewer) or rules.is_curator(viewer):
        return missions
    if not rules.is_delegate(viewer):
        return missions.none()
    mine = MissionMember.objects.filter(person_id=viewer.pk).values("mission_id")
    return missions.filter(Q(pk__in=mine) | Q(created_by_id=viewer.pk))


def missions_of_member(viewer: Any) -> QuerySet[Mission]:
    """The missions a delegate travels with, latest first."""
    if not rules.is_delegate(viewer):
        return Mission.objects.none()
    return missions_visible_to(viewer).filter(members__person_id=viewer.pk)


def listed_missions(viewer: Any) -> QuerySet[Mission]:
    """Missions for a list, with their lead's name, and the numbers of stops, visits and members."""
    lead = MissionMember.objects.filter(mission=OuterRef("pk"), role=MemberRole.LEAD)
    stops = Stop.objects.filter(mission=OuterRef("pk")).order_by().values("mission").annotate(n=Count("pk"))
    visits = Visit.objects.filter(mission=OuterRef("pk")).exclude(state=VisitState.CANCELLED)
    missions = missions_visible_to(viewer).order_by("-starts_on", "-id")
    return missions.annotate(
        lead_name=Subquery(lead.values("person__name")[:1]),
        stop_count=Subquery(stops.values("n")),
        visit_count=Subquery(visits.order_by().values("mission").annotate(n=Count("pk")).values("n")),
        member_count=Count("members"),
    )


def get_mission(viewer: Any, pid: str, to: str = "missions.view_mission") -> Mission:
    return authorised(missions_visible_to(viewer), viewer, pid, to)


def members_of(mission: Mission) -> QuerySet[MissionMember]:
    """The lead first."""
    return mission.members.select_related("person").order_by("-role", "id")


def lead_of(mission: Mission) -> Person | None:
    member = mission.members.filter(role=MemberRole.LEAD).select_related("person").first()
    return member.person if member else None


def delegates_to_add(mission: Mission) -> QuerySet[Person]:
    """Delegates who are not members yet, by name."""
    return (
        Person.objects.filter(is_active=True, memberships__role=Role.DELEGATE, memberships__ended_at__isnull=True)
        .exclude(mission_memberships__mission=mission)
        .distinct()
        .order_by("name", "id")
    )


def get_stop(viewer: Any, pid: str, to: str = "missions.view_mission") -> Stop:
    stops = Stop.objects.filter(mission__in=missions_visible_to(viewer)).select_related("mission", "institution")
    return authorised(stops, viewer, pid, to)


# The itinerary with what was recorded at each stop


@dataclass(slots=True)
class Line:
    """A stop of the itinerary and the visits recorded there; without a stop, visits that nobody had planned."""

    stop: Stop | None
    visits: list[Visit] = field(default_factory=list)

    @property
    def awaits_a_visit(self) -> bool:
        """Nobody has taken it on yet."""
        return self.stop is not None and self.stop.kind not in (StopKind.TRAVEL, StopKind.OTHER) and not self.visits


@dataclass(slots=True)
class Day:
    on: dt.date | None  # None: visits whose day is not known yet
    lines: list[Line]

    @property
    def is_today(self) -> bool:
        return self.on == today()


def itinerary_of(mission: Mission) -> list[Day]:
    """The mission day by day, stops in order, each with who recorded what there. Three queries, however long it is."""
    visits = (
        Visit.objects.filter(mission=mission)
        .exclude(state=VisitState.CANCELLED)
        .select_related("recorded_by")
        .annotate(pictures=Count("evidence"))
        .order_by("id")
    )
    lines: dict[int | None, Line] = {}
    days: dict[dt.date | None, list[Line]] = {}
    for stop in mission.stops.select_related("institution"):
        lines[stop.pk] = Line(stop)
        days.setdefault(stop.on, []).append(lines[stop.pk])
    for visit in visits:
        if visit.stop_id in lines and visit.stop_id is not None:
            lines[visit.stop_id].visits.append(visit)
        else:
            days.setdefault(visit.met_on, []).append(Line(None, [visit]))
    return [Day(on, days[on]) for on in sorted(days, key=lambda on: (on is None, on or dt.date.min))]


def next_stops(viewer: Any) -> list[Stop]:
    """Today's stops of the viewer's missions; when there are none, those of the next day that has some."""
    stops = (
        Stop.objects.filter(mission__in=missions_of_member(viewer), mission__state__in=VISITABLE, on__gte=today())
        .select_related("mission", "institution")
        .prefetch_related(
            Prefetch(
                "visits",
                queryset=Visit.objects.exclude(state=VisitState.CANCELLED).select_related("recorded_by"),
                to_attr="current_visits",
            )
        )
    )
    first = stops.order_by("on").values_list("on", flat=True).first()
    return list(stops.filter(on=first)) if first else []


# Visits


def visits_visible_to(viewer: Any) -> QuerySet[Visit]:
    """Members: those of their missions. Curators: all. Nobody else, because of the notes on persons."""
    visits = Visit.objects.select_related("mission", "stop", "institution", "recorded_by")
    if rules.is_curator(viewer):
        return visits
    if not rules.is_delegate(viewer):
        return visits.none()
    return visits.filter(mission__members__person_id=viewer.pk)


def get_visit(viewer: Any, pid: str, to: str = "missions.view_visit") -> Visit:
    return authorised(visits_visible_to(viewer), viewer, pid, to)


def find_visit(viewer: Any, client_uuid: uuid.UUID) -> Visit | None:
    """The visit that a phone knows by its own id, if the viewer may see it."""
    return visits_visible_to(viewer).filter(client_uuid=client_uuid).first()


def visits_for_curator(viewer: Any, state: str = VisitState.SUBMITTED) -> QuerySet[Visit]:
    """Visits in one state, those that wait longest first; all that a curator has to do with when no state is given."""
    if not rules.is_curator(viewer):
        return Visit.objects.none()
    wanted = [state] if state else rules.WITH_THE_CURATOR
    return (
        visits_visible_to(viewer)
        .filter(state__in=wanted)
        .annotate(pictures=Count("evidence", distinct=True), learnt=Count("findings", distinct=True))
        .order_by("submitted_at", "id")
    )


def unfinished_visits(mission: Mission) -> QuerySet[Visit]:
    return mission.visits.exclude(state__in=[VisitState.ACCEPTED, VisitState.CANCELLED])


def latest_receipt(visit: Visit, body_hash: str) -> Receipt | None:
    """The newest acknowledgement of exactly this content."""
    return visit.receipts.filter(body_hash=body_hash).order_by("-version").first()


def body_of(visit: Visit) -> VisitBody:
    """What is stored, as the body it came from."""
    findings = list(visit.findings.all())
    of: dict[str, list[Finding]] = {about: [] for about in FindingAbout.values}
    for finding in findings:
        of[finding.about].append(finding)
    about = InstitutionSaid()
    if of[FindingAbout.INSTITUTION]:
        about = InstitutionSaid.of(from_json("institution", of[FindingAbout.INSTITUTION][0].facts))
    offer = from_json("offer", of[FindingAbout.OFFER][0].facts) if of[FindingAbout.OFFER] else OfferFacts()
    return VisitBody(
        stop=visit.stop.pid if visit.stop else "",
        kind=visit.kind,
        met_on=visit.met_on,
        institution=visit.institution.pid if visit.institution else "",
        about=about,
        objective=visit.objective,
        said=visit.said,
        intention=visit.intention,
        private_note=visit.private_note,
        contacts=tuple(join_contact(finding.facts, finding.personal) for finding in of[FindingAbout.CONTACT]),
        offer=offer,
        programmes=tuple(from_json("programme", finding.facts) for finding in of[FindingAbout.PROGRAMME]),
    )


def gaps_of(visit: Visit) -> list[Gap]:
    return gaps(body_of(visit), pictures=visit.evidence.count())


# Evidence


def get_evidence(viewer: Any, pid: str, to: str = "missions.view_evidence") -> Evidence:
    pictures = Evidence.objects.filter(visit__in=visits_visible_to(viewer)).select_related("visit__mission")
    return authorised(pictures, viewer, pid, to)


# Who plans


def organisation_for(viewer: Any) -> Organisation | None:
    """The organisation a new mission is of: the viewer's own office or institute, else the office."""
    own = Organisation.objects.filter(pk__in=viewer.organisation_ids())
    of_office = own.filter(kind__in=[OrganisationKind.OFFICE, OrganisationKind.INSTITUTE]).order_by("id").first()
    return of_office or Organisation.objects.filter(kind=OrganisationKind.OFFICE).order_by("id").first()


def get_member(viewer: Any, mission_pid: str, person_pid: str, to: str) -> MissionMember:
    """A member of a mission, if the viewer may do ``to`` with the mission."""
    mission = get_mission(viewer, mission_pid, to=to)
    member = mission.members.filter(person__pid=person_pid).select_related("person", "mission").first()
    if member is None:
        raise NotFound()
    return member
