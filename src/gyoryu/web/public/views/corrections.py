"""Somebody with an account says that a value of an entry is wrong."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gyoryu.common.errors import DomainError
from gyoryu.registry import queries as registry
from gyoryu.registry.changing import FIELDS_OF_ENTRY, group_of, shown_value
from gyoryu.registry.domain import changes
from gyoryu.registry.wording import LABELS, value_text
from gyoryu.web.access import needs
from gyoryu.web.change_forms import ChangeForm
from gyoryu.web.forms import show_refusal


@needs("registry.suggest_change")
def suggest_change(request: HttpRequest, pid: str, field: str) -> HttpResponse:
    """What one value should be, or what is wrong with it; a curator decides."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    institution = registry.get_institution(viewer, pid, to="registry.suggest_change")
    if field not in FIELDS_OF_ENTRY:
        raise Http404
    form = ChangeForm(institution, field, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note = form.cleaned_data["note"]
            changes.suggest_change(institution, field=field, new=form.news(), note=note, actor=viewer)
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Thank you. A curator looks at it."))
            return redirect("public:view_institution", institution.pid)
    shown = "names" if field == "name" else field
    context = {
        "institution": institution,
        "label": LABELS[field],
        "old": value_text(shown, shown_value(institution, field), institution.country),
        "group": group_of(field),
        "form": form,
    }
    return render(request, "public/suggest_change.html", context, status=422 if request.method == "POST" else 200)
