"""How things of the register are shown, the same on every page: places, grades, languages, facts with their sources."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gyoryu.reference import queries as reference
from gyoryu.registry import queries as registry
from gyoryu.registry.changing import disputed_fields
from gyoryu.registry.enums import SourceKind
from gyoryu.registry.models import Institution, Offer, Programme


def place_text(thing: Any) -> str:
    """``Auckland, Auckland Region, New Zealand`` for anything with locality, region and country."""
    country = reference.country(thing.country).name() if thing.country else ""
    parts = [thing.locality, thing.region if thing.region != thing.locality else "", country]
    return ", ".join(part for part in parts if part)


def levels_text(country: str, level_from: int | None, level_to: int | None) -> str:
    return (
        reference.levels_text(country, level_from, level_to) if level_from is not None or level_to is not None else ""
    )


def other_names(thing: Any) -> list[dict[str, str]]:
    """The Korean and the English name of anything that has them, where they are not the one shown large."""
    names = ({"text": thing.name_ko, "lang": "ko"}, {"text": thing.name_en, "lang": "en"})
    return [name for name in names if name["text"] and name["text"] != thing.display_name]


def labels(vocabulary: str, codes: list[str]) -> str:
    return ", ".join(reference.label(vocabulary, code) for code in codes)


def languages_text(codes: list[str]) -> str:
    """``["en:B1", "ko"]`` as ``English (B1), Korean``."""
    shown = []
    for code in codes:
        language, _colon, cefr = code.partition(":")
        name = reference.label("languages", language)
        shown.append(f"{name} ({cefr})" if cefr else name)
    return ", ".join(shown)


def title_here(programme: Programme) -> str:
    """The programme's title in the reader's language, else as its school calls it."""
    language = (get_language() or "en")[:2]
    return {"ko": programme.title_ko, "en": programme.title_en}.get(language) or programme.title


def _row(term: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"term": term, "value": value, **more}


def offer_rows(offer: Offer) -> list[dict[str, Any]]:
    """What an offer says, line by line; lines it says nothing about are left out."""
    rows = [
        _row(_("Kinds of exchange"), labels("exchange_types", offer.types)),
        _row(_("Fields"), labels("exchange_fields", offer.fields)),
        _row(_("Grades"), levels_text(offer.institution.country, offer.level_from, offer.level_to)),
        _row(_("Languages"), languages_text(offer.languages)),
        _row(_("Weeks"), offer.weeks),
        _row(_("Hours for live lessons"), offer.live_hours),
        _row(_("Schools at a time"), offer.capacity),
        _row(_("Needs"), offer.needs),
        _row(_("Valid until"), offer.valid_until),
    ]
    return [row for row in rows if row["value"]]


def programme_rows(programme: Programme) -> list[dict[str, Any]]:
    rows = [
        _row(_("Kinds of exchange"), labels("exchange_types", programme.types)),
        _row(_("Fields"), labels("exchange_fields", programme.fields)),
        _row(_("Grades"), levels_text(programme.institution.country, programme.level_from, programme.level_to)),
        _row(_("Languages"), languages_text(programme.languages)),
        _row(_("Lessons"), programme.sessions),
        _row(
            _("School"),
            programme.institution.display_name,
            lang=programme.institution.display_language,
            href=reverse("public:view_institution", args=[programme.institution.pid]),
        ),
        _row(_("Website"), programme.website, href=web_address(programme.website)),
    ]
    return [row for row in rows if row["value"]]


def programme_card(programme: Programme) -> dict[str, Any]:
    return {
        "pid": programme.pid,
        "title_here": title_here(programme),
        "title": programme.title,
        "description": programme.description,
        "place_text": place_text(programme.institution),
        "meta": [
            text
            for text in (labels("exchange_fields", programme.fields), labels("exchange_types", programme.types))
            if text
        ],
    }


def web_address(text: str) -> str:
    """``text`` if it is an http(s) address one may link to, else nothing."""
    return text if text.startswith(("http://", "https://")) else ""


def fact_rows(institution: Institution, *, desk: bool = False) -> list[dict[str, Any]]:
    """Every published value of an institution, who said it and when, and why it and no other, for ``facts.html``.

    At the desk with the reason of an override, a way to the record, and to the page of its group.
    """
    rows = []
    history = "desk:values" if desk else "public:view_values"
    disputed = disputed_fields(institution)
    for said in registry.entry_of(institution):
        reason = [_("Reason: %(reason)s") % {"reason": said.reason}] if desk and said.reason else []
        others = [{"value": one.value, "source": one.source, "when": one.said_on} for one in said.others]
        row = _row(
            said.label,
            said.value,
            lang=said.language,
            source=said.source,
            when=said.said_on,
            why=[text for text in (said.why, *reason, *said.more) if text],
            others=others,
            group=said.group,
            note=said.note,
        )
        if said.field in disputed and (said.field != "name" or said.value == institution.display_name):
            row["badge"] = _("The institution says this is wrong; we are looking at it.")
        row["field"] = said.field
        if said.group and said.why:
            row["more_url"] = reverse(history, args=[institution.pid, said.group])
        if desk and said.record_pid:
            row["source_url"] = reverse("desk:record", args=[said.record_pid])
        if said.field == "website":
            row["href"] = web_address(str(said.value))
        rows.append(row)
    return rows


def freshness_rows(institution: Institution, *, desk: bool = False) -> list[dict[str, Any]]:
    """Confirmed by the partner, reported by a delegation, found in a register: each with its day and by whom.

    At the desk with the person's name, when it is due again, and that it vanished from its register.
    """
    fresh = registry.freshness_of(institution)
    titles = {
        SourceKind.PARTNER: _("Confirmed by the partner"),
        SourceKind.DELEGATION: _("Reported by a delegation"),
        SourceKind.REGISTER: _("Found in a national register"),
    }
    rows = [
        {
            "what": titles[SourceKind(one.kind)],
            "when": one.on or _("not yet"),
            "who": " · ".join(filter(None, (one.source, one.said_by if desk else ""))),
        }
        for one in fresh.heard
    ]
    if desk and fresh.vanished:
        rows.append({"what": _("Vanished from its register"), "when": "", "icon": "alert"})
    if desk:
        when = fresh.due_on if fresh.due_on and not fresh.is_due else _("now")
        rows.append({"what": _("Due for confirmation"), "when": when, "icon": "clock"})
    return rows
