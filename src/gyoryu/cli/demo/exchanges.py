"""The demo's wishes and matches, each left in a state of its own."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gyoryu.cli.demo.world import World

PRINCIPAL_OF = {
    "teacher": "principal",
    "colleague": "principal",
    "teacher2": "principal2",
    "teacher3": "principal3",
    "teacher4": "principal4",
}
LANGUAGE_OF = {"NZ": "en", "TH": "th", "TR": "tr"}


def build_exchanges(world: "World") -> None:
    for plan in world.plan["wishes"]:
        _wish(world, plan)
        world.follow()


def _wish(world: "World", plan: dict[str, Any]) -> None:
    from gyoryu.exchange.domain import wishes
    from gyoryu.exchange.facts import WishFacts

    teacher = world.people[plan["by"]]
    school = world.schools[next(one["school"] for one in world.plan["school_people"] if one["who"] == plan["by"])]
    facts = WishFacts(
        title=plan["title"],
        types=tuple(plan["types"]),
        fields=tuple(plan["fields"]),
        countries=tuple(plan["countries"]),
        level_from=plan["levels"][0],
        level_to=plan["levels"][1],
        languages=tuple(plan["languages"]),
        weeks="1~2학기",
    )
    wish = wishes.draft_wish(school, facts=facts, actor=teacher)
    state = plan["state"]
    if state == "draft":
        return
    wishes.submit_wish(wish, actor=teacher, share_contact=True)
    if state == "submitted":
        return
    wishes.approve_wish(wish, actor=world.people[PRINCIPAL_OF[plan["by"]]])
    if state == "approved":
        return
    curator = world.people["curator"]
    if state == "ineligible":
        from gyoryu.reference.queries import codes

        wishes.refuse_wish(wish, reasons=[codes("wish_ineligible_reasons")[0]], note=plan["reason_note"], actor=curator)
        return
    wishes.find_eligible(wish, actor=curator)
    if state != "waiting":
        _match(world, plan, wish)


def _match(world: "World", plan: dict[str, Any], wish: Any) -> None:
    from gyoryu.accounts.domain.links import open_partner_link
    from gyoryu.accounts.enums import LinkPurpose
    from gyoryu.exchange.domain import matches
    from gyoryu.exchange.queries import askable_contacts
    from gyoryu.registry.models import Offer

    curator = world.people["curator"]
    offer = Offer.objects.select_related("institution").get(record__finding__visit=world.visits[plan["visit"]])
    match = matches.propose_match(wish, offer, actor=curator)
    matches.decide_match(match, note_to_partner="", actor=curator)
    language = LANGUAGE_OF[offer.institution.country]
    match, token = matches.ask_both(match, contact=askable_contacts(match).first(), language=language, actor=curator)
    if plan["state"] == "asked":
        world.tokens.append((language, f"answer/{token}"))
        return
    matches.accept_as_partner(match, actor=open_partner_link(token, LinkPurpose.ANSWER_MATCH))
    if plan["state"] == "connected":
        matches.accept_for_school(match, share_contact=True, actor=world.people[plan["by"]])
