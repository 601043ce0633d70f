"""The trail as people read it: one sentence a verb."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gyoryu.audit.models import Event

# verb -> what a timeline says. A verb without a sentence shows its plain name, so that nothing is hidden.
SENTENCES = {
    "registry.apply_run": gettext_lazy("Read from a register"),
    "registry.propose_record": gettext_lazy("Something was said and waits for a decision"),
    "registry.accept_record": gettext_lazy("A record was accepted"),
    "registry.reject_record": gettext_lazy("A record was rejected"),
    "resolution.resolve_records": gettext_lazy("Compared with what is known already"),
    "registry.add_institution": gettext_lazy("Entry added by hand"),
    "registry.correct_institution": gettext_lazy("Corrected"),
    "registry.override_values": gettext_lazy("A value is kept whatever others say"),
    "registry.add_name": gettext_lazy("A name was added"),
    "registry.relate_institutions": gettext_lazy("Related to another institution"),
    "registry.close_institution": gettext_lazy("Closed"),
    "registry.note_closures": gettext_lazy("Its closing was noted; its offers rest"),
    "registry.withdraw_record": gettext_lazy("A record was taken back"),
    "registry.lapse_voices": gettext_lazy("A source became too old, another one counts"),
    "registry.reconfirm_offer": gettext_lazy("The partner confirmed the offer again"),
    "registry.suggest_change": gettext_lazy("A correction was suggested"),
    "registry.dispute_value": gettext_lazy("The institution says that a value is wrong"),
    "registry.accept_change": gettext_lazy("A correction was accepted"),
    "registry.reject_change": gettext_lazy("A correction was rejected"),
    "registry.withdraw_change": gettext_lazy("A correction was taken back"),
    "registry.confirm_entry": gettext_lazy("The institution confirmed its entry"),
    "registry.send_requests": gettext_lazy("Asked to look at its entry"),
    "registry.cancel_request": gettext_lazy("Not asked after all"),
    "registry.stop_requests": gettext_lazy("The institution wants no more mail"),
    "registry.note_bounce": gettext_lazy("Mail to a contact came back"),
    "registry.note_site": gettext_lazy("Its web site went silent, or answers again"),
    "registry.note_silence": gettext_lazy("A contact asked us to write no more"),
    "registry.clear_bounce": gettext_lazy("A contact can be written to again"),
    "registry.publish_institution": gettext_lazy("Published"),
    "registry.publish_institutions": gettext_lazy("Published with others"),
    "registry.archive_institution": gettext_lazy("Archived"),
    "registry.confirm_offer": gettext_lazy("The partner confirmed the offer"),
    "registry.open_offer": gettext_lazy("Offer opened"),
    "registry.pause_offer": gettext_lazy("Offer paused"),
    "registry.withdraw_offer": gettext_lazy("Offer withdrawn"),
    "registry.publish_programme": gettext_lazy("Programme published"),
    "registry.reveal_contact": gettext_lazy("Contact looked at"),
    "resolution.judge_same": gettext_lazy("Judged: the same institution"),
    "resolution.judge_new": gettext_lazy("Judged: a new institution"),
    "resolution.judge_different": gettext_lazy("Judged: not the same"),
    "resolution.judge_unsure": gettext_lazy("Judged: unsure"),
    "resolution.undo_judgement": gettext_lazy("A judgement was undone"),
    "missions.submit_visit": gettext_lazy("Visit submitted"),
    "missions.accept_visit": gettext_lazy("Visit accepted"),
    "missions.return_visit": gettext_lazy("Visit returned"),
    "exchange.submit_wish": gettext_lazy("Wish submitted to the principal"),
    "exchange.approve_wish": gettext_lazy("Wish approved by the principal"),
    "exchange.find_eligible": gettext_lazy("Found eligible"),
    "exchange.refuse_wish": gettext_lazy("Found not eligible"),
    "exchange.hand_over_wish": gettext_lazy("Handed over to a colleague"),
    "exchange.decide_match": gettext_lazy("The office decided on a partner"),
    "exchange.ask_both": gettext_lazy("Both sides were asked"),
    "exchange.accept_for_school": gettext_lazy("The school accepted"),
    "exchange.accept_as_partner": gettext_lazy("The partner accepted"),
    "exchange.decline_for_school": gettext_lazy("The school declined"),
    "exchange.decline_as_partner": gettext_lazy("The partner declined"),
    "exchange.draft_wish": gettext_lazy("Wish begun"),
    "exchange.edit_wish": gettext_lazy("Wish changed"),
    "exchange.take_back_wish": gettext_lazy("Wish taken back by the teacher"),
    "exchange.send_back_wish": gettext_lazy("Sent back by the principal"),
    "exchange.recommend_wish": gettext_lazy("The district gave its recommendation"),
    "exchange.reopen_wish": gettext_lazy("Wish opened again"),
    "exchange.close_wish": gettext_lazy("Wish closed"),
    "exchange.consent_to_contact": gettext_lazy("The teacher agreed to be shown to the connected partner"),
    "exchange.propose_match": gettext_lazy("A partner was proposed"),
    "exchange.renew_link": gettext_lazy("The partner got a new link"),
    "exchange.ask_new_link": gettext_lazy("The partner asked for a new link"),
    "exchange.withdraw_match": gettext_lazy("The office took the match back"),
    "exchange.expire_match": gettext_lazy("The time to answer ran out"),
    "exchange.stop_contact": gettext_lazy("The partner asked not to be contacted any more"),
    "exchange.reveal_teacher": gettext_lazy("The partner looked at the teacher's contact"),
    "exchange.record_partner_answer": gettext_lazy("The office wrote down the partner's answer"),
}


def sentence(verb: str) -> str:
    return str(SENTENCES.get(verb) or verb.split(".", 1)[-1].replace("_", " "))


def timeline_rows(events: Iterable[Event]) -> list[dict[str, Any]]:
    """For ``components/timeline.html``."""
    system = _("Gyoryu")
    return [
        {
            "when": event.at,
            "what": sentence(event.verb),
            "who": system if event.actor_kind == "system" else event.actor_label,
            "note": event.data.get("note") or event.data.get("comment") or "",
        }
        for event in events
    ]
