"""Who said what when, in rows for the components: the voices of a group, what was shown when, relations."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from gyoryu.registry.enums import RecordState, SourceKind
from gyoryu.registry.history import History, Spell, Voice
from gyoryu.registry.relations import Related
from gyoryu.registry.wording import values_text


def _text(values: dict[str, Any], country: str) -> str:
    return " · ".join(f"{label}: {text}" for label, text in values_text(values, country))


def _standing(voice: Voice) -> str:
    """Whether a voice counts, in a few words."""
    if voice.place == 1:
        return _("believed now")
    if voice.place and voice.is_lapsed:
        return _("too old, stands behind the others")
    if voice.place:
        return _("stands behind")
    return {
        RecordState.PROPOSED: _("waits for a decision"),
        RecordState.REJECTED: _("rejected or taken back"),
        RecordState.SUPERSEDED: _("said anew since"),
    }.get(RecordState(voice.record.state), _("counts no more"))


def voice_rows(history: History, country: str) -> list[dict[str, Any]]:
    """For the desk: every record that says something in the group, those that count first, in their order."""
    rows = []
    for voice in history.voices:
        record = voice.record
        is_override = record.source.kind == SourceKind.CURATOR and record.state == RecordState.ACCEPTED
        rows.append(
            {
                "record": record,
                "values": values_text(voice.values, country),
                "standing": _standing(voice),
                "place": voice.place,
                "withdraw": reverse("desk:withdraw_record", args=[record.pid]) if is_override else "",
            }
        )
    return rows


def spell_items(history: History, country: str, *, public: bool = False) -> list[dict[str, Any]]:
    """What was shown when, newest first, for ``components/timeline.html``.

    For the public without what was taken back: it may have been wrong, or nobody's business.
    """
    return [_spell_item(spell, country, public=public) for spell in reversed(history.spells)]


def _spell_item(spell: Spell, country: str, *, public: bool) -> dict[str, Any]:
    what = _text(spell.values, country) or _("Nothing was said.")
    record = spell.record
    if public and record is not None and record.state == RecordState.REJECTED:
        what = _("A value that was taken back since.")
    since = formats.date_format(spell.since, "DATE_FORMAT")
    until = formats.date_format(spell.until, "DATE_FORMAT") if spell.until else _("today")
    return {
        "what": what,
        "when": f"{since} – {until}",
        "who": record.source.title if record is not None else "",
        "note": record.reason if record is not None and not public else "",
        "url": reverse("desk:record", args=[record.pid]) if record is not None and not public else "",
    }


def _role(code: str) -> str:
    return {
        "successor": _("Succeeded by"),
        "predecessor": _("Took over from"),
        "parent": _("Branch of"),
        "branch": _("Has the branch"),
    }[code]


def relation_rows(related: Iterable[Related], *, desk: bool = False) -> list[dict[str, Any]]:
    """For ``components/facts.html``, each with who said it."""
    page = "desk:institution" if desk else "public:view_institution"
    return [
        {
            "term": _role(one.role),
            "value": one.institution.display_name,
            "lang": one.institution.display_language,
            "href": reverse(page, args=[one.institution.pid]),
            "source": one.record.source.title,
            "source_url": reverse("desk:record", args=[one.record.pid]) if desk else "",
            "when": one.record.said_on,
            "why": [
                *([_("Since %(day)s.") % {"day": one.since}] if one.since else []),
                *([_("Reason: %(reason)s") % {"reason": one.record.reason}] if desk and one.record.reason else []),
            ],
        }
        for one in related
        if desk or one.institution.state == "published"
    ]
