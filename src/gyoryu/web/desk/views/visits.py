"""What delegations bring home: read beside what the register says, then accepted or returned."""

from typing import Any

import rules
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gyoryu.common.text import fold
from gyoryu.missions import queries
from gyoryu.missions.body import InstitutionSaid
from gyoryu.missions.domain import visits as verbs
from gyoryu.missions.enums import VisitState
from gyoryu.missions.models import Visit
from gyoryu.reference import queries as reference
from gyoryu.registry import queries as registry
from gyoryu.registry.models import Institution
from gyoryu.web.access import needs
from gyoryu.web.entry import levels_text, offer_rows
from gyoryu.web.field.lookup import find_in_register
from gyoryu.web.field.views.visits import visit_context
from gyoryu.web.forms import PlainText, VocabularyField

TABS = (VisitState.SUBMITTED, VisitState.RETURNED, VisitState.ACCEPTED)


class ReturnForm(forms.Form):
    """Why a visit goes back."""

    reasons = VocabularyField("visit_returned_reasons", label=gettext_lazy("What is to be mended?"))
    comment = PlainText(label=gettext_lazy("Comment for the delegation"), required=False, lines=4, max_length=2_000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("reasons") and not data.get("comment"):
            self.add_error("comment", _("Say what is to be mended, or choose a reason."))
        return data


@needs("missions.view_submitted_visits")
def list_visits(request: HttpRequest) -> HttpResponse:
    """Submitted visits, those that wait longest first; returned and accepted ones behind a tab."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    state = state if state in TABS else VisitState.SUBMITTED
    page = Paginator(queries.visits_for_curator(viewer, state), 30).get_page(request.GET.get("page"))
    tabs = [{"label": VisitState(each).label, "url": f"?state={each}", "current": each == state} for each in TABS]
    return render(request, "desk/visits/list.html", {"page": page, "tabs": tabs, "state": state})


@needs("missions.view_submitted_visits")
def view_visit(request: HttpRequest, pid: str) -> HttpResponse:
    """One visit: at the left what was found, at the right what the register says now."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid)
    return _page(request, visit, ReturnForm())


def _page(request: HttpRequest, visit: Visit, form: ReturnForm, *, status: int = 200) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    context = visit_context(viewer, visit)
    about = queries.body_of(visit).about
    known = visit.institution
    context |= {
        "known": known,
        "rows": _compared(about, known) if known and about != InstitutionSaid() else [],
        "offers": _known_offers(viewer, known),
        "programmes": list(registry.programmes_visible_to(viewer).filter(institution=known)) if known else [],
        "contacts": list(registry.contacts_of(viewer, known)) if known else [],
        "similar": [] if known else _similar(viewer, about),
        "records": sorted(
            (finding.record for finding in visit.findings.select_related("record") if finding.record),
            key=lambda record: (record.parent_id or 0, record.pk),
        ),
        "return_form": form,
        "may_decide": visit.state == VisitState.SUBMITTED and rules.has_perm("missions.accept_visit", viewer, visit),
        "is_own": visit.state == VisitState.SUBMITTED and not rules.has_perm("missions.accept_visit", viewer, visit),
    }
    return render(request, "desk/visits/view.html", context, status=status)


def _known_offers(viewer: Any, known: Institution | None) -> list[dict[str, Any]]:
    if known is None:
        return []
    return [
        {"offer": offer, "rows": offer_rows(offer)}
        for offer in registry.offers_visible_to(viewer).filter(institution=known)
    ]


def _similar(viewer: Any, about: InstitutionSaid) -> list[Any]:
    """Entries with a name like that of an institution reported as new: it may be known after all."""
    found: dict[str, Any] = {}
    for name in (about.name, about.romanised, about.name_ko):
        for one in find_in_register(viewer, name, country=about.country):
            found.setdefault(one.pid, one)
    return list(found.values())[:6]


def _compared(about: InstitutionSaid, known: Institution) -> list[dict[str, Any]]:
    """Found at the left, known at the right, only what was said."""
    known_names = [name.text for name in known.names.all()] or [known.display_name]

    def kind(code: str) -> str:
        return reference.label("institution_kinds", code) if code else ""

    pairs = [
        *((_("Name"), name, _matching(name, known_names)) for name in (about.name, about.romanised, about.name_ko)),
        (_("Kind"), kind(about.kind), kind(known.kind)),
        (_("Country"), about.country, known.country),
        (_("Region"), about.region, known.region),
        (_("Town or district"), about.locality, known.locality),
        (_("Address"), about.address, known.address),
        (
            _("Grades"),
            levels_text(known.country, about.level_from, about.level_to),
            levels_text(known.country, known.level_from, known.level_to),
        ),
        (_("Website"), about.website, known.website),
        (_("Telephone"), about.telephone, known.telephone),
        (_("Description"), about.description, known.description),
    ]
    return [
        {"label": label, "left": left, "right": right, "same": fold(left) == fold(right)}
        for label, left, right in pairs
        if left
    ]


def _matching(name: str, known: list[str]) -> str:
    return next((each for each in known if fold(each) == fold(name)), known[0])


@needs("missions.accept_visit")
@require_POST
def accept_visit(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.accept_visit")
    verbs.accept_visit(visit, actor=viewer)
    messages.success(request, _("Accepted. What was found waits in the inbox as proposed records."))
    return redirect("desk:visit", visit.pid)


@needs("missions.return_visit")
@require_POST
def return_visit(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.return_visit")
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, form, status=422)
    verbs.return_visit(visit, **form.cleaned_data, actor=viewer)
    messages.success(request, _("Sent back to the delegation."))
    return redirect("desk:visits")
