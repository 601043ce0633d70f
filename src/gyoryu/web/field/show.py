"""A visit in words: what was said about the institution, the people, the offer, the programmes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gyoryu.missions.body import InstitutionSaid, VisitBody
from gyoryu.missions.enums import Intention, VisitKind, VisitState
from gyoryu.missions.models import Evidence, Visit
from gyoryu.reference import queries as reference
from gyoryu.registry.enums import ConsentScope
from gyoryu.registry.facts import ContactFacts, OfferFacts, ProgrammeFacts
from gyoryu.web.entry import labels, languages_text, levels_text, web_address

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a visit; ``anchor`` is where the form asks for it."""

    anchor: str
    title: str
    rows: list[Row]
    lang: str = ""


def _day(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _rows(*pairs: tuple[str, Any] | tuple[str, Any, dict[str, Any]]) -> list[Row]:
    """Rows for ``components/facts.html``; what says nothing is left out."""
    found = []
    for label, value, *more in pairs:
        if value not in ("", None, []):
            found.append({"term": label, "value": value, **(more[0] if more else {})})
    return found


def visit_sections(visit: Visit, body: VisitBody) -> list[Section]:
    """Everything a visit says, in the order of the form."""
    sections = [
        Section("where", _("Institution"), _where_rows(visit, body)),
        *(Section("people", contact.name or _("Somebody you met"), contact_rows(contact)) for contact in body.contacts),
        Section(
            "words",
            _("What was said"),
            _rows(
                (_("Objective"), body.objective),
                (_("Said"), body.said),
                (_("Do they want an exchange?"), Intention(body.intention).label),
                (_("Note for colleagues"), body.private_note),
            ),
        ),
        Section("offer", _("What they would do"), offer_rows(body.offer, visit.country)),
        *(
            Section("programmes", _("Programme: %(title)s") % {"title": one.title}, programme_rows(one, visit.country))
            for one in body.programmes
        ),
    ]
    return [section for section in sections if section.rows]


def _where_rows(visit: Visit, body: VisitBody) -> list[Row]:
    picked = visit.institution
    named = _rows((_("In the register"), picked.display_name, {"lang": picked.display_language})) if picked else []
    met = _rows(
        (_("Day you met"), body.met_on),
        (_("Kind of meeting"), VisitKind(body.kind).label),
        (_("Stop of the itinerary"), visit.stop.title if visit.stop else ""),
    )
    return [*named, *institution_rows(body.about, visit.country), *met]


def institution_rows(said: InstitutionSaid, country: str = "") -> list[Row]:
    position = (
        f"{said.latitude:.5f}, {said.longitude:.5f}" if said.latitude is not None and said.longitude is not None else ""
    )
    return _rows(
        (_("Name"), said.name, {"lang": said.language}),
        (_("Name in Latin letters"), said.romanised),
        (_("Name in Korean"), said.name_ko, {"lang": "ko"}),
        (_("Kind"), reference.label("institution_kinds", said.kind) if said.kind else ""),
        (_("Country"), reference.label("countries", said.country) if said.country else ""),
        (_("Region"), said.region),
        (_("Town or district"), said.locality),
        (_("Address"), said.address),
        (_("Grades"), levels_text(said.country or country, said.level_from, said.level_to)),
        (_("Website"), said.website, {"href": web_address(said.website)}),
        (_("Telephone"), said.telephone),
        (_("Position"), position),
        (_("Description"), said.description),
    )


def contact_rows(contact: ContactFacts) -> list[Row]:
    """A person, for the eyes of the delegation and the curators."""
    return _rows(
        (_("Job title"), contact.role),
        (_("When to turn to this person"), contact.when_to_contact),
        (_("E-mail"), contact.email),
        (_("Telephone"), contact.telephone),
        (_("Languages"), languages_text(list(contact.languages))),
        (_("May be used by"), ConsentScope(contact.consent_scope).label),
        (
            _("Agreed on"),
            _day(contact.consent_on) or (_("not asked yet") if contact.email or contact.telephone else ""),
        ),
        (_("Asked in"), languages_text([contact.consent_language] if contact.consent_language else [])),
    )


def offer_rows(offer: OfferFacts, country: str) -> list[Row]:
    return _rows(
        (_("Kinds of exchange"), labels("exchange_types", list(offer.types))),
        (_("Fields"), labels("exchange_fields", list(offer.fields))),
        (_("Grades"), levels_text(country, offer.level_from, offer.level_to)),
        (_("Languages"), languages_text(list(offer.languages))),
        (_("Weeks"), offer.weeks),
        (_("Hours for live lessons"), offer.live_hours),
        (_("Schools at a time"), offer.capacity),
        (_("Needs"), offer.needs),
        (_("Note"), offer.note),
        (_("Valid until"), _day(offer.valid_until)),
    )


def programme_rows(programme: ProgrammeFacts, country: str) -> list[Row]:
    return _rows(
        (_("Title in Korean"), programme.title_ko, {"lang": "ko"}),
        (_("Title in English"), programme.title_en, {"lang": "en"}),
        (_("Description"), programme.description),
        (_("Kinds of exchange"), labels("exchange_types", list(programme.types))),
        (_("Fields"), labels("exchange_fields", list(programme.fields))),
        (_("Grades"), levels_text(country, programme.level_from, programme.level_to)),
        (_("Languages"), languages_text(list(programme.languages))),
        (_("Lessons"), programme.sessions),
        (_("Link"), programme.website, {"href": web_address(programme.website)}),
    )


def compared(mine: list[Section], theirs: list[Section]) -> list[dict[str, Any]]:
    """Two versions of one visit, line by line, for ``components/compare.html``; ``mine`` at the left."""
    left, right = _flat(mine), _flat(theirs)
    keys = list(dict.fromkeys([*right, *left]))
    return [
        {
            "label": label,
            "left": left.get((n, label), ""),
            "right": right.get((n, label), ""),
            "same": left.get((n, label)) == right.get((n, label)),
        }
        for n, label in keys
    ]


def _flat(sections: list[Section]) -> dict[tuple[int, str], str]:
    """Lines by (how many of that label came before, label): the second e-mail address beside the second one."""
    found: dict[tuple[int, str], str] = {}
    for section in sections:
        titled = [{"term": _("Name"), "value": section.title}] if section.anchor in ("people", "programmes") else []
        for row in [*titled, *section.rows]:
            number = 0
            while (number, row["term"]) in found:
                number += 1
            found[number, row["term"]] = str(row["value"])
    return found


def steps_of(visit: Visit) -> list[dict[str, Any]]:
    """Where a visit stands, for ``components/steps.html``."""
    order = [VisitState.PLANNED, VisitState.COLLECTING, VisitState.SUBMITTED, VisitState.ACCEPTED]
    if visit.state == VisitState.CANCELLED:
        return [
            {"label": VisitState.PLANNED.label, "state": "done"},
            {"label": VisitState.CANCELLED.label, "state": "stopped"},
        ]
    if visit.state == VisitState.RETURNED:
        order.insert(3, VisitState.RETURNED)
    here = order.index(VisitState(visit.state))
    when = {VisitState.SUBMITTED: visit.submitted_at, VisitState.ACCEPTED: visit.accepted_at}
    steps = []
    for place, state in enumerate(order):
        passed = place < here or visit.state == VisitState.ACCEPTED
        steps.append(
            {
                "label": state.label,
                "state": "done" if passed else "current" if place == here else "todo",
                "when": when.get(state) if place <= here else None,
            }
        )
    return steps


def photo(evidence: Evidence) -> dict[str, Any]:
    """One picture, for ``components/photos.html``."""
    address = reverse("field:evidence", args=[evidence.pid])
    return {
        "src": f"{address}?size=small",
        "href": address,
        "alt": evidence.caption or _("Photo of the visit"),
        "caption": evidence.caption,
        "badge": _("Shows pupils: not to be published") if evidence.shows_pupils else "",
    }
