"""A wish and its match in words: facts, steps, whose turn it is."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gyoryu.accounts.enums import Role
from gyoryu.accounts.models import Person
from gyoryu.audit.models import Event
from gyoryu.audit.queries import timeline_of
from gyoryu.common.clock import today
from gyoryu.exchange import queries as exchange
from gyoryu.exchange.domain.wishes import wrote_it
from gyoryu.exchange.enums import MatchState, Side, WishState
from gyoryu.exchange.models import Match, Wish
from gyoryu.exchange.models.match import RELEASED
from gyoryu.reference import queries as reference
from gyoryu.web.entry import labels, languages_text, levels_text

# What the office does before it asks is not shown to the school.
OFFICE_ONLY = ("exchange.propose_match", "exchange.decide_match", "exchange.ask_new_link", "exchange.renew_link")


def wish_rows(wish: Wish) -> list[dict[str, Any]]:
    """What the wish says, for ``components/facts.html``; what it does not say is left out."""
    institution, programme = wish.wanted_institution, wish.wanted_programme
    rows = [
        {"term": _("Partner asked for"), "value": institution.display_name, "lang": institution.display_language}
        if institution
        else None,
        {"term": _("Programme"), "value": programme.title} if programme else None,
        {"term": _("Kinds of exchange"), "value": labels("exchange_types", wish.types)},
        {"term": _("Fields"), "value": labels("exchange_fields", wish.fields)},
        {"term": _("Grades"), "value": levels_text(reference.office().country, wish.level_from, wish.level_to)},
        {"term": _("Pupils"), "value": wish.get_pupils_display() if wish.pupils else ""},
        {"term": _("Languages"), "value": languages_text(wish.languages)},
        {"term": _("Countries"), "value": labels("countries", wish.countries) or _("Any country")},
        {"term": _("When in the year"), "value": wish.weeks},
        {"term": _("Hours for live lessons"), "value": wish.live_hours},
    ]
    return [row for row in rows if row and row["value"]]


def missing_labels(names: list[str]) -> list[str]:
    words = {
        "title": _("a title"),
        "types": _("the kind of exchange"),
        "fields": _("the field"),
        "level_from": _("the first grade"),
        "level_to": _("the last grade"),
        "languages": _("a language"),
    }
    return [words[name] for name in names]


def steps_of(wish: Wish, match: Match | None) -> list[dict[str, Any]]:
    """Where a wish stands, from written to connected. ``match`` is the one that is not over."""
    labels_ = [
        _("Written"),
        _("Approved by the principal"),
        _("Looked at by the office"),
        _("Partner asked"),
        _("Both have accepted"),
        _("Teachers meet"),
    ]
    at = {
        WishState.DRAFT: 0,
        WishState.SUBMITTED: 1,
        WishState.APPROVED: 2,
        WishState.ELIGIBLE: 2,
        WishState.INELIGIBLE: 2,
        WishState.WAITING: 3,
        WishState.IN_MATCH: 4 if match and match.asked_at else 3,
        WishState.CONNECTED: 5,
        WishState.CLOSED: 5
        if match and match.connected_at
        else 3
        if wish.waiting_since
        else 2
        if wish.approved_at
        else 1
        if wish.submitted_at
        else 0,
    }[WishState(wish.state)]
    when = [
        wish.submitted_at,
        wish.approved_at,
        wish.waiting_since if at > 2 else None,
        match.asked_at if match else None,
        match.connected_at if match else None,
        None,
    ]
    over = wish.state in (WishState.CLOSED, WishState.INELIGIBLE)
    steps = []
    for number, label in enumerate(labels_):
        state = "done" if number < at else "todo" if number > at else "stopped" if over else "current"
        steps.append({"label": label, "state": state, "when": when[number] if state == "done" else None})
    if wish.state == WishState.WAITING and (place := exchange.place_in_queue(wish)):
        steps[3]["note"] = _("Number %(place)s in the queue") % {"place": place}
    return steps


def _days_since(moment: Any) -> str:
    if moment is None:
        return ""
    days = (today() - timezone.localdate(moment)).days
    if days <= 0:
        return _("since today")
    return _("since yesterday") if days == 1 else _("for %(days)s days") % {"days": days}


def turn_of(wish: Wish, match: Match | None, viewer: Any) -> dict[str, Any]:
    """Whose turn it is, since when, and what comes next, in two sentences. ``yours``: it is the viewer's."""
    mine = wish.responsible_id == viewer.pk
    teacher = _("Your turn") if mine else _("%(name)s's turn") % {"name": wish.responsible.name}
    lines: dict[str, tuple[str, Any, str]] = {
        WishState.DRAFT: (
            teacher,
            wish.sent_back_at or wish.created_at,
            _("Finish the wish and put it before the principal."),
        ),
        WishState.SUBMITTED: (_("The principal's turn"), wish.submitted_at, _("Then it goes to the office.")),
        WishState.APPROVED: (_("The office's turn"), wish.approved_at, _("It checks the wish and looks for partners.")),
        WishState.ELIGIBLE: (_("The office's turn"), wish.approved_at, _("It looks for partners.")),
        WishState.WAITING: (
            _("The office's turn"),
            wish.waiting_since,
            _("It looks for a partner that fits and has a place. You keep your place in the queue."),
        ),
        WishState.INELIGIBLE: (teacher, None, _("Read the reasons. You can change the wish and submit it again.")),
        WishState.IN_MATCH: (
            _("The office's turn"),
            match.decided_at if match else None,
            _("It prepares the question to a partner."),
        ),
        WishState.CONNECTED: (
            teacher,
            match.connected_at if match else None,
            _("Write to the partner and agree on a first meeting of the teachers."),
        ),
        WishState.CLOSED: (_("Closed"), wish.closed_at, wish.get_closed_reason_display() if wish.closed_reason else ""),
    }
    whose, since, what = lines[wish.state]
    yours = mine and wish.state in (WishState.DRAFT, WishState.INELIGIBLE, WishState.CONNECTED)
    if wish.state == WishState.SUBMITTED and wish.school_id in viewer.organisation_ids(Role.PRINCIPAL):
        yours = not wrote_it(wish, viewer)
        whose = _("Your turn") if yours else whose
    until, overdue = None, False
    if wish.state == WishState.IN_MATCH and match and match.asked_at:
        turn = exchange.whose_turn(match)
        since, until, overdue = turn.since, turn.until, turn.is_overdue
        if set(turn.sides) == {Side.SCHOOL, Side.PARTNER}:
            whose, what = (
                _("Both sides' turn"),
                _("A partner was found. Say whether you accept; the partner is asked at the same time."),
            )
        elif Side.SCHOOL in turn.sides:
            whose, what = (
                _("Your school's turn"),
                _("The partner has accepted. You are connected as soon as you accept too."),
            )
        else:
            whose, what = (
                _("The partner's turn"),
                _("Your school has accepted. You are connected as soon as the partner does."),
            )
        yours = Side.SCHOOL in turn.sides and wish.school_id in viewer.organisation_ids(*exchange.SCHOOL_ROLES)
    return {
        "whose": whose,
        "since": since,
        "since_text": _days_since(since),
        "what": what,
        "yours": yours,
        "until": until,
        "overdue": overdue,
    }


def school_timeline(wish: Wish) -> list[Event]:
    """What happened to a wish, as its school may see it."""
    return list(timeline_of("exchange.wish", wish.pk).exclude(verb__in=OFFICE_ONLY)[:60])


def contact_line(wish: Wish, match: Match | None, viewer: Person) -> dict[str, Any]:
    """Whether the partner sees, or will see, the teacher's name and e-mail."""
    return {
        "agreed": wish.contact_consent_at,
        "may_agree": wish.responsible_id == viewer.pk
        and wish.contact_consent_at is None
        and wish.state != WishState.CLOSED,
        "released": bool(match and match.state in RELEASED),
    }


def match_title(match: Match) -> str:
    return exchange.root_of(match.offer.institution).display_name


def answer_text(match: Match, side: str) -> str:
    """What one side has said so far, in a few words."""
    accepted = match.partner_accepted_at if side == Side.PARTNER else match.school_accepted_at
    if match.state == MatchState.DECLINED and match.declined_by == side:
        return pgettext("an answer", "Declined")
    if accepted:
        return pgettext("an answer", "Accepted")
    return _("No answer yet") if match.state in exchange.ANSWERING else _("Did not answer")
