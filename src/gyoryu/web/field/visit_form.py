"""The form of a visit: several parts on one page, read into the body that the API takes as well."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gyoryu.missions.body import MAX_CONTACTS, MAX_PROGRAMMES, VisitBody
from gyoryu.missions.enums import Intention, VisitKind
from gyoryu.missions.models import Mission
from gyoryu.missions.reading import BadBody
from gyoryu.registry.enums import ConsentScope
from gyoryu.web.field import fields
from gyoryu.web.forms import country_choices, year_choices

SPOKEN = 3  # languages that one part asks for, unless more are known
MAX_SPOKEN = 30


class Part(forms.Form):
    """Holds what was typed under its prefix; ``typed()`` is that, in the words of the body, empty values left out."""

    whole: tuple[str, ...] = ()
    decimal: tuple[str, ...] = ()
    defaults: Mapping[str, str] = {}
    use_required_attribute = False

    def typed(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in self.fields:
            value = self[name].data
            if isinstance(value, str):
                value = value.strip()
            if value in (None, "", []) or value == self.defaults.get(name):
                continue
            found[name] = (
                _number(value, int) if name in self.whole else _number(value, float) if name in self.decimal else value
            )
        return found


def _number(value: Any, kind: type[int] | type[float]) -> Any:
    """A number if it is one; else the text as it is, which the reader of the body refuses with the mend."""
    try:
        return kind(value) if len(str(value)) < 40 else value
    except ValueError:
        return value


class SpeakingPart(Part):
    """A part that asks for languages, each with how well it is spoken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._count = max(SPOKEN, sum(name.startswith("language_") for name in self.initial))
        while self.is_bound and self._count < MAX_SPOKEN and f"{self.prefix}-language_{self._count + 1}" in self.data:
            self._count += 1
        for number in range(1, self._count + 1):
            label = _("Language") if number == 1 else _("Another language")
            self.fields[f"language_{number}"] = fields.pick(label, fields.languages)
            self.fields[f"cefr_{number}"] = fields.pick(_("At least at level"), fields.vocabulary("cefr"))

    @property
    def spoken_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"language_{number}"], self[f"cefr_{number}"]) for number in range(1, self._count + 1)]

    def typed(self) -> dict[str, Any]:
        found = super().typed()
        spoken = []
        for number in range(1, self._count + 1):
            language, level = found.pop(f"language_{number}", ""), found.pop(f"cefr_{number}", "")
            if language:
                spoken.append(f"{language}:{level}" if level else language)
        return found | ({"languages": spoken} if spoken else {})


def _spoken_initial(codes: Iterable[str]) -> dict[str, str]:
    found = {}
    for number, code in enumerate(codes, start=1):
        found[f"language_{number}"], _colon, found[f"cefr_{number}"] = code.partition(":")
    return found


class VisitPart(Part):
    """What is asked about the visit itself."""

    defaults = {"intention": Intention.NOT_ASKED}

    kind = fields.pick(_("What kind of meeting was it?"), lambda: VisitKind.choices, empty=None, radio=True)
    stop = fields.pick(_("Stop of the itinerary"), list, empty=_("None: it was not planned"))
    met_on = fields.day(_("Day you met"))
    objective = fields.text(_("What did you go there for?"), 10_000, lines=2)
    said = fields.text(
        _("What was said?"), 10_000, lines=6, help=_("In short sentences. The trip report is made from this.")
    )
    intention = fields.pick(_("Do they want an exchange?"), lambda: Intention.choices, empty=None, radio=True)
    private_note = fields.text(
        _("Note for colleagues"),
        10_000,
        lines=3,
        help=_("Seen by your delegation and the curators alone. Never published."),
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stops = [(stop.pid, f"{stop.on:%m-%d} · {stop.title}") for stop in mission.stops.all()]
        self.fields["stop"].choices = [*list(self.fields["stop"].choices)[:1], *stops]  # type: ignore[attr-defined]


class InstitutionPart(Part):
    """The institution in the delegate's words."""

    whole = ("level_from", "level_to")
    decimal = ("latitude", "longitude")

    name = fields.text(_("Name in its own language and script"), 300)
    language = fields.pick(_("Language of that name"), fields.languages)
    romanised = fields.text(_("Name in Latin letters"), 300)
    name_ko = fields.text(_("Name in Korean"), 300)
    kind = fields.pick(_("Kind of institution"), fields.vocabulary("institution_kinds"))
    country = fields.pick(_("Country"), country_choices)
    region = fields.text(_("Region or province"), 120)
    locality = fields.text(_("Town or district"), 120)
    address = fields.text(_("Address"), 300)
    level_from = fields.pick(_("First grade"), year_choices)
    level_to = fields.pick(_("Last grade"), year_choices)
    website = fields.website(_("Website"))
    telephone = fields.telephone(_("Telephone of the institution"))
    latitude = fields.number(_("Latitude"), low=-90, high=90, step="any")
    longitude = fields.number(_("Longitude"), low=-180, high=180, step="any")
    description = fields.text(_("What is special about it?"), 10_000, lines=3)


class ContactPart(Part):
    """One person who was met."""

    defaults = {"consent_scope": ConsentScope.OFFICE}

    name = fields.text(_("Name"), 200, autocomplete="off")
    role = fields.text(_("Job title"), 200)
    when_to_contact = fields.text(
        _("When to turn to this person"), 300, help=_("For example: for visits, for agreements.")
    )
    email = fields.email(_("E-mail"))
    telephone = fields.telephone(_("Telephone"))
    language = fields.pick(_("Language to write in"), fields.languages)
    consent_scope = fields.pick(
        _("Who may use these contact details?"), lambda: ConsentScope.choices, empty=None, radio=True,
        help=_("As the person agreed."),
    )  # fmt: skip
    consent_on = fields.day(_("Agreed on"))
    consent_language = fields.pick(_("Asked in"), fields.languages)
    consent_channel = fields.hidden()
    more_languages = fields.hidden()

    def typed(self) -> dict[str, Any]:
        found = super().typed()
        languages = [found.pop("language", ""), *found.pop("more_languages", "").split()]
        return found | ({"languages": [code for code in languages if code]} if any(languages) else {})


class OfferPart(SpeakingPart):
    """What the institution would do."""

    whole = ("level_from", "level_to", "capacity")

    types = fields.pick_several(_("Which kinds of exchange?"), fields.vocabulary("exchange_types"))
    fields_ = fields.pick_several(_("In which fields?"), fields.vocabulary("exchange_fields"))
    level_from = fields.pick(_("From grade"), year_choices)
    level_to = fields.pick(_("To grade"), year_choices)
    weeks = fields.text(
        _("In which weeks or months?"), 100, help=_("For example: May to September, not in exam weeks.")
    )
    live_hours = fields.text(_("At what hours could they meet live?"), 100, help=_("In their local time."))
    capacity = fields.number(_("With how many schools at a time?"), low=1, high=100)
    needs = fields.text(_("What do they need from us?"), 5_000, lines=2)
    note = fields.text(_("Anything else"), 5_000, lines=2)
    valid_until = fields.day(_("Valid until"))

    def typed(self) -> dict[str, Any]:
        found = super().typed()
        return {("fields" if name == "fields_" else name): value for name, value in found.items()}


class ProgrammePart(SpeakingPart):
    """Something a school at home could adopt."""

    whole = ("level_from", "level_to", "sessions")

    title = fields.text(_("Title, in its own language"), 300)
    title_ko = fields.text(_("Title in Korean"), 300)
    title_en = fields.text(_("Title in English"), 300)
    description = fields.text(_("What happens in it?"), 10_000, lines=3)
    types = fields.pick_several(_("Kinds of exchange"), fields.vocabulary("exchange_types"))
    fields_ = fields.pick_several(_("Fields"), fields.vocabulary("exchange_fields"))
    level_from = fields.pick(_("From grade"), year_choices)
    level_to = fields.pick(_("To grade"), year_choices)
    sessions = fields.number(_("How many lessons?"), low=1, high=500)
    website = fields.website(_("Link"))

    def typed(self) -> dict[str, Any]:
        found = super().typed()
        return {("fields" if name == "fields_" else name): value for name, value in found.items()}


class VisitForm:
    """All parts together. Made from a body, or from what was posted."""

    def __init__(
        self,
        mission: Mission,
        data: QueryDict | None = None,
        *,
        body: VisitBody | None = None,
        client_uuid: str = "",
        version: int | None = None,
    ) -> None:
        self.data = data
        self._initial = (body or VisitBody()).to_json()
        self.client_uuid = str(data.get("client_uuid", "")) if data is not None else client_uuid
        self.version = data.get("version", "") if data is not None else version
        self.institution = (
            str(data.get("institution", "")) if data is not None else self._initial.get("institution", "")
        )
        self.query = str(data.get("q", ""))[:200].replace("\x00", "") if data is not None else ""
        self.visit = VisitPart(data, initial={"intention": Intention.NOT_ASKED, **self._initial}, mission=mission)
        self.about = InstitutionPart(data, prefix="about", initial=self._initial.get("about"))
        self.offer = OfferPart(data, prefix="offer", initial=_offer_initial(self._initial.get("offer", {})))
        self.contacts = self._rows("contacts", ContactPart, MAX_CONTACTS, _contact_initial)
        self.programmes = self._rows("programmes", ProgrammePart, MAX_PROGRAMMES, _offer_initial)
        self._order: dict[str, list[int]] = {}

    def _rows(self, name: str, part: type[Part], most: int, initial: Any) -> list[Part]:
        """As many parts as were posted (one more when asked for), or as the body has and one to fill in."""
        if self.data is None:
            known = self._initial.get(name, [])
            count = max(len(known), 1) if name == "contacts" else len(known)
            return [
                part(prefix=f"{name}-{number}", initial=initial(known[number] if number < len(known) else {}))
                for number in range(count)
            ]
        count = _number(self.data.get(f"{name}-count", "0"), int)
        count = min(max(count, 0), most) if isinstance(count, int) else 0
        rows = [part(self.data, prefix=f"{name}-{number}") for number in range(count)]
        if self.data.get("do") == f"add_{name}" and count < most:
            rows.append(part(prefix=f"{name}-{count}", initial=initial({})))
        return rows

    def body_data(self) -> dict[str, Any]:
        """What was typed, in the words of ``missions.body.read_body``; rows that are empty are left out."""
        data: dict[str, Any] = self.visit.typed()
        if self.institution:
            data["institution"] = self.institution
        data["about"] = self.about.typed()
        data["offer"] = self.offer.typed()
        for name, rows in (("contacts", self.contacts), ("programmes", self.programmes)):
            said = [(number, row.typed()) for number, row in enumerate(rows) if row.is_bound]
            filled = [(number, one) for number, one in said if one]
            self._order[name] = [number for number, _one in filled]
            data[name] = [one for _number, one in filled]
        return data

    def add_problems(self, error: BadBody) -> None:
        """Put each problem beside the field it is about."""
        for path, problem in error.problems.items():
            part, name = self._place(path.split("."))
            part.add_error(name if name in part.fields else None, str(problem))

    def _place(self, path: list[str]) -> tuple[Part, str]:
        first = path[0]
        if first in ("contacts", "programmes") and len(path) > 2:
            rows = self.contacts if first == "contacts" else self.programmes
            name = "language" if first == "contacts" and path[2] == "languages" else _field_name(path[2])
            return rows[self._order[first][int(path[1])]], name
        if first in ("about", "offer") and len(path) > 1:
            return (self.about if first == "about" else self.offer), _field_name(path[1])
        return self.visit, first

    @property
    def parts(self) -> list[Part]:
        return [self.visit, self.about, *self.contacts, self.offer, *self.programmes]

    @property
    def errors(self) -> bool:
        return any(part.is_bound and part.errors for part in self.parts)

    def uuid(self) -> uuid.UUID:
        """The id this form was given when it was opened; a new one when it was lost on the way."""
        try:
            return uuid.UUID(self.client_uuid)
        except ValueError:
            return uuid.uuid4()

    def version_number(self) -> int | None:
        number = _number(self.version, int)
        return number if isinstance(number, int) else None


def _field_name(name: str) -> str:
    return {"fields": "fields_", "languages": "language_1"}.get(name, name)


def _offer_initial(known: dict[str, Any]) -> dict[str, Any]:
    return {**known, "fields_": known.get("fields", []), **_spoken_initial(known.get("languages", []))}


def _contact_initial(known: dict[str, Any]) -> dict[str, Any]:
    first, *more = [*map(str, known.get("languages", [])), ""]
    return {"consent_scope": ConsentScope.OFFICE, **known, "language": first, "more_languages": " ".join(more).strip()}
