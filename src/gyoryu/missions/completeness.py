"""What a visit still lacks. What is ``needed`` keeps the lead from submitting; the rest is advice."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gyoryu.missions.body import VisitBody
from gyoryu.missions.enums import Intention, VisitKind
from gyoryu.registry.facts import OfferFacts

ENOUGH_WORDS = 40  # characters of what was said


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing; ``section`` of the form is where it is filled in."""

    code: str
    text: str | Promise
    section: str
    needed: bool = False


def gaps(body: VisitBody, *, pictures: int) -> list[Gap]:
    """What is missing, in the order of the form."""
    return [*_where(body), *_people(body), *_words(body), *_offer(body), *_rest(body, pictures)]


def _where(body: VisitBody) -> Iterator[Gap]:
    if not body.institution and not body.about.name:
        yield Gap("institution", _("Which institution it was"), "where", needed=True)
    elif not body.institution and not body.about.country:
        yield Gap("country", _("The country of the institution"), "where", needed=True)
    elif not body.institution and not (body.about.locality or body.about.region):
        yield Gap("place", _("The town or region of the institution"), "where")
    if body.met_on is None:
        yield Gap("met_on", _("The day you met"), "where", needed=True)


def _people(body: VisitBody) -> Iterator[Gap]:
    if not any(contact.name for contact in body.contacts):
        yield Gap("contacts", _("Whom you met"), "people")
    elif not any(contact.email or contact.telephone for contact in body.contacts):
        yield Gap("channel", _("An e-mail address or telephone number of somebody you met"), "people")
    if any((contact.email or contact.telephone) and not contact.consent_on for contact in body.contacts):
        yield Gap("consent", _("When each person agreed that we keep their contact details"), "people")


def _words(body: VisitBody) -> Iterator[Gap]:
    if not body.objective:
        yield Gap("objective", _("What you went there for"), "words")
    if not body.said:
        yield Gap("said", _("What was said"), "words", needed=True)
    elif len(body.said) < ENOUGH_WORDS:
        yield Gap("said_little", _("A little more about what was said"), "words")


def _offer(body: VisitBody) -> Iterator[Gap]:
    if body.intention == Intention.NOT_ASKED and body.kind == VisitKind.SCHOOL_VISIT:
        yield Gap("intention", _("Whether they want an exchange"), "offer")
    if body.intention in (Intention.YES, Intention.INTERESTED):
        if body.offer == OfferFacts():
            yield Gap("offer", _("What they would do"), "offer")
            return
        for name, text in (
            ("types", _("Which kinds of exchange they would do")),
            ("fields", _("In which fields")),
            ("languages", _("In which languages")),
        ):
            if not getattr(body.offer, name):
                yield Gap(f"offer_{name}", text, "offer")
        if body.offer.level_from is None and body.offer.level_to is None:
            yield Gap("offer_levels", _("With which grades"), "offer")


def _rest(body: VisitBody, pictures: int) -> Iterator[Gap]:
    if body.kind == VisitKind.PROGRAMME and not body.programmes:
        yield Gap("programmes", _("The programme you saw"), "programmes")
    if not pictures:
        yield Gap("photos", _("A photo"), "photos")
