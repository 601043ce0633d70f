"""What an entry is to others, and that an institution closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gyoryu.common.errors import DomainError
from gyoryu.registry import queries as registry
from gyoryu.registry.domain import closing, relations
from gyoryu.registry.listing import list_institutions
from gyoryu.registry.models import Institution
from gyoryu.registry.relations import relations_of
from gyoryu.web.access import needs
from gyoryu.web.desk.value_forms import ClosingForm, RelationForm
from gyoryu.web.entry import place_text
from gyoryu.web.forms import show_refusal
from gyoryu.web.said import relation_rows

MOST_FOUND = 12


def _looked_up(request: HttpRequest, institution: Institution) -> tuple[str, list[tuple[str, str]]]:
    """What was asked for, and up to a dozen other entries: (pid, name and place)."""
    query = request.GET.get("q", "")[:200].replace("\x00", "").strip()
    if not query:
        return "", []
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    found = list_institutions(viewer, q=query).exclude(pk=institution.pk)[:MOST_FOUND]
    return query, [(one.pid, f"{one.display_name} · {place_text(one)}") for one in found]


def _other(request: HttpRequest, pid: str, verb: str) -> Institution:
    return registry.get_institution(request.viewer, pid, to=f"registry.{verb}")  # type: ignore[attr-defined]


@needs("registry.relate_institutions")
def relate_institutions(request: HttpRequest, pid: str) -> HttpResponse:
    """Look up the other institution, then say what it is to this one."""
    institution = _other(request, pid, "relate_institutions")
    query, found = _looked_up(request, institution)
    form = RelationForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            relations.relate_institutions(
                institution,
                other=_other(request, data["other"], "relate_institutions"),
                kind=data["kind"],
                since=data["since"],
                reason=data["reason"],
                actor=request.viewer,  # type: ignore[attr-defined]
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Noted. Both entries show it."))
            return redirect("desk:institution", institution.pid)
    context = {
        "institution": institution,
        "query": query,
        "found": found,
        "form": form,
        "relations": relation_rows(relations_of(institution), desk=True),
    }
    return render(request, "desk/relate.html", context, status=422 if request.method == "POST" else 200)


@needs("registry.close_institution")
def close_institution(request: HttpRequest, pid: str) -> HttpResponse:
    """Since when it is closed, how we know, and who took over. Its offers rest from now on."""
    institution = _other(request, pid, "close_institution")
    query, found = _looked_up(request, institution)
    form = ClosingForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        successor = _other(request, data["other"], "close_institution") if data.get("other") else None
        try:
            closing.close_institution(
                institution,
                closed_on=data["closed_on"],
                reason=data["reason"],
                successor=successor,
                actor=request.viewer,  # type: ignore[attr-defined]
            )
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Closed. Its offers rest; take the record back if it was a mistake."))
            return redirect("desk:institution", institution.pid)
    context = {"institution": institution, "query": query, "found": found, "form": form}
    return render(request, "desk/close.html", context, status=422 if request.method == "POST" else 200)
