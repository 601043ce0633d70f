"""Codes and figures of matching put into words, in the active language: reasons, steps, the timeline.

Both doors use it, so it lives here. Nothing of this is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gyoryu.exchange.enums import Verdict
from gyoryu.reference import queries as reference

TITLES = {
    "wanted": gettext_lazy("The institution you asked for"),
    "level": gettext_lazy("Grades"),
    "types": gettext_lazy("Kinds of exchange"),
    "fields": gettext_lazy("Fields"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country"),
    "live": gettext_lazy("Live lessons"),
    "capacity": gettext_lazy("Free places"),
    "contacts": gettext_lazy("Being asked"),
}


@dataclass(frozen=True)
class Reason:
    """One criterion in words: what was found, and what is missing (or nothing)."""

    code: str
    title: str
    verdict: str
    verdict_label: str
    score: float
    sentence: str
    missing: str = ""

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def reason_of(criterion: Mapping[str, Any]) -> Reason:
    """``criterion`` as it is stored: code, score, verdict, params."""
    code, verdict, params = criterion["code"], criterion["verdict"], criterion.get("params", {})
    say = _SAY[code]
    sentence, missing = say(verdict, params)
    return Reason(code, str(TITLES[code]), verdict, str(Verdict(verdict).label), criterion["score"], sentence, missing)


def reasons_of(criteria: list[Mapping[str, Any]]) -> list[Reason]:
    return [reason_of(criterion) for criterion in criteria]


def labels(vocabulary: str, codes: list[str]) -> str:
    return ", ".join(reference.label(vocabulary, code) for code in codes)


def languages_text(codes: list[str]) -> str:
    """``["en:B1", "ko"]`` as ``English (B1), Korean``."""
    shown = []
    for code in codes:
        language, _colon, level = code.partition(":")
        name = reference.label("languages", language)
        shown.append(f"{name} ({level})" if level else name)
    return ", ".join(shown)


def minutes_text(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return _("%(hours)s h") % {"hours": hours} if hours else _("%(minutes)s min") % {"minutes": rest}


Said = tuple[str, str]


def _wanted(verdict: str, params: Mapping[str, Any]) -> Said:
    if verdict == Verdict.MEETS:
        return _("This is the institution the school asked for."), ""
    return _("The school asked for another institution."), _("The school should agree to a different partner.")


def _level(verdict: str, params: Mapping[str, Any]) -> Said:
    low, high = params["offer"]
    first, last = params["wish"]
    if verdict == Verdict.UNKNOWN:
        if first is None:
            return _("The wish names no grades."), _("Ask the school for the grades.")
        return _("The partner names no grades."), _("Ask the partner for the grades.")
    home = reference.office().country
    here = reference.levels_text(home, first, last)
    there = reference.levels_text(params["country"], low, high)
    words = {"here": here, "there": there}
    if verdict == Verdict.MEETS:
        return _("All grades wished for (%(here)s) are taught there (%(there)s).") % words, ""
    if verdict == Verdict.PARTLY:
        shared = reference.levels_text(home, *params["shared"])
        return (
            _("Part of the grades meet: %(shared)s. Wished for: %(here)s; there: %(there)s.")
            % {**words, "shared": shared},
            _("The other grades have no counterpart there."),
        )
    years = ngettext("%(count)s year", "%(count)s years", params["apart"]) % {"count": params["apart"]}
    return (
        _("The grades do not meet: %(here)s here, %(there)s there, %(years)s apart.") % {**words, "years": years},
        _("Pupils of the same age."),
    )


def _shared(vocabulary: str) -> Any:
    def say(verdict: str, params: Mapping[str, Any]) -> Said:
        both, missing = labels(vocabulary, params["both"]), labels(vocabulary, params["missing"])
        offered = labels(vocabulary, params["offered"])
        if verdict == Verdict.UNKNOWN:
            if not params["offered"]:
                return _("The partner has not said what it offers."), _("Ask the partner.")
            return _("The wish leaves this open; the partner offers %(offered)s.") % {"offered": offered}, ""
        if verdict == Verdict.MEETS:
            return _("The partner offers what is wished for: %(both)s.") % {"both": both}, ""
        if verdict == Verdict.PARTLY:
            return _("In common: %(both)s.") % {"both": both}, _("Not offered: %(missing)s.") % {"missing": missing}
        return (
            _("Nothing in common: the partner offers %(offered)s.") % {"offered": offered},
            _("Not offered: %(missing)s.") % {"missing": missing},
        )

    return say


def _language(verdict: str, params: Mapping[str, Any]) -> Said:
    here, there = languages_text(params["wish"]), languages_text(params["offer"])
    if verdict == Verdict.UNKNOWN:
        if not params["wish"]:
            return _("The wish names no language."), _("Ask the school for a language.")
        return _("The partner names no language."), _("Ask the partner for a language.")
    if verdict == Verdict.DOES_NOT:
        return (
            _("No language in common: %(here)s here, %(there)s there.") % {"here": here, "there": there},
            _("An interpreter, or captions."),
        )
    both = languages_text([code.partition(":")[0] for code in params["both"]])
    if verdict == Verdict.MEETS:
        return _("Both can work in %(both)s.") % {"both": both}, ""
    return (
        _("Both use %(both)s, at different levels: %(here)s here, %(there)s there.")
        % {"both": both, "here": here, "there": there},
        _("Help for the side that knows less."),
    )


def _country(verdict: str, params: Mapping[str, Any]) -> Said:
    name = labels("countries", [params["country"]] if params["country"] else [])
    if verdict == Verdict.MEETS:
        return _("In a country the school asked for: %(country)s.") % {"country": name}, ""
    wish = labels("countries", params["wish"])
    return (
        _("In %(country)s; the school asked for %(wish)s.") % {"country": name, "wish": wish},
        _("The school should agree to another country."),
    )


def _live(verdict: str, params: Mapping[str, Any]) -> Said:
    if verdict == Verdict.UNKNOWN:
        return _("The time zone there is not known."), _("Ask the partner for its school hours.")
    least, most = params["least"], params["most"]
    slower = _("Lessons by exchanged recordings rather than live.")
    if not most:
        return _("The school days never meet: no live lesson is possible."), slower
    if least == most:
        sentence = _("The school days share %(most)s, all year round.") % {"most": minutes_text(most)}
    else:
        sentence = _("The school days share between %(least)s and %(most)s, depending on the season and place.") % {
            "least": minutes_text(least),
            "most": minutes_text(most),
        }
    return sentence, "" if verdict == Verdict.MEETS else slower


def _capacity(verdict: str, params: Mapping[str, Any]) -> Said:
    left, capacity = params["left"], params["capacity"]
    sentence = ngettext(
        "%(left)s of %(capacity)s place is free.", "%(left)s of %(capacity)s places are free.", capacity
    ) % {"left": left, "capacity": capacity}
    return sentence, "" if left else _("Wait for a place, or ask the partner for one more.")


def _contacts(verdict: str, params: Mapping[str, Any]) -> Said:
    if verdict == Verdict.MEETS:
        if not params["asked"]:
            return _("Nobody else is asking this partner now."), ""
        return _("The partner is being asked by %(asked)s, and may be by %(most)s.") % {
            "asked": params["asked"],
            "most": params["at_once"],
        }, ""
    return _("This partner is being asked about another school."), _("Its answer, before the next school asks.")


_SAY: dict[str, Any] = {
    "wanted": _wanted,
    "level": _level,
    "types": _shared("exchange_types"),
    "fields": _shared("exchange_fields"),
    "language": _language,
    "country": _country,
    "live": _live,
    "capacity": _capacity,
    "contacts": _contacts,
}
