"""Who may come to which page: one line an address. The tests hold every address of the resolver against it.

A line says for each thing that the address can name (``tests/web/world.py``) which members of the cast come through.
Everybody else gets a 404, or the sign-in page when not signed in. ``knows``: who may see the thing but not do this with
it gets a 403. A new address without a line here fails the test with its name.
"""

from dataclasses import dataclass, field
from typing import Any

DELEGATES = "delegate lead other_delegate"
OFFICE = "curator policy_officer"
SCHOOLS = "teacher principal other_teacher"
SIGNED_IN = f"{SCHOOLS} district_officer {DELEGATES} {OFFICE} operator privacy_officer stranger"
CAST = frozenset(SIGNED_IN.split())
ANYBODY = f"anonymous {SIGNED_IN}"
NOBODY = ""


@dataclass(frozen=True)
class Row:
    kind: str
    who: dict[str, frozenset[str]]
    knows: dict[str, frozenset[str]] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)  # what a POST sends, when an empty one says too little


def row(kind: str = "", *, knows: dict[str, str] | None = None, data: dict[str, Any] | None = None, **who: str) -> Row:
    """``who`` names the thing (``own``, ``other``, ...) and who comes through; ``it`` when there is but one."""

    def sets(said: dict[str, str]) -> dict[str, frozenset[str]]:
        return {which: frozenset(names.split()) for which, names in said.items()}

    return Row(kind, sets(who), sets(knows or {}), data or {})


PAGES: dict[str, Row] = {
    "account_login": row(it=ANYBODY),
    "account_logout": row(it=SIGNED_IN),
    "account_inactive": row(it=ANYBODY),
    "account_reauthenticate": row(it=SIGNED_IN),
    "account_change_password": row(it=SIGNED_IN),
    "account_set_password": row(it=SIGNED_IN),
    "account_reset_password": row(it=ANYBODY),
    "account_reset_password_from_key_done": row(it=ANYBODY),
    "account_reset_password_from_key": row("reset key", it=ANYBODY),
    "account_reset_password_done": row(it=ANYBODY),
    "mfa_index": row(it=SIGNED_IN),
    "mfa_authenticate": row(it=SIGNED_IN),
    "mfa_reauthenticate": row(it=SIGNED_IN),
    "mfa_activate_totp": row(it=SIGNED_IN),
    "mfa_deactivate_totp": row(it=NOBODY),  # nobody here has a second step
    "mfa_view_recovery_codes": row(it=NOBODY),
    "mfa_generate_recovery_codes": row(it=SIGNED_IN),
    "mfa_download_recovery_codes": row(it=NOBODY),
    "mfa_list_webauthn": row(it=SIGNED_IN),
    "mfa_add_webauthn": row(it=SIGNED_IN),
    "mfa_reauthenticate_webauthn": row(it=SIGNED_IN),
    "mfa_remove_webauthn": row("passkey", it=SIGNED_IN),
    "mfa_edit_webauthn": row("passkey", it=SIGNED_IN),
    "mfa_login_webauthn": row(it=SIGNED_IN),
    "set_language": row(it=ANYBODY),
    "healthz": row(it=ANYBODY),
    "readyz": row(it=ANYBODY),
    "home": row(it=SIGNED_IN),
    "public:welcome": row(it=ANYBODY),
    "public:find_institutions": row(it=ANYBODY),
    "public:view_institution": row("institution", published=ANYBODY, draft=f"{DELEGATES} {OFFICE}"),
    "public:view_values": row("institution and group", published=ANYBODY, draft=f"{DELEGATES} {OFFICE}"),
    "public:suggest_change": row(
        "institution and field",
        published=f"{SCHOOLS} district_officer {DELEGATES} {OFFICE}",
        draft=f"{DELEGATES} {OFFICE}",
    ),
    "public:find_programmes": row(it=ANYBODY),
    "public:view_programme": row("programme", published=ANYBODY, draft="curator"),
    "public:about": row(it=ANYBODY),
    "public:styleguide": row(it=ANYBODY),
    "school:home": row(it=f"{SCHOOLS} district_officer {OFFICE}"),
    "school:cases": row(it=f"{SCHOOLS} district_officer {OFFICE}"),
    "school:offers": row(it=f"{SCHOOLS} district_officer {DELEGATES} {OFFICE}"),
    "school:draft_wish": row(it=SCHOOLS),
    "school:hand_over_wishes": row(it=f"{SCHOOLS} curator"),
    "school:wish": row(
        "wish",
        draft="teacher principal",
        own=f"teacher principal district_officer {OFFICE}",
        other=f"other_teacher {OFFICE}",
    ),
    "school:edit_wish": row(
        "wish", draft="teacher", own="teacher", other="other_teacher", knows={"draft": "principal", "own": "principal"}
    ),
    "school:submit_wish": row(
        "wish", draft="teacher", own="teacher", other="other_teacher", knows={"draft": "principal", "own": "principal"}
    ),
    "school:take_back_wish": row(
        "wish", draft="teacher", own="teacher", other="other_teacher", knows={"draft": "principal", "own": "principal"}
    ),
    "school:reopen_wish": row(
        "wish", draft="teacher", own="teacher", other="other_teacher", knows={"draft": "principal", "own": "principal"}
    ),
    "school:approve_wish": row("wish", draft="principal", own="principal", other=NOBODY),
    "school:send_back_wish": row("wish", draft="principal", own="principal", other=NOBODY),
    "school:recommend_wish": row("wish", draft=NOBODY, own="district_officer", other=NOBODY),
    "school:consent_to_contact": row(
        "wish", draft="teacher", own="teacher", other="other_teacher", knows={"draft": "principal", "own": "principal"}
    ),
    "school:close_wish": row(
        "wish", draft="teacher principal", own="teacher principal curator", other="other_teacher curator"
    ),
    "school:hand_over_wish": row(
        "wish", draft="teacher principal", own="teacher principal curator", other="other_teacher curator"
    ),
    "school:match": row(
        "match",
        proposed=OFFICE,
        own=f"teacher principal district_officer {OFFICE}",
        other=f"other_teacher {OFFICE}",
    ),
    "school:accept_for_school": row("match", proposed=NOBODY, own="teacher principal", other="other_teacher"),
    "school:decline_for_school": row("match", proposed=NOBODY, own="teacher principal", other="other_teacher"),
    "school:reveal_contact": row("match and contact", connected="teacher principal", asked=NOBODY),
    "desk:home": row(it="curator"),
    "desk:inbox": row(it="curator"),
    "desk:candidates": row(it="curator"),
    "desk:question": row("record and institution", it="curator"),
    "desk:judge_question": row("record and institution", it="curator", data={"verdict": "unsure"}),
    "desk:ask_second_look": row("record and institution", it="curator"),
    "desk:judgements": row(it="curator"),
    "desk:second_looks": row(it="curator"),
    "desk:confirm_second_look": row("second look", it="curator"),
    "desk:refuse_second_look": row("second look", it="curator"),
    "desk:withdraw_second_look": row("second look", it="curator"),
    "desk:record": row("record", it="curator"),
    "desk:accept_record": row("record", it="curator"),
    "desk:reject_record": row("record", it="curator"),
    "desk:judge_record": row("record", it="curator", data={"verdict": "new"}),
    "desk:undo_judgement": row("judgement", it="curator"),
    "desk:institutions": row(it="curator"),
    "desk:download_institutions": row(it="curator"),
    "desk:save_filter": row(it="curator"),
    "desk:add_institution": row(it="curator"),
    "desk:paste_institutions": row(it="curator"),
    "desk:institution": row("institution", published="curator", draft="curator"),
    "desk:correct_institution": row("institution", published="curator", draft="curator"),
    "desk:publish_institution": row("institution", published="curator", draft="curator"),
    "desk:archive_institution": row("institution", published="curator", draft="curator"),
    "desk:note_presence": row("institution", published="curator", draft="curator"),
    "desk:values": row("institution and group", published="curator", draft="curator"),
    "desk:override_values": row("institution and group", published="curator", draft="curator"),
    "desk:add_name": row("institution", published="curator", draft="curator"),
    "desk:relate_institutions": row("institution", published="curator", draft="curator"),
    "desk:close_institution": row("institution", published="curator", draft="curator"),
    "desk:withdraw_record": row("record", it="curator"),
    "desk:kept_values": row(it="curator"),
    "desk:changes": row(it="curator"),
    "desk:change": row("change", it="curator"),
    "desk:accept_change": row("change", it="curator"),
    "desk:reject_change": row("change", it="curator"),
    "desk:quality": row(it=OFFICE),
    "desk:freshness": row(it="curator"),
    "desk:plan_requests": row(it="curator"),
    "desk:cancel_request": row("request", it="curator"),
    "desk:clear_bounce": row("contact", it="curator"),
    "desk:reveal_contact": row("contact", it="curator"),
    "desk:offer": row("offer", open="curator", sounded_out="curator"),
    "desk:confirm_offer": row("offer", open="curator", sounded_out="curator"),
    "desk:open_offer": row("offer", open="curator", sounded_out="curator"),
    "desk:pause_offer": row("offer", open="curator", sounded_out="curator"),
    "desk:withdraw_offer": row("offer", open="curator", sounded_out="curator"),
    "desk:publish_programme": row("programme", published="curator", draft="curator"),
    "desk:archive_programme": row("programme", published="curator", draft="curator"),
    "desk:sources": row(it="curator"),
    "desk:visits": row(it="curator"),
    "desk:visit": row("visit", own="curator", submitted="curator", other="curator"),
    "desk:accept_visit": row("visit", own="curator", submitted="curator", other="curator"),
    "desk:return_visit": row("visit", own="curator", submitted="curator", other="curator"),
    "desk:wishes": row(it=OFFICE),
    "desk:download_wishes": row(it=OFFICE),
    "desk:save_wish_filter": row(it=OFFICE),
    "desk:wish": row("wish", draft=NOBODY, own=OFFICE, other=OFFICE),
    "desk:find_eligible": row("wish", draft=NOBODY, own="curator", other="curator"),
    "desk:refuse_wish": row("wish", draft=NOBODY, own="curator", other="curator"),
    "desk:propose_match": row("wish and offer", it="curator"),
    "desk:matches": row(it=OFFICE),
    "desk:match": row("match", proposed=OFFICE, own=OFFICE, other=OFFICE),
    "desk:decide_match": row("match", proposed="curator", own="curator", other="curator"),
    "desk:ask_both": row("match", proposed="curator", own="curator", other="curator"),
    "desk:renew_link": row("match", proposed="curator", own="curator", other="curator"),
    "desk:record_partner_answer": row("match", proposed="curator", own="curator", other="curator"),
    "desk:withdraw_match": row("match", proposed="curator", own="curator", other="curator"),
    "desk:expire_match": row("match", proposed="curator", own="curator", other="curator"),
    "field:home": row(it=DELEGATES),
    "field:find_institutions": row(it=DELEGATES),
    "field:add_visit": row(it=DELEGATES),
    "field:mission": row("mission", own="delegate lead", other=NOBODY),
    "field:begin_mission": row("mission", own="lead", other=NOBODY, knows={"own": "delegate"}),
    "field:finish_visits": row("mission", own="lead", other=NOBODY, knows={"own": "delegate"}),
    "field:resume_visits": row("mission", own="lead", other=NOBODY, knows={"own": "delegate"}),
    "field:complete_mission": row("mission", own="lead", other=NOBODY, knows={"own": "delegate"}),
    "field:start_visit": row("mission", own="delegate lead", other=NOBODY),
    "field:visit": row("visit", own="delegate lead curator", submitted="delegate lead curator", other="curator"),
    "field:save_visit": row("visit", own="delegate lead", submitted="delegate lead", other=NOBODY),
    "field:submit_visit": row(
        "visit", own="lead", submitted="lead", other=NOBODY, knows={"own": "delegate", "submitted": "delegate"}
    ),
    "field:cancel_visit": row("visit", own="delegate lead", submitted="delegate lead", other=NOBODY),
    "field:add_evidence": row("visit", own="delegate lead", submitted="delegate lead", other=NOBODY),
    "field:evidence": row("evidence", it="delegate lead curator"),
    "field:describe_evidence": row("evidence", it="delegate lead"),
    "field:remove_evidence": row("evidence", it="delegate lead"),
    "partner:answer_match": row("partner link", asked=ANYBODY, connected=ANYBODY, made_up=NOBODY),
    "partner:accept_as_partner": row("partner link", asked=ANYBODY, connected=ANYBODY, made_up=NOBODY),
    "partner:decline_as_partner": row("partner link", asked=ANYBODY, connected=ANYBODY, made_up=NOBODY),
    "partner:ask_new_link": row("partner link", asked=ANYBODY, connected=ANYBODY, made_up=NOBODY),
    "partner:stop_contact": row("partner link", asked=ANYBODY, connected=ANYBODY, made_up=NOBODY),
    "partner:reveal_teacher": row("partner link", asked=NOBODY, connected=ANYBODY, made_up=NOBODY),
    "partner:check_entry": row("entry link", it=ANYBODY, made_up=NOBODY),
    "partner:confirm_entry": row("entry link", it=ANYBODY, made_up=NOBODY),
    "partner:dispute_value": row("entry link and field", it=ANYBODY, made_up=NOBODY),
    "partner:withdraw_change": row("entry link and field", it=ANYBODY, made_up=NOBODY),
    "partner:stop_requests": row("entry link", it=ANYBODY, made_up=NOBODY),
    "office:home": row(it=f"{OFFICE} operator privacy_officer"),
    "office:download_overview": row(it=f"{OFFICE} operator privacy_officer"),
    "office:ally_schools": row(it=f"{OFFICE} operator privacy_officer"),
    "office:download_ally_schools": row(it=f"{OFFICE} operator privacy_officer"),
    "office:people": row(it="operator"),
    "office:download_people": row(it="operator"),
    "office:person": row("person", teacher="operator"),
    "office:grant_role": row("person", teacher="operator"),
    "office:end_membership": row("person", teacher="operator"),
    "office:move_person": row("person", teacher="operator"),
    "office:close_account": row("person", teacher="operator"),
    "office:reopen_account": row("person", teacher="operator"),
    "office:invitations": row(it="operator"),
    "office:invite_person": row(it="operator"),
    "office:withdraw_invitation": row("invitation", own="operator", other="operator"),
    "office:organisations": row(it="operator"),
    "office:download_organisations": row(it="operator"),
    "office:organisation": row("school", own="operator", other="operator"),
    "office:set_priority_classes": row("school", own="operator", other="operator"),
    "office:outbox": row(it="operator"),
    "office:lift_silence": row(it="operator"),
    "office:notice": row("notice", it=NOBODY),
    "office:access_log": row(it="privacy_officer"),
    "office:download_access_log": row(it="privacy_officer"),
    "office:sign_access_review": row(it="privacy_officer"),
    "office:trail": row(it="privacy_officer"),
    "office:missions": row(it=f"{DELEGATES} {OFFICE}"),
    "office:create_mission": row(it=f"{DELEGATES} policy_officer"),
    "office:mission": row("mission", own="delegate lead curator policy_officer", other=OFFICE),
    "office:edit_mission": row(
        "mission", own="lead", other=NOBODY, knows={"own": "delegate policy_officer", "other": "policy_officer"}
    ),
    "office:submit_mission": row(
        "mission", own="lead", other=NOBODY, knows={"own": "delegate policy_officer", "other": "policy_officer"}
    ),
    "office:approve_mission": row("mission", own="policy_officer", other="policy_officer"),
    "office:return_mission": row("mission", own="policy_officer", other="policy_officer"),
    "office:cancel_mission": row(
        "mission", own="lead policy_officer", other="policy_officer", knows={"own": "delegate"}
    ),
    "office:add_member": row(
        "mission", own="lead", other=NOBODY, knows={"own": "delegate policy_officer", "other": "policy_officer"}
    ),
    "office:remove_member": row("mission and member", it="lead", knows={"it": "delegate policy_officer"}),
    "office:set_lead": row("mission and member", it="lead", knows={"it": "delegate policy_officer"}),
    "office:add_stop": row(
        "mission", own="lead", other=NOBODY, knows={"own": "delegate policy_officer", "other": "policy_officer"}
    ),
    "office:edit_stop": row(
        "stop", own="lead", other=NOBODY, knows={"own": "delegate policy_officer", "other": "policy_officer"}
    ),
    "office:remove_stop": row(
        "stop", own="lead", other=NOBODY, knows={"own": "delegate policy_officer", "other": "policy_officer"}
    ),
    "account:home": row(it=SIGNED_IN),
    "account:edit_profile": row(it=SIGNED_IN),
    "account:delete_filter": row("filter", it="curator"),
    "account:colleagues": row(it="principal"),
    "account:invite_colleague": row("school", own="principal", other=NOBODY),
    "account:withdraw_invitation": row("invitation", own="principal", other=NOBODY),
    "account:accept_invitation": row("invitation link", it=ANYBODY, made_up=NOBODY),
    "account:silence_address": row("stop link", it=ANYBODY, made_up=NOBODY),
}
