"""The judging desk: the questions by what an answer is worth, one question in full, what was judged."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.errors import BadInput
from gyoryu.reference import queries as reference
from gyoryu.registry import queries as registry
from gyoryu.registry.models import Institution, Record
from gyoryu.resolution import queries as resolution
from gyoryu.resolution import queue
from gyoryu.resolution.domain import judgements as verbs
from gyoryu.resolution.domain.risks import risks_of_pair, risks_of_record
from gyoryu.resolution.models import Candidate
from gyoryu.resolution.queue import Asked
from gyoryu.resolution.stakes import Stakes, stakes_of
from gyoryu.web.access import needs
from gyoryu.web.desk.show import compare_rows, record_title
from gyoryu.web.desk.waterfall import contributions_of, waterfall


def _place(text: str) -> queue.Place | None:
    """``put_off.worth.id`` of the address; anything else is the beginning."""
    parts = text.split(".")
    if len(parts) != 3 or not all(part.lstrip("-").isdecimal() and len(part) < 16 for part in parts):
        return None
    return int(parts[0]), int(parts[1]), int(parts[2])


def _address(question: Candidate, asked: Asked) -> str:
    at = ".".join(str(part) for part in queue.place_of(question))
    here = reverse("desk:question", args=[question.record.pid, question.institution.pid])
    return f"{here}?{urlencode({**asked.as_query(), 'at': at})}"


def _list_address(**query: str) -> str:
    here = reverse("desk:candidates")
    said = {name: value for name, value in query.items() if value}
    return f"{here}?{urlencode(said)}" if said else here


def _groups(asked: Asked, found: queue.Counts) -> list[dict[str, Any]]:
    """What the queue may be narrowed down to, for ``components/facets.html``."""

    def group(title: str, name: str, options: list[tuple[str, str, int]]) -> dict[str, Any]:
        chosen = asked.as_query().get(name, "")
        lines = [
            {
                "label": label,
                "count": count,
                "selected": chosen == value,
                "url": _list_address(**{**asked.as_query(), name: "" if chosen == value else value}),
            }
            for value, label, count in options
            if count or chosen == value
        ]
        return {"title": title, "options": lines, "open": True}

    countries = [(code, reference.country(code).name(), n) for code, n in found.countries]
    return [
        group(_("Score"), "band", found.bands),
        group(_("Country"), "country", countries),
        group(_("Source"), "source", found.sources),
        group(_("Put off"), "which", [("unsure", _("Somebody was unsure"), found.unsure)]),
    ]


@needs("registry.view_desk")
def candidates(request: HttpRequest) -> HttpResponse:
    """The queue: the question first whose answer is worth most."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    asked = Asked.of(request.GET)
    rows, more = queue.page_of(viewer, asked, _place(request.GET.get("after", "")))
    last = ".".join(str(part) for part in queue.place_of(rows[-1])) if rows else ""
    found = queue.counts(viewer, asked)
    context = {
        "entries": [{"question": one, "title": record_title(one.record), "url": _address(one, asked)} for one in rows],
        "groups": _groups(asked, found),
        "clear_url": _list_address() if asked.as_query() else "",
        "further": _list_address(**asked.as_query(), after=last) if more else "",
        "beginning": _list_address(**asked.as_query()) if request.GET.get("after") else "",
        "waiting": found.waiting,
        "looks": resolution.second_looks_for(viewer).count(),
    }
    return render(request, "desk/candidates.html", context)


def _pair_of(viewer: Any, pid: str, institution: str, to: str) -> tuple[Record, Institution]:
    record = registry.get_record(viewer, pid, to="resolution.judge_record")
    if record.about != "institution":
        raise Http404
    return record, registry.get_institution(viewer, institution, to=to)


def _stakes_rows(left: Stakes, right: Stakes) -> list[dict[str, Any]]:
    labels = {
        "visits": _("Visits"),
        "offers": _("Offers"),
        "programmes": _("Programmes"),
        "contacts": _("Contacts"),
        "wishes": _("Open wishes"),
        "cases": _("Matches that are not over"),
    }
    rows = [
        {"label": label, "left": getattr(left, name), "right": getattr(right, name)} for name, label in labels.items()
    ]
    return [{**row, "both": row["left"] + row["right"]} for row in rows if row["left"] or row["right"]]


@needs("registry.view_desk")
def question(request: HttpRequest, pid: str, institution: str) -> HttpResponse:
    """A record and an entry side by side, why they are thought one, and what it means to say so."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    record, other = _pair_of(viewer, pid, institution, "resolution.judge_record")
    candidate = Candidate.objects.filter(record=record, institution__pid=institution).first()
    belongs = (record.institution.merged_into or record.institution) if record.institution else None
    entry = other.merged_into or other
    merges = belongs is not None and belongs.pk != entry.pk
    stakes = stakes_of([one.pk for one in (belongs, entry) if one is not None])
    risks = risks_of_pair(belongs, entry) if belongs and merges else risks_of_record(record, entry)
    facts = record.facts
    context = {
        "record": record,
        "title": record_title(record),
        "other": entry,
        "belongs": belongs,
        "merges": merges,
        "settled": belongs is not None and not merges,
        "candidate": candidate,
        "rows": compare_rows(record, entry),
        "falls": waterfall(contributions_of(candidate.why, candidate.score)) if candidate else None,
        "stakes": _stakes_rows(stakes[belongs.pk] if belongs and merges else Stakes(), stakes[entry.pk]),
        "risks": risks,
        "two_curators": bool(risks) and reference.office().judging.two_curators,
        "latitude": facts.get("latitude"),
        "longitude": facts.get("longitude"),
        "homonyms": resolution.homonyms_of(entry, but=belongs),
        "back": _list_address(**Asked.of(request.GET).as_query()),
        "query": request.GET.urlencode(),
        "further": _further(viewer, request, candidate),
    }
    return render(request, "desk/question.html", context)


def _further(viewer: Any, request: HttpRequest, this: Candidate | None = None) -> str:
    """The address of the question behind this one; empty when there is no other."""
    asked = Asked.of(request.GET)
    here = queue.place_of(this) if this else _place(request.GET.get("at", ""))
    found = queue.next_question(viewer, asked, here)
    return _address(found, asked) if found and found != this else ""


@needs("resolution.judge_record")
@require_POST
def judge_question(request: HttpRequest, pid: str, institution: str) -> HttpResponse:
    """``verdict`` same, different or unsure; of a record that belongs to another entry, about the two entries."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    record, other = _pair_of(viewer, pid, institution, "resolution.judge_record")
    verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "")[:500]
    decide = {
        "same": verbs.judge_same,
        "different": verbs.judge_different,
        "unsure": verbs.judge_unsure,
    }.get(verdict)
    if decide is None:
        raise BadInput("unknown_verdict", _("Choose same, different or unsure."), field="verdict")
    belongs = (record.institution.merged_into or record.institution) if record.institution else None
    if belongs is not None and belongs.pk != (other.merged_into or other).pk:
        verbs.judge_pair(belongs, right=other.merged_into or other, verdict=verdict, actor=viewer, note=note)
    else:
        decide(record, institution=other, actor=viewer, note=note)
    messages.success(request, _("Noted. You can undo this at any time in the list of judgements."))
    return redirect(_further(viewer, request) or "desk:candidates")


@needs("registry.view_desk")
def list_judgements(request: HttpRequest) -> HttpResponse:
    """What people judged, newest first, each with its undo."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    verdict = request.GET.get("verdict", "")
    mine = request.GET.get("who") == "me"
    found = resolution.judgements_by_people(
        viewer,
        who=viewer.actor_pid if mine else "",
        verdict=verdict if verdict in ("same", "different", "unsure") else "",
    )
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    lines = [{"judgement": one, "title": record_title(one.record) if one.record else ""} for one in page]
    return render(request, "desk/judgements.html", {"page": page, "entries": lines, "mine": mine})
