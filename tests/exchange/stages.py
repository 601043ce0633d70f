"""A wish and its match, brought to a stage by the real verbs."""

from typing import Any

from gyoryu.accounts.domain.links import open_partner_link
from gyoryu.accounts.models import PartnerLink
from gyoryu.exchange.domain import matches, wishes
from gyoryu.exchange.facts import WishFacts
from gyoryu.exchange.models import Match, Wish
from gyoryu.registry.models import Contact, Institution, Offer
from tests.cast import Cast
from tests.factories import ContactFactory, InstitutionFactory, OfferFactory

FULL = WishFacts(
    title="뉴질랜드 학교와 기후 공동수업",
    types=("joint_class",),
    fields=("climate_environment",),
    countries=("NZ",),
    level_from=10,
    level_to=11,
    languages=("en",),
    pupils="21_to_30",
)


def drafted(cast: Cast, **more: Any) -> Wish:
    facts = WishFacts(**{**{name: getattr(FULL, name) for name in FULL.__dataclass_fields__}, **more})
    return wishes.draft_wish(cast.school, facts=facts, actor=cast.teacher)


def submitted(cast: Cast, **more: Any) -> Wish:
    return wishes.submit_wish(drafted(cast, **more), actor=cast.teacher, share_contact=True)


def approved(cast: Cast, **more: Any) -> Wish:
    return wishes.approve_wish(submitted(cast, **more), actor=cast.principal)


def waiting(cast: Cast, **more: Any) -> Wish:
    return wishes.find_eligible(approved(cast, **more), actor=cast.curator)


def an_offer(**more: Any) -> Offer:
    """An open offer in New Zealand with a contact whom the office may write to and a connected school may see."""
    institution: Institution = more.pop("institution", None) or InstitutionFactory(published=True)
    scope = more.pop("consent_scope", "matched_school")
    ContactFactory(institution=institution, consent_scope=scope)
    usual = {"types": ["joint_class"], "fields": ["climate_environment"], "level_from": 9, "level_to": 13}
    return OfferFactory(institution=institution, **{**usual, **more})


def contact_of(offer: Offer) -> Contact:
    contact = Contact.objects.filter(institution=offer.institution).first()
    assert contact is not None
    return contact


def proposed(cast: Cast, offer: Offer | None = None, wish: Wish | None = None) -> Match:
    return matches.propose_match(wish or waiting(cast), offer or an_offer(), actor=cast.curator)


def decided(cast: Cast, offer: Offer | None = None, wish: Wish | None = None) -> Match:
    return matches.decide_match(proposed(cast, offer, wish), actor=cast.curator)


def asked(cast: Cast, offer: Offer | None = None, wish: Wish | None = None, language: str = "en") -> tuple[Match, str]:
    """The match and the token of the partner's link."""
    match = decided(cast, offer, wish)
    return matches.ask_both(match, actor=cast.curator, contact=contact_of(match.offer), language=language)


def link_of(token: str) -> PartnerLink:
    return open_partner_link(token, "answer_match")


def connected(cast: Cast, offer: Offer | None = None) -> Match:
    match, token = asked(cast, offer)
    matches.accept_as_partner(match, actor=link_of(token))
    return matches.accept_for_school(match, actor=cast.teacher)
