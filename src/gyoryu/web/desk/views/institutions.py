"""The register at the desk: list, entry, adding, correcting, publishing, who has it open, contacts."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts.domain import filters
from gyoryu.accounts.queries import saved_filters_of
from gyoryu.audit.queries import timeline_of
from gyoryu.common.clock import today
from gyoryu.common.errors import Conflict, DomainError
from gyoryu.documents.spreadsheet import write_xlsx
from gyoryu.reference import queries as reference
from gyoryu.registry import queries as registry
from gyoryu.registry.changing import open_changes
from gyoryu.registry.domain import contacts, institutions, presence
from gyoryu.registry.listing import list_institutions as list_institutions_of
from gyoryu.registry.models import Institution
from gyoryu.registry.relations import relations_of
from gyoryu.registry.sites import dead_site_of
from gyoryu.registry.wording import LABELS
from gyoryu.resolution import queries as resolution
from gyoryu.web.access import needs
from gyoryu.web.desk.forms import InstitutionForm, ListFilter, ReasonForm
from gyoryu.web.desk.show import record_title
from gyoryu.web.entry import fact_rows, freshness_rows, offer_rows, place_text, programme_card
from gyoryu.web.said import relation_rows
from gyoryu.web.timeline import timeline_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _filtered(request: HttpRequest) -> tuple[ListFilter, Any]:
    form = ListFilter(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    return form, list_institutions_of(request.viewer, **asked)  # type: ignore[attr-defined]


def _others_here(institution: Institution, viewer: Any) -> list[str]:
    return [one.person_name for one in registry.people_at(institution) if one.person_pid != viewer.pid]


@needs("registry.view_desk")
def list_institutions(request: HttpRequest) -> HttpResponse:
    """Everything that is not merged away, filtered; the filter can be kept and the list downloaded."""
    form, found = _filtered(request)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    rows = [{"institution": institution, "place_text": place_text(institution)} for institution in page]
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "query": params.urlencode(),
        "saved": saved_filters_of(request.viewer, "desk:institutions"),  # type: ignore[attr-defined]
    }
    return render(request, "desk/list_institutions.html", context)


@needs("registry.view_desk")
def download_institutions(request: HttpRequest) -> HttpResponse:
    """The filtered list as a spreadsheet, without persons; at most 50,000 rows."""
    _form, found = _filtered(request)
    head = [
        _("Name"),
        _("Korean name"),
        _("English name"),
        _("Country"),
        _("Region"),
        _("Town or district"),
        _("Kind"),
        _("State"),
        _("Website"),
        "pid",
    ]
    rows = (
        [
            i.display_name,
            i.name_ko,
            i.name_en,
            i.country,
            i.region,
            i.locality,
            reference.label("institution_kinds", i.kind) if i.kind else "",
            i.get_state_display(),
            i.website,
            i.pid,
        ]
        for i in found[:50_000].iterator(chunk_size=2_000)
    )
    response = HttpResponse(write_xlsx(head, rows, title=_("Institutions")), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="institutions-{today():%Y-%m-%d}.xlsx"'
    return response


@needs("registry.view_desk")
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    query = request.POST.get("query", "")[:2000]
    filters.save_filter(page="desk:institutions", label=request.POST.get("label", ""), query=query, actor=viewer)
    messages.success(request, _("Filter kept. You find it above the list."))
    return redirect(f"{reverse('desk:institutions')}?{query}")


@needs("registry.view_desk")
def view_institution(request: HttpRequest, pid: str) -> HttpResponse:
    """The entry with everything behind it: records, contacts (hidden), offers, programmes, history, who has it open."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    try:
        institution = registry.get_institution(viewer, pid, to="registry.correct_institution")
    except registry.MergedInto as merged:
        return redirect("desk:institution", merged.pid)
    offers = registry.offers_visible_to(viewer).filter(registry.at(institution))
    programmes = registry.programmes_visible_to(viewer).filter(registry.at(institution))
    context = {
        "institution": institution,
        "place_text": place_text(institution),
        "facts": fact_rows(institution, desk=True),
        "open_changes": [{"change": one, "label": LABELS[one.field]} for one in open_changes(institution)],
        "dead_site": dead_site_of(institution),
        "relations": relation_rows(relations_of(institution), desk=True),
        "freshness_rows": freshness_rows(institution, desk=True),
        "missing": institutions.missing_to_publish(institution),
        "records": [{"record": r, "title": record_title(r)} for r in registry.records_of(institution)],
        "contacts": registry.contacts_of(viewer, institution),
        "reason": ReasonForm(),
        "offers": [{"offer": offer, "rows": offer_rows(offer)} for offer in offers],
        "programmes": [{"programme": p, "card": programme_card(p)} for p in programmes],
        "judgements": resolution.judgements_about(institution),
        "timeline": timeline_rows(timeline_of("registry.institution", institution.pk)[:50]),
        "others_here": _others_here(institution, viewer),
    }
    return render(request, "desk/view_institution.html", context)


@needs("registry.add_institution")
def add_institution(request: HttpRequest) -> HttpResponse:
    """By hand. A record of the curators, and a new entry founded on it."""
    form = InstitutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            institution = institutions.add_institution(form.facts(), actor=request.viewer)  # type: ignore[attr-defined]
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Added as a draft. Look through it and publish it."))
            return redirect("desk:institution", institution.pid)
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/institution_form.html", {"form": form}, status=status)


@needs("registry.correct_institution")
def correct_institution(request: HttpRequest, pid: str) -> HttpResponse:
    """A correction is a record of the curators that wins over what others say; nothing is overwritten."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = registry.get_institution(viewer, pid, to="registry.correct_institution")
    form = InstitutionForm.about(institution, request.POST or None)
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            institutions.correct_institution(
                institution,
                facts=form.facts(),
                version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
                actor=viewer,
            )
        except Conflict as error:
            form.add_error(None, error.message)
            theirs = fact_rows(institution)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Corrected. What others said is still there, below yours."))
            return redirect("desk:institution", institution.pid)
    status = 409 if theirs else 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "institution": institution,
        "version": institution.version,
        "theirs": theirs,
        "others_here": _others_here(institution, viewer),
    }
    return render(request, "desk/institution_form.html", context, status=status)


@needs("registry.publish_institution")
@require_POST
def publish_institution(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = registry.get_institution(viewer, pid, to="registry.publish_institution")
    institutions.publish_institution(institution, actor=viewer)
    messages.success(request, _("Published. Schools find it within seconds."))
    return redirect("desk:institution", institution.pid)


@needs("registry.archive_institution")
@require_POST
def archive_institution(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = registry.get_institution(viewer, pid, to="registry.archive_institution")
    institutions.archive_institution(institution, actor=viewer)
    messages.success(request, _("Archived. It is no longer found, and nothing about it was deleted."))
    return redirect("desk:institution", institution.pid)


@needs("registry.correct_institution")
@require_POST
def note_presence(request: HttpRequest, pid: str) -> HttpResponse:
    """Sent by the open page every half minute; answers who else has it open."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = registry.get_institution(viewer, pid, to="registry.correct_institution")
    others = presence.note_presence(institution, viewer)
    return render(request, "desk/presence.html", {"others_here": [other.person_name for other in others]})


@needs("registry.reveal_contact")
@require_POST
def reveal_contact(request: HttpRequest, pid: str) -> HttpResponse:
    """A contact's channels, shown once, for a reason, and logged."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    contact = registry.get_contact(viewer, pid, to="registry.reveal_contact")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/reveal_contact.html", {"contact": contact, "form": form}, status=422)
    revealed = contacts.reveal_contact(
        contact, actor=viewer, reason=form.cleaned_data["reason"], place=request.META.get("REMOTE_ADDR", "")
    )
    return render(request, "desk/reveal_contact.html", {"contact": contact, "revealed": revealed})
