"""Who may do what through the machine door: one line an operation.

``SEES`` says who knows that a thing exists: they are told 403 for what they may not do with it, everybody else 404.
A line says who comes through, for each of the things the operation can be asked about; 401 meets whoever is not signed
in, unless the operation is open. A new operation without a line fails the test with its name.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.missions.sample import SAID
from tests.web.access_table import ANYBODY, DELEGATES, NOBODY, OFFICE, SCHOOLS, SIGNED_IN

MEMBERS = "delegate lead"
OUR_SCHOOL = f"teacher principal district_officer {OFFICE}"
READ_OFFERS = f"{SCHOOLS} district_officer {DELEGATES} {OFFICE}"

SEES: dict[str, dict[str, str]] = {
    "": {"it": ANYBODY},
    "institution": {"published": ANYBODY, "draft": f"{DELEGATES} {OFFICE}"},
    "institution and group": {"published": ANYBODY, "draft": f"{DELEGATES} {OFFICE}"},
    "change": {"it": "curator"},
    "request": {"it": "curator"},
    "programme": {"published": ANYBODY, "draft": "curator"},
    "offer": {"open": READ_OFFERS, "sounded_out": OFFICE},
    "record": {"it": "curator"},
    "judgement": {"it": "curator"},
    "mission": {"own": f"{MEMBERS} {OFFICE}", "other": OFFICE},
    "visit": {"own": f"{MEMBERS} curator", "submitted": f"{MEMBERS} curator", "other": "curator"},
    "evidence": {"it": f"{MEMBERS} curator"},
    "wish": {"draft": "teacher principal", "own": OUR_SCHOOL, "other": f"other_teacher {OFFICE}"},
    "match": {"proposed": OFFICE, "own": OUR_SCHOOL, "other": f"other_teacher {OFFICE}"},
    "person": {"teacher": "teacher principal operator privacy_officer"},
    "school": {
        "own": f"{OUR_SCHOOL} operator privacy_officer",
        "other": f"other_teacher {OFFICE} operator privacy_officer",
    },
    "invitation": {"own": "principal operator", "other": "operator"},
    "filter": {"it": "curator"},
    "phone's visit": {"own": f"{MEMBERS} {OFFICE}"},
}


@dataclass(frozen=True)
class Operation:
    kind: str
    who: dict[str, frozenset[str]]
    data: dict[str, Any] = field(default_factory=dict)
    is_open: bool = False
    file: bool = False
    query: str = ""


def op(kind: str = "", *, data: dict[str, Any] | None = None, **who: str) -> Operation:
    """``data`` is a body that says enough; ``@school/own`` in it stands for the pid of that thing."""
    return Operation(kind, {which: frozenset(names.split()) for which, names in who.items()}, data or {})


def shown(kind: str = "", **who: str) -> Operation:
    """A reading operation that anybody may ask."""
    return Operation(kind, {which: frozenset(names.split()) for which, names in who.items()}, is_open=True)


OURS = {"draft": "teacher", "own": "teacher", "other": "other_teacher"}  # the responsible teacher's own wish
CURATOR = "curator"

OPERATIONS: dict[str, Operation] = {
    # The register
    "find_institutions": shown(it=ANYBODY),
    "list_institutions": shown(it=ANYBODY),
    "view_institution": shown("institution", **SEES["institution"]),
    "find_programmes": shown(it=ANYBODY),
    "view_programme": shown("programme", **SEES["programme"]),
    "publish_institution": op("institution", published=CURATOR, draft=CURATOR),
    "archive_institution": op("institution", published=CURATOR, draft=CURATOR),
    "restore_institution": op("institution", published=CURATOR, draft=CURATOR),
    "judge_pair": op(
        "institution", published=CURATOR, draft=CURATOR, data={"other": "@institution/draft", "verdict": "unsure"}
    ),
    "view_values": shown("institution and group", **SEES["institution and group"]),
    "list_relations": shown("institution", **SEES["institution"]),
    "override_values": op(
        "institution and group",
        published=CURATOR,
        draft=CURATOR,
        data={"reason": "by telephone", "version": 1, "facts": {"website": "https://k.example"}},
    ),
    "add_name": op("institution", published=CURATOR, draft=CURATOR, data={"text": "K", "reason": "on a letter"}),
    "relate_institutions": op(
        "institution",
        published=CURATOR,
        draft=CURATOR,
        data={"other": "@institution/draft", "kind": "successor", "reason": "in the gazette"},
    ),
    "close_institution": op(
        "institution", published=CURATOR, draft=CURATOR, data={"closed_on": "2025-12-19", "reason": "their letter"}
    ),
    "list_changes": op(it=SIGNED_IN),  # one's own
    "suggest_change": op(
        "institution",
        published=f"{SCHOOLS} district_officer {DELEGATES} {OFFICE}",
        draft=f"{DELEGATES} {OFFICE}",
        data={"field": "website", "note": "it is gone"},
    ),
    "accept_change": op("change", it=CURATOR, data={"value": {"website": "https://k.example"}}),
    "reject_change": op("change", it=CURATOR, data={"reason": "other"}),
    "withdraw_change": op("change", it=CURATOR),
    "plan_requests": op(it=CURATOR, data={"institutions": ["@institution/published"]}),
    "cancel_request": op("request", it=CURATOR),
    "list_records": op(it=SIGNED_IN),  # empty for all but curators
    "view_record": op("record", it=CURATOR),
    "accept_record": op("record", it=CURATOR),
    "reject_record": op("record", it=CURATOR, data={"reason": "other"}),
    "withdraw_record": op("record", it=CURATOR),
    "judge_same": op("record", it=CURATOR, data={"institution": "@institution/published"}),
    "judge_different": op("record", it=CURATOR, data={"institution": "@institution/published"}),
    "judge_unsure": op("record", it=CURATOR, data={"institution": "@institution/published"}),
    "judge_new": op("record", it=CURATOR),
    "undo_judgement": op("judgement", it=CURATOR),
    "confirm_offer": op("offer", open=CURATOR, sounded_out=CURATOR, data={"how": "telephone"}),
    "open_offer": op("offer", open=CURATOR, sounded_out=CURATOR),
    "pause_offer": op("offer", open=CURATOR, sounded_out=CURATOR),
    "withdraw_offer": op("offer", open=CURATOR, sounded_out=CURATOR),
    "publish_programme": op("programme", published=CURATOR, draft=CURATOR),
    "archive_programme": op("programme", published=CURATOR, draft=CURATOR),
    # Missions and visits
    "list_missions": op(it=SIGNED_IN),  # one's own
    "view_mission": op("mission", **SEES["mission"]),
    "submit_mission": op("mission", own="lead", other=NOBODY),
    "approve_mission": op("mission", own="policy_officer", other="policy_officer"),
    "return_mission": op("mission", own="policy_officer", other="policy_officer", data={"comment": "dates"}),
    "begin_mission": op("mission", own="lead", other=NOBODY),
    "finish_visits": op("mission", own="lead", other=NOBODY),
    "resume_visits": op("mission", own="lead", other=NOBODY),
    "complete_mission": op("mission", own="lead", other=NOBODY),
    "cancel_mission": op("mission", own="lead policy_officer", other="policy_officer"),
    "save_visit": op("phone's visit", own=MEMBERS, data={"mission": "@mission/own", **SAID}),
    "view_visit": op("visit", **SEES["visit"]),
    "submit_visit": op("visit", own="lead", submitted="lead", other=NOBODY),
    "accept_visit": op("visit", own=CURATOR, submitted=CURATOR, other=CURATOR),
    "return_visit": op("visit", own=CURATOR, submitted=CURATOR, other=CURATOR, data={"comment": "whom?"}),
    "cancel_visit": op("visit", own=MEMBERS, submitted=MEMBERS, other=NOBODY),
    "add_evidence": Operation(
        "visit",
        {"own": frozenset(MEMBERS.split()), "submitted": frozenset(MEMBERS.split()), "other": frozenset()},
        file=True,
    ),
    "describe_evidence": op("evidence", it=MEMBERS, data={"caption": "the library"}),
    "remove_evidence": op("evidence", it=MEMBERS),
    # Wishes and matches
    "list_wishes": op(it=SIGNED_IN),  # one's own
    "draft_wish": op(it="teacher principal", data={"school": "@school/own", "title": "together"}),
    "view_wish": op("wish", **SEES["wish"]),
    "edit_wish": op("wish", **OURS, data={"version": 1, "title": "together"}),
    "submit_wish": op("wish", **OURS),
    "take_back_wish": op("wish", **OURS),
    "reopen_wish": op("wish", **OURS),
    "consent_to_contact": op("wish", **OURS),
    "approve_wish": op("wish", draft="principal", own="principal", other=NOBODY),
    "send_back_wish": op("wish", draft="principal", own="principal", other=NOBODY, data={"note": "which grade?"}),
    "recommend_wish": op(
        "wish", draft=NOBODY, own="district_officer", other=NOBODY, data={"recommendation": "recommended"}
    ),
    "find_eligible": op("wish", draft=NOBODY, own=CURATOR, other=CURATOR),
    "refuse_wish": op("wish", draft=NOBODY, own=CURATOR, other=CURATOR, data={"reasons": ["other"], "note": "later"}),
    "close_wish": op(
        "wish",
        draft="teacher principal",
        own="teacher principal curator",
        other="other_teacher curator",
        data={"reason": "other"},
    ),
    "hand_over_wish": op(
        "wish",
        draft="teacher principal",
        own="teacher principal curator",
        other="other_teacher curator",
        data={"to": "@person/teacher"},
    ),
    "list_candidates": op("wish", draft=NOBODY, own=CURATOR, other=CURATOR),
    "propose_match": op("wish", draft=NOBODY, own=CURATOR, other=CURATOR, data={"offer": "@offer/open"}),
    "list_matches": op(it=SIGNED_IN),  # one's own
    "view_match": op("match", **SEES["match"]),
    "decide_match": op("match", proposed=CURATOR, own=CURATOR, other=CURATOR),
    "ask_both": op("match", proposed=CURATOR, own=CURATOR, other=CURATOR, data={"contact": "@contact/it"}),
    "renew_link": op("match", proposed=CURATOR, own=CURATOR, other=CURATOR),
    "record_partner_answer": op(
        "match", proposed=CURATOR, own=CURATOR, other=CURATOR, data={"answer": "accept", "channel": "telephone"}
    ),
    "withdraw_match": op("match", proposed=CURATOR, own=CURATOR, other=CURATOR, data={"reason": "other"}),
    "expire_match": op("match", proposed=CURATOR, own=CURATOR, other=CURATOR),
    "accept_for_school": op("match", proposed=NOBODY, own="teacher principal", other="other_teacher"),
    "decline_for_school": op(
        "match",
        proposed=NOBODY,
        own="teacher principal",
        other="other_teacher",
        data={"reasons": ["other"], "note": "no time"},
    ),
    # People
    "view_me": op(it=SIGNED_IN),
    "edit_profile": op(it=SIGNED_IN, data={"name": "somebody", "language": "ko"}),
    "save_filter": op(it=SIGNED_IN, data={"page": "desk:wishes", "label": "mine", "query": "q=1"}),
    "delete_filter": op("filter", it=CURATOR),
    "list_people": Operation("", {"it": frozenset({"operator"})}, query="?reason=yearly+review"),
    "view_person": op("person", teacher="operator"),
    "grant_role": op("person", teacher="operator", data={"role": "delegate", "organisation": "@school/own"}),
    "end_membership": op("person", teacher="operator", data={"role": "teacher", "organisation": "@school/own"}),
    "move_person": op("person", teacher="operator", data={"role": "teacher", "organisation": "@school/other"}),
    "close_account": op("person", teacher="operator"),
    "reopen_account": op("person", teacher="operator"),
    "invite_person": op(
        it="operator principal", data={"email": "a@school.example", "role": "teacher", "organisation": "@school/own"}
    ),
    "withdraw_invitation": op("invitation", own="principal operator", other="operator"),
    "list_organisations": op(it=SIGNED_IN),  # those one may see
    "set_priority_classes": op("school", own="operator", other="operator", data={"classes": ["research_school"]}),
}

# The body names a contact or a colleague that this match or wish has not: not found, to those who come through as well.
BODY_NOT_FOUND = {"ask_both", "hand_over_wish"}

# Operations about no thing of the address, but about one in the body: who sees that one is told 403.
SEES_IN_BODY = {
    "draft_wish": NOBODY,
    "invite_person": SEES["school"]["own"],
    "list_people": NOBODY,
    "plan_requests": NOBODY,
}
