"""One group of values of an entry at the desk: who says what, what was shown when, keeping a value, one more name."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.common.errors import DomainError
from gyoryu.registry import queries as registry
from gyoryu.registry.domain import overrides
from gyoryu.registry.domain import records as record_verbs
from gyoryu.registry.enums import FieldGroup
from gyoryu.registry.history import history_of
from gyoryu.registry.models import Institution
from gyoryu.registry.relations import root_of
from gyoryu.registry.wording import rule_of, values_text
from gyoryu.web.access import needs
from gyoryu.web.desk.value_forms import NameForm, ValuesForm
from gyoryu.web.entry import fact_rows
from gyoryu.web.forms import show_refusal
from gyoryu.web.said import spell_items, voice_rows


def group_of(code: str) -> FieldGroup:
    """The group of fields of an address; one that does not exist is no page."""
    try:
        return FieldGroup(code)
    except ValueError as error:
        raise Http404 from error


def _page(
    request: HttpRequest, institution: Institution, group: FieldGroup, form: ValuesForm, *, status: int = 200
) -> HttpResponse:
    history = history_of(institution, group)
    context = {
        "institution": institution,
        "group": group.value,
        "label": group.label,
        "rule": rule_of(group),
        "facts": [row for row in fact_rows(institution, desk=True) if row["group"] == group],
        "voices": voice_rows(history, institution.country),
        "spells": spell_items(history, institution.country),
        "form": form,
        "version": institution.version,
    }
    return render(request, "desk/values.html", context, status=status)


@needs("registry.view_desk")
def values(request: HttpRequest, pid: str, group: str) -> HttpResponse:
    """Whose word counts for a group and why, everything anybody said, what was shown when, and keeping a value."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = registry.get_institution(viewer, pid, to="registry.override_values")
    which = group_of(group)
    return _page(request, institution, which, ValuesForm(institution, which))


@needs("registry.view_desk")
def kept_values(request: HttpRequest) -> HttpResponse:
    """Everything that curators keep against other sources, in one list."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    page = Paginator(registry.kept_values(viewer), 50).get_page(request.GET.get("page"))
    rows = [
        {
            "record": record,
            "institution": (institution := root_of(record.institution)),
            "values": values_text(record.facts, institution.country),
        }
        for record in page
        if record.institution is not None
    ]
    return render(request, "desk/kept_values.html", {"page": page, "rows": rows})


@needs("registry.override_values")
@require_POST
def override_values(request: HttpRequest, pid: str, group: str) -> HttpResponse:
    """Keep these values, whatever other sources say."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = registry.get_institution(viewer, pid, to="registry.override_values")
    which = group_of(group)
    form = ValuesForm(institution, which, request.POST)
    if not form.is_valid():
        return _page(request, institution, which, form, status=422)
    version = request.POST.get("version", "")
    try:
        overrides.override_values(
            institution,
            group=which,
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
            actor=viewer,
        )
    except DomainError as error:
        show_refusal(form, error)
        return _page(request, institution, which, form, status=409 if error.field == "version" else 422)
    messages.success(request, _("Kept. Everybody sees this value until you take it back."))
    return redirect("desk:values", institution.pid, which.value)


@needs("registry.withdraw_record")
@require_POST
def withdraw_record(request: HttpRequest, pid: str) -> HttpResponse:
    """Take back what a curator said: the other sources' word counts again."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    record = registry.get_record(viewer, pid, to="registry.withdraw_record")
    record_verbs.withdraw_record(record, actor=viewer)
    messages.success(request, _("Taken back. What the other sources say counts again."))
    return redirect("desk:institution", record.institution.pid) if record.institution else redirect("desk:inbox")


@needs("registry.add_name")
def add_name(request: HttpRequest, pid: str) -> HttpResponse:
    """Another name, a romanised one, a former one with its dates."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = registry.get_institution(viewer, pid, to="registry.add_name")
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            overrides.add_name(institution, name=form.name(), reason=reason, actor=viewer)
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Added. The entry is found by this name as well."))
            return redirect("desk:institution", institution.pid)
    context = {"institution": institution, "form": form, "names": institution.names.all()}
    return render(request, "desk/add_name.html", context, status=422 if request.method == "POST" else 200)
