"""The cast: the same people in every test, each with a role, at the same organisations."""

from dataclasses import dataclass

from gyoryu.accounts.enums import OrganisationKind, Role
from gyoryu.accounts.models import Organisation, Person
from gyoryu.missions.models import Mission
from tests.factories import (
    MembershipFactory,
    MissionFactory,
    MissionMemberFactory,
    OrganisationFactory,
    PersonFactory,
)


@dataclass(frozen=True)
class Cast:
    office: Organisation
    institute: Organisation
    district: Organisation
    school: Organisation
    other_school: Organisation  # of another district
    teacher: Person
    principal: Person
    other_teacher: Person
    district_officer: Person
    delegate: Person
    lead: Person
    other_delegate: Person  # of no mission
    curator: Person
    policy_officer: Person
    operator: Person
    privacy_officer: Person
    stranger: Person  # an account without any role
    mission: Mission  # of the lead and the delegate, under way

    def everybody(self) -> dict[str, Person]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


def make_cast() -> Cast:
    def organisation(kind: str, name: str, **more: object) -> Organisation:
        return OrganisationFactory(kind=kind, name=name, official_scheme="", official_id="", **more)

    def person(name: str, role: str | None, at: Organisation | None) -> Person:
        someone = PersonFactory(name=name, email=f"{name.replace(' ', '-')}@gyoryu.example")
        if role and at:
            MembershipFactory(person=someone, role=role, organisation=at)
        return someone

    office = organisation(OrganisationKind.OFFICE, "가온교육청")
    institute = organisation(OrganisationKind.INSTITUTE, "가온국제교육원", parent=office)
    district = organisation(OrganisationKind.DISTRICT, "가온교육지원청", parent=office, group="SE")
    other_district = organisation(OrganisationKind.DISTRICT, "나래교육지원청", parent=office, group="S")
    school = OrganisationFactory(
        name="가온고등학교", official_id="B100000001", parent=district, level_from=10, level_to=12
    )
    other_school = OrganisationFactory(name="나래고등학교", official_id="B100000002", parent=other_district)
    lead = person("lead", Role.DELEGATE, office)
    delegate = person("delegate", Role.DELEGATE, office)
    mission = MissionFactory(organisation=office, created_by=lead)
    MissionMemberFactory(mission=mission, person=lead, role="lead", duty="총괄")
    MissionMemberFactory(mission=mission, person=delegate, role="delegate", duty="기록")
    return Cast(
        office=office,
        institute=institute,
        district=district,
        school=school,
        other_school=other_school,
        teacher=person("teacher", Role.TEACHER, school),
        principal=person("principal", Role.PRINCIPAL, school),
        other_teacher=person("other teacher", Role.TEACHER, other_school),
        district_officer=person("district officer", Role.DISTRICT_OFFICER, district),
        delegate=delegate,
        lead=lead,
        other_delegate=person("other delegate", Role.DELEGATE, office),
        curator=person("curator", Role.CURATOR, institute),
        policy_officer=person("policy officer", Role.POLICY_OFFICER, office),
        operator=person("operator", Role.OPERATOR, office),
        privacy_officer=person("privacy officer", Role.PRIVACY_OFFICER, office),
        stranger=person("stranger", None, None),
        mission=mission,
    )
