"""Things to test with. Traits read like sentences: ``InstitutionFactory(published=True, in_new_zealand=True)``."""

import datetime as dt
from typing import Any

import factory
from factory.django import DjangoModelFactory

from gyoryu.accounts.enums import OrganisationKind, Role
from gyoryu.accounts.models import Membership, Organisation, Person
from gyoryu.common.crypto import blind_index
from gyoryu.exchange.models import Match, Wish
from gyoryu.missions.models import Mission, MissionMember, Stop, Visit
from gyoryu.registry.models import Contact, Identifier, Institution, Name, Offer, Programme, Record, Source

PASSWORD = "correct horse battery"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    kind = OrganisationKind.SCHOOL
    name = factory.Sequence(lambda n: f"가온초등학교 {n}")
    official_scheme = "kr-school"
    official_id = factory.Sequence(lambda n: f"B{n:09d}")
    level_from = 1
    level_to = 6


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"사람 {n}")
    email = factory.Sequence(lambda n: f"person{n}@gyoryu.example")
    language = "ko"

    @factory.post_generation
    def password(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        self.set_password(extracted or PASSWORD)  # type: ignore[attr-defined]
        self.save(update_fields=["password"])  # type: ignore[attr-defined]


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.TEACHER


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = "nz-directory"
    kind = "register"
    label = "New Zealand directory of schools"
    country = "NZ"
    own_scheme = "nz-moe"


class InstitutionFactory(DjangoModelFactory[Institution]):
    class Meta:
        model = Institution

    class Params:
        published = factory.Trait(state="published", published_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))

    display_name = factory.Sequence(lambda n: f"Kowhai Bay College {n}")
    display_language = "en"
    country = "NZ"
    region = "Auckland Region"
    locality = "Auckland"
    kind = "school"
    level_from = 9
    level_to = 13


class RecordFactory(DjangoModelFactory[Record]):
    class Meta:
        model = Record

    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence(str)
    facts = factory.LazyAttribute(lambda o: {"names": [{"text": f"Kowhai Bay College {o.key}", "language": "en"}]})
    content_hash = factory.Sequence(lambda n: f"{n:064x}")
    said_on = dt.date(2026, 2, 1)


class NameFactory(DjangoModelFactory[Name]):
    class Meta:
        model = Name

    institution = factory.SubFactory(InstitutionFactory)
    text = factory.SelfAttribute("institution.display_name")
    language = "en"
    script = "Latn"


class IdentifierFactory(DjangoModelFactory[Identifier]):
    class Meta:
        model = Identifier

    institution = factory.SubFactory(InstitutionFactory)
    scheme = "nz-moe"
    value = factory.Sequence(str)


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    institution = factory.SubFactory(InstitutionFactory)
    name = "CANARY-PERSON Aroha Example"
    role = "Deputy principal"
    email = factory.Sequence(lambda n: f"canary-contact{n}@school.example")
    email_index = factory.LazyAttribute(lambda o: blind_index(o.email) if o.email else "")
    telephone = "+64 9 555 0199"


class OfferFactory(DjangoModelFactory[Offer]):
    class Meta:
        model = Offer

    institution = factory.SubFactory(InstitutionFactory, published=True)
    state = "open"
    types = ["joint_class"]
    fields = ["language_culture"]
    level_from = 9
    level_to = 12
    languages = ["en"]
    capacity = 2


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    institution = factory.SubFactory(InstitutionFactory, published=True)
    title = "Harbour water watch"
    types = ["project"]
    fields = ["climate_environment"]


class MissionFactory(DjangoModelFactory[Mission]):
    class Meta:
        model = Mission

    title = "뉴질랜드 방문"
    countries = ["NZ"]
    starts_on = dt.date(2026, 1, 11)
    ends_on = dt.date(2026, 1, 18)
    state = "under_way"
    organisation = factory.SubFactory(OrganisationFactory, kind="office", official_scheme="", official_id="")
    created_by = factory.SubFactory(PersonFactory)


class MissionMemberFactory(DjangoModelFactory[MissionMember]):
    class Meta:
        model = MissionMember

    mission = factory.SubFactory(MissionFactory)
    person = factory.SubFactory(PersonFactory)


class StopFactory(DjangoModelFactory[Stop]):
    class Meta:
        model = Stop

    mission = factory.SubFactory(MissionFactory)
    on = dt.date(2026, 1, 13)
    title = "Kowhai Bay College"


class VisitFactory(DjangoModelFactory[Visit]):
    class Meta:
        model = Visit

    mission = factory.SubFactory(MissionFactory)
    state = "collecting"
    institution_name = "Kowhai Bay College"
    country = "NZ"
    met_on = dt.date(2026, 1, 13)
    recorded_by = factory.SubFactory(PersonFactory)


class WishFactory(DjangoModelFactory[Wish]):
    class Meta:
        model = Wish

    school = factory.SubFactory(OrganisationFactory)
    responsible = factory.SubFactory(PersonFactory)
    title = "뉴질랜드 학교와 공동수업"
    types = ["joint_class"]
    fields = ["language_culture"]
    level_from = 10
    level_to = 12
    languages = ["en"]


class MatchFactory(DjangoModelFactory[Match]):
    class Meta:
        model = Match

    wish = factory.SubFactory(WishFactory, state="in_match")
    offer = factory.SubFactory(OfferFactory)
