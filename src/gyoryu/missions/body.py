"""The body of a visit: what a delegate says about one meeting, the same from a page, a phone or another program.

``read_body`` turns JSON-like data into a ``VisitBody`` or raises ``BadBody`` with every problem by its field.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gyoryu.common.clock import today
from gyoryu.common.text import guess_language, script_of
from gyoryu.missions.enums import Intention, VisitKind
from gyoryu.missions.models import Mission
from gyoryu.missions.reading import BadBody, Problem, Reader
from gyoryu.reference import queries as reference
from gyoryu.reference.queries import surely_outside
from gyoryu.registry.enums import ConsentScope, NameKind
from gyoryu.registry.facts import (
    ContactFacts,
    InstitutionFacts,
    NameFact,
    OfferFacts,
    ProgrammeFacts,
    content_hash,
    from_json,
    to_json,
)

MAX_CONTACTS: Final = 20
MAX_PROGRAMMES: Final = 20
NAME_LIMIT: Final = 300
LINE_LIMIT: Final = 200
TEXT_LIMIT: Final = 10_000
NOTE_LIMIT: Final = 5_000
NEAR_MISSION: Final = dt.timedelta(days=14)  # a meeting shortly before or after the trip belongs to it
YEAR: Final = dt.timedelta(days=366)
FIRST_YEAR, LAST_YEAR = 0, 13  # of schooling; some countries begin with a year 0


@dataclass(frozen=True, slots=True)
class InstitutionSaid:
    """The institution in the delegate's words: all of it when it is new, or what differs from the register's entry."""

    name: str = ""  # in its own script
    language: str = ""
    romanised: str = ""
    name_ko: str = ""
    kind: str = ""
    country: str = ""
    region: str = ""
    locality: str = ""
    address: str = ""
    level_from: int | None = None
    level_to: int | None = None
    website: str = ""
    telephone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    description: str = ""

    def facts(self) -> InstitutionFacts:
        names = []
        if self.name:
            names.append(NameFact(self.name, self.language, script_of(self.name)))
        if self.romanised:
            names.append(NameFact(self.romanised, self.language, "Latn", NameKind.ROMANISED))
        if self.name_ko:
            names.append(NameFact(self.name_ko, "ko", "Hang", NameKind.ALIAS))
        plain = {key: value for key, value in asdict(self).items() if key in InstitutionFacts.__dataclass_fields__}
        return InstitutionFacts(names=tuple(names), **plain)

    @classmethod
    def of(cls, facts: InstitutionFacts) -> "InstitutionSaid":
        def named(kind: NameKind) -> NameFact:
            return next((name for name in facts.names if name.kind == kind), NameFact(""))

        own = named(NameKind.OFFICIAL)
        plain = {key: getattr(facts, key) for key in cls.__dataclass_fields__ if hasattr(facts, key)}
        return cls(
            name=own.text,
            language=own.language,
            romanised=named(NameKind.ROMANISED).text,
            name_ko=named(NameKind.ALIAS).text,
            **plain,
        )


@dataclass(frozen=True, slots=True)
class VisitBody:
    """Everything a delegate records about one visit but the pictures."""

    stop: str = ""  # pid of a stop of the itinerary
    kind: str = VisitKind.SCHOOL_VISIT
    met_on: dt.date | None = None
    institution: str = ""  # pid of an institution of the register; empty when it is new
    about: InstitutionSaid = field(default_factory=InstitutionSaid)
    objective: str = ""
    said: str = ""
    intention: str = Intention.NOT_ASKED
    private_note: str = ""
    contacts: tuple[ContactFacts, ...] = ()
    offer: OfferFacts = field(default_factory=OfferFacts)
    programmes: tuple[ProgrammeFacts, ...] = ()

    @property
    def has_content(self) -> bool:
        """Is there more than the plan to go there?"""
        learnt = (self.met_on, self.said, self.private_note, self.contacts, self.programmes)
        return any(learnt) or self.intention != Intention.NOT_ASKED or self.offer != OfferFacts()

    def to_json(self) -> dict[str, Any]:
        """What ``read_body`` reads; empty values are left out, so that a new field does not change old hashes."""
        plain = {
            "stop": self.stop,
            "kind": str(self.kind),
            "met_on": self.met_on.isoformat() if self.met_on else "",
            "institution": self.institution,
            "about": _filled(self.about),
            "objective": self.objective,
            "said": self.said,
            "intention": str(self.intention),
            "private_note": self.private_note,
            "contacts": [to_json(contact) for contact in self.contacts],
            "offer": to_json(self.offer),
            "programmes": [to_json(programme) for programme in self.programmes],
        }
        return {key: value for key, value in plain.items() if value not in ("", [], {})}

    @property
    def sha256(self) -> str:
        return content_hash(self.to_json())


def _filled(said: InstitutionSaid) -> dict[str, Any]:
    return {key: value for key, value in asdict(said).items() if value not in ("", None)}


def read_body(data: object, *, mission: Mission) -> VisitBody:
    """The body of a visit of ``mission``. Raises BadBody; nothing in ``data`` makes it raise anything else."""
    problems: dict[str, Problem] = {}
    reader = Reader(data, problems)
    first = mission.starts_on - NEAR_MISSION
    last = max(first, min(mission.ends_on + NEAR_MISSION, _latest(mission)))
    body = VisitBody(
        stop=reader.text("stop", 10),
        kind=reader.code("kind", VisitKind.values, default=VisitKind.SCHOOL_VISIT),
        met_on=reader.day("met_on", first=first, last=last),
        institution=reader.text("institution", 10),
        about=_institution(reader.part("about")),
        objective=reader.text("objective", TEXT_LIMIT, lines=True),
        said=reader.text("said", TEXT_LIMIT, lines=True),
        intention=reader.code("intention", Intention.values, default=Intention.NOT_ASKED),
        private_note=reader.text("private_note", TEXT_LIMIT, lines=True),
        contacts=tuple(_contact(part, mission) for part in reader.parts("contacts", MAX_CONTACTS)),
        offer=_offer(reader.part("offer"), mission),
        programmes=tuple(_programme(part) for part in reader.parts("programmes", MAX_PROGRAMMES)),
    )
    reader.refuse_unknown()
    if problems:
        raise BadBody(problems)
    return body


def _latest(mission: Mission) -> dt.date:
    """Tomorrow at the office: where it is already another day, today may be tomorrow."""
    return max(mission.starts_on - YEAR, today() + dt.timedelta(days=1))


def _levels(reader: Reader) -> tuple[int | None, int | None]:
    low = reader.whole("level_from", FIRST_YEAR, LAST_YEAR)
    high = reader.whole("level_to", FIRST_YEAR, LAST_YEAR)
    if low and high and low > high:
        reader.problem("level_to", "last_before_first", _("The last grade comes before the first. Swap them."))
    return low, high


def _institution(reader: Reader) -> InstitutionSaid:
    languages = reference.codes("languages")
    country = reader.code("country", reference.codes("countries"))
    latitude = reader.number("latitude", -90, 90)
    longitude = reader.number("longitude", -180, 180)
    if reader.has("latitude") != reader.has("longitude"):
        reader.problem(
            "longitude",
            "half_a_position",
            _("A position needs both numbers. Fill in the other one, or clear this one."),
        )
    elif country and latitude is not None and longitude is not None and surely_outside(country, latitude, longitude):
        reader.problem(
            "latitude", "outside_country", _("This position is not in that country. Are the two numbers swapped?")
        )
    name = reader.text("name", NAME_LIMIT)
    guessed = guess_language(name) if name else ""
    level_from, level_to = _levels(reader)
    said = InstitutionSaid(
        name=name,
        language=reader.code("language", languages, default=guessed if guessed in languages else ""),
        romanised=reader.text("romanised", NAME_LIMIT),
        name_ko=reader.text("name_ko", NAME_LIMIT),
        kind=reader.code("kind", reference.codes("institution_kinds")),
        country=country,
        region=reader.text("region", 120),
        locality=reader.text("locality", 120),
        address=reader.text("address", 300),
        website=reader.web_address("website"),
        telephone=reader.text("telephone", 60),
        latitude=latitude,
        longitude=longitude,
        description=reader.text("description", TEXT_LIMIT, lines=True),
        level_from=level_from,
        level_to=level_to,
    )
    reader.refuse_unknown()
    return said


def _contact(reader: Reader, mission: Mission) -> ContactFacts:
    consent_on = reader.day("consent_on", first=mission.starts_on - YEAR, last=_latest(mission))
    contact = ContactFacts(
        name=reader.text("name", LINE_LIMIT),
        role=reader.text("role", LINE_LIMIT),
        when_to_contact=reader.text("when_to_contact", NAME_LIMIT),
        email=reader.email("email"),
        telephone=reader.text("telephone", 60),
        languages=reader.codes("languages", reference.codes("languages")),
        consent_scope=reader.code("consent_scope", ConsentScope.values, default=ConsentScope.OFFICE),
        consent_on=consent_on.isoformat() if consent_on else "",
        consent_channel=reader.text("consent_channel", 40),
        consent_language=reader.code("consent_language", reference.codes("languages")),
    )
    reader.refuse_unknown()
    return contact


def _spoken(reader: Reader) -> tuple[str, ...]:
    """Languages, each alone (``en``) or with a CEFR level (``en:B1``)."""
    return reader.codes("languages", _WithLevel(reference.codes("languages")))


class _WithLevel(tuple[str, ...]):
    """The languages one may choose from; a code with a CEFR level behind a colon is among them too."""

    def __contains__(self, code: object) -> bool:
        language, colon, level = str(code).partition(":")
        return super().__contains__(language) and (not colon or level in reference.codes("cefr"))


def _offer(reader: Reader, mission: Mission) -> OfferFacts:
    until = reader.day("valid_until", first=mission.starts_on - YEAR, last=mission.ends_on + 10 * YEAR)
    level_from, level_to = _levels(reader)
    offer = OfferFacts(
        types=reader.codes("types", reference.codes("exchange_types")),
        fields=reader.codes("fields", reference.codes("exchange_fields")),
        languages=_spoken(reader),
        weeks=reader.text("weeks", 100),
        live_hours=reader.text("live_hours", 100),
        capacity=reader.whole("capacity", 1, 100),
        needs=reader.text("needs", NOTE_LIMIT, lines=True),
        note=reader.text("note", NOTE_LIMIT, lines=True),
        valid_until=until.isoformat() if until else "",
        level_from=level_from,
        level_to=level_to,
    )
    reader.refuse_unknown()
    return offer


def _programme(reader: Reader) -> ProgrammeFacts:
    level_from, level_to = _levels(reader)
    programme = ProgrammeFacts(
        title=reader.text("title", NAME_LIMIT),
        title_ko=reader.text("title_ko", NAME_LIMIT),
        title_en=reader.text("title_en", NAME_LIMIT),
        description=reader.text("description", TEXT_LIMIT, lines=True),
        types=reader.codes("types", reference.codes("exchange_types")),
        fields=reader.codes("fields", reference.codes("exchange_fields")),
        languages=_spoken(reader),
        sessions=reader.whole("sessions", 1, 500),
        website=reader.web_address("website"),
        level_from=level_from,
        level_to=level_to,
    )
    if not programme.title:
        reader.problem("title", "title_missing", _("Give the programme a title, in its own language."))
    reader.refuse_unknown()
    return programme


# A contact as a finding keeps it: the person and the channels sealed, the rest plain.

PERSONAL = ("name", "email", "telephone")


def split_contact(contact: ContactFacts) -> tuple[dict[str, Any], str]:
    """What may be kept plain, and the JSON that is to be encrypted."""
    plain = to_json(contact)
    personal = {name: plain.pop(name) for name in PERSONAL if name in plain}
    return plain, json.dumps(personal, ensure_ascii=False) if personal else ""


def join_contact(plain: dict[str, Any], personal: str) -> ContactFacts:
    facts: ContactFacts = from_json("contact", plain | (json.loads(personal) if personal else {}))
    return facts
