"""What may be done with a wish, from the first draft to the place in the queue."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Membership, Organisation, Person
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.common.errors import BadInput, Conflict, NotAllowed
from gyoryu.exchange.domain import checks
from gyoryu.exchange.domain.places import end_match, locked_match_of
from gyoryu.exchange.enums import CloseReason, MatchState, Recommendation, WishState, WithdrawReason
from gyoryu.exchange.facts import WishFacts
from gyoryu.exchange.models import Wish
from gyoryu.exchange.states import WISH
from gyoryu.reference.queries import office

__all__ = [
    "approve_wish",
    "close_wish",
    "consent_to_contact",
    "draft_wish",
    "edit_wish",
    "find_eligible",
    "hand_over_wish",
    "recommend_wish",
    "refuse_wish",
    "reopen_wish",
    "send_back_wish",
    "submit_wish",
    "take_back_wish",
]


@transaction.atomic
def draft_wish(school: Organisation, *, facts: WishFacts, actor: Person) -> Wish:
    """A teacher begins a wish. It may be saved as partly filled in as it is; it is checked when it is submitted."""
    if not school.is_school:
        raise BadInput("not_a_school", _("A wish is made for a school. Choose your school."), field="school")
    wish = Wish.objects.create(school=school, responsible=actor, author=actor, **checks.columns_of(facts))
    record("exchange.draft_wish", wish, actor=actor)
    return wish


@transaction.atomic
def edit_wish(wish: Wish, *, facts: WishFacts, actor: Person, version: int | None = None) -> Wish:
    """Change a draft. ``version`` is the one the form showed: somebody else's change in between is not overwritten."""
    columns = checks.columns_of(facts)
    if wish.state != WishState.DRAFT:
        raise WISH.refusal(wish, WishState.DRAFT)
    seen = wish.version if version is None else version
    changed = Wish.objects.filter(pk=wish.pk, state=WishState.DRAFT, version=seen).update(
        version=seen + 1, author=actor, **columns
    )
    if not changed:
        raise Conflict(
            "changed_meanwhile",
            _(
                "This wish was changed or submitted while you were writing. "
                "Copy your text, reload the page and put it in again."
            ),
        )
    wish.refresh_from_db()
    record("exchange.edit_wish", wish, actor=actor, version=wish.version)
    return wish


@transaction.atomic
def submit_wish(wish: Wish, *, actor: Person, share_contact: bool = False) -> Wish:
    """Put a draft before the principal. ``share_contact``: a connected partner may see the teacher's address."""
    checks.check_complete(wish)
    consent = now() if share_contact and actor.pk == wish.responsible_id else wish.contact_consent_at
    WISH.move(
        wish, WishState.SUBMITTED, submitted_at=now(), sent_back_note="", sent_back_at=None, contact_consent_at=consent
    )
    record("exchange.submit_wish", wish, actor=actor)
    return wish


@transaction.atomic
def take_back_wish(wish: Wish, *, actor: Person) -> Wish:
    """The teacher wants to change it before the principal has looked."""
    if wish.state != WishState.SUBMITTED:
        raise WISH.refusal(wish, WishState.DRAFT)
    WISH.move(wish, WishState.DRAFT, submitted_at=None)
    record("exchange.take_back_wish", wish, actor=actor)
    return wish


def wrote_it(wish: Wish, person: Person) -> bool:
    """Whoever wrote a wish or answers for it does not approve it."""
    return person.pk in (wish.author_id, wish.responsible_id)


@transaction.atomic
def approve_wish(wish: Wish, *, actor: Person) -> Wish:
    """The principal agrees; the wish goes to the office. Its place in the queue counts from now."""
    if wrote_it(wish, actor):
        raise NotAllowed(
            _(
                "You wrote this wish, so somebody else has to approve it: another principal of your school. "
                "If there is none, let a teacher write the wish, and approve that."
            )
        )
    WISH.move(wish, WishState.APPROVED, approved_at=now(), approved_by=actor)
    record("exchange.approve_wish", wish, actor=actor)
    return wish


@transaction.atomic
def send_back_wish(wish: Wish, *, note: str, actor: Person) -> Wish:
    """The principal wants something changed, and says what."""
    note = checks.text(note, field="note", most=1000)
    if not note:
        raise BadInput("note_missing", _("Write what should change, so that the teacher can mend it."), field="note")
    if wish.state != WishState.SUBMITTED:
        raise WISH.refusal(wish, WishState.DRAFT)
    WISH.move(wish, WishState.DRAFT, submitted_at=None, sent_back_at=now(), sent_back_note=note)
    record("exchange.send_back_wish", wish, actor=actor)
    return wish


@transaction.atomic
def recommend_wish(wish: Wish, *, recommendation: str, note: str = "", actor: Person) -> Wish:
    """The district officer says how urgent it is. The last word of the district counts; the curator decides."""
    if recommendation not in Recommendation.values:
        raise BadInput("unknown_recommendation", _("Choose one of the recommendations."), field="recommendation")
    if wish.state in (WishState.DRAFT, WishState.CLOSED):
        raise WISH.refusal(wish, WishState.WAITING)
    wish.recommendation = recommendation
    wish.recommendation_note = checks.text(note, field="note", most=1000)
    wish.recommended_by, wish.recommended_at = actor, now()
    wish.save(update_fields=["recommendation", "recommendation_note", "recommended_by", "recommended_at"])
    record("exchange.recommend_wish", wish, actor=actor, recommendation=recommendation)
    return wish


def usual_priority_class(school: Organisation) -> str:
    """The first of the office's classes that the school is in, else the last one, which is for everybody."""
    classes = [unit.code for unit in office().priority_classes]
    return next((code for code in classes if code in school.priority_classes), classes[-1])


@transaction.atomic
def find_eligible(wish: Wish, *, actor: Actor, priority_class: str = "") -> Wish:
    """The office accepts the wish. It waits for a partner from here on, since the day its principal approved it."""
    chosen = priority_class or usual_priority_class(wish.school)
    if chosen not in [unit.code for unit in office().priority_classes]:
        raise BadInput(
            "unknown_priority_class", _("Choose one of the office's priority classes."), field="priority_class"
        )
    WISH.move(wish, WishState.ELIGIBLE, priority_class=chosen, refusal_reasons=[], refusal_note="")
    WISH.move(wish, WishState.WAITING, waiting_since=wish.approved_at or now())
    record("exchange.find_eligible", wish, actor=actor, priority_class=chosen)
    return wish


@transaction.atomic
def refuse_wish(wish: Wish, *, reasons: list[str], actor: Actor, note: str = "") -> Wish:
    """The office cannot take the wish this time, for reasons that the school reads."""
    note = checks.text(note, field="note", most=1000)
    checks.check_reasons("wish_ineligible_reasons", reasons, note)
    WISH.move(wish, WishState.INELIGIBLE, refusal_reasons=list(reasons), refusal_note=note)
    record("exchange.refuse_wish", wish, actor=actor, reasons=list(reasons))
    return wish


@transaction.atomic
def reopen_wish(wish: Wish, *, actor: Person) -> Wish:
    """A wish that was not eligible becomes a draft again, to be mended and submitted once more."""
    if wish.state != WishState.INELIGIBLE:
        raise WISH.refusal(wish, WishState.DRAFT)
    WISH.move(wish, WishState.DRAFT, submitted_at=None, approved_at=None, approved_by=None)
    record("exchange.reopen_wish", wish, actor=actor)
    return wish


@transaction.atomic
def close_wish(wish: Wish, *, reason: str, actor: Person) -> Wish:
    """The school gives the wish up. A match that is under way ends with it, and the partner's place is free again."""
    if reason not in CloseReason.values:
        raise BadInput("unknown_reason", _("Choose a reason."), field="reason")
    match = locked_match_of(wish)
    wish.refresh_from_db()
    WISH.move(wish, WishState.CLOSED, closed_at=now(), closed_reason=reason)
    if match is not None and match.state != MatchState.AGREED:
        end_match(
            match, MatchState.WITHDRAWN, actor=actor, wish_goes_on=False, withdrawn_reason=WithdrawReason.WISH_CLOSED
        )
    subjects = [("exchange.match", match.pk)] if match else []
    record("exchange.close_wish", wish, actor=actor, subjects=subjects, reason=reason)
    return wish


@transaction.atomic
def hand_over_wish(wish: Wish, *, to: Person, actor: Actor) -> Wish:
    """Another teacher of the school answers for the wish and its case from now on, whatever its state."""
    if wish.state == WishState.CLOSED:
        raise WISH.refusal(wish, wish.state)
    if to.pk == wish.responsible_id:
        raise BadInput(
            "already_responsible", _("%(name)s is responsible already. Choose somebody else."), field="to", name=to.name
        )
    if not may_take_over(to, wish.school):
        raise BadInput(
            "not_at_this_school",
            _("%(name)s is not a teacher or principal of %(school)s. Let the office add them first."),
            field="to",
            name=to.name,
            school=wish.school.name,
        )
    before = wish.responsible_id
    changes: dict[str, Any] = {"responsible": to, "contact_consent_at": None}
    if not Wish.objects.filter(pk=wish.pk, responsible_id=before).update(**changes):
        raise Conflict("handed_over_meanwhile", _("Somebody else has just handed this wish over. Reload the page."))
    wish.responsible, wish.contact_consent_at = to, None
    record("exchange.hand_over_wish", wish, actor=actor, to=to.pid)
    return wish


@transaction.atomic
def hand_over_wishes(pairs: list[tuple[Wish, Person]], *, actor: Actor) -> None:
    """A teacher leaves: several wishes, each to its colleague, all or none."""
    for wish, person in pairs:
        hand_over_wish(wish, to=person, actor=actor)


def may_take_over(person: Person, school: Organisation) -> bool:
    """An account that is in use, with a role of a teacher or principal at this school today."""
    held = Membership.objects.filter(
        person=person, organisation=school, role__in=[Role.TEACHER, Role.PRINCIPAL], ended_at__isnull=True
    )
    return person.is_active and held.exists()


@transaction.atomic
def consent_to_contact(wish: Wish, *, actor: Person) -> Wish:
    """The responsible teacher agrees that a connected partner sees her name and e-mail address."""
    if actor.pk != wish.responsible_id:
        raise NotAllowed(_("Only the responsible teacher can agree to this."))
    if wish.state == WishState.CLOSED:
        raise WISH.refusal(wish, wish.state)
    wish.contact_consent_at = now()
    wish.save(update_fields=["contact_consent_at"])
    record("exchange.consent_to_contact", wish, actor=actor)
    return wish
