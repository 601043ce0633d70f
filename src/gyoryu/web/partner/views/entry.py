"""An institution looks at its own entry: confirms it, says what is wrong, or wants no more mail. No account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.accounts.enums import LinkPurpose
from gyoryu.common.errors import DomainError, NotFound
from gyoryu.reference import queries as reference
from gyoryu.registry import requesting
from gyoryu.registry.changing import FIELDS_OF_ENTRY, shown_value
from gyoryu.registry.domain import changes, confirming, requests
from gyoryu.registry.enums import ChangeState
from gyoryu.registry.models import Change, ConfirmationRequest, Institution
from gyoryu.registry.relations import root_of
from gyoryu.registry.wording import LABELS, value_text
from gyoryu.web.access import partner_link
from gyoryu.web.change_forms import ChangeForm
from gyoryu.web.entry import offer_rows
from gyoryu.web.forms import show_refusal
from gyoryu.web.partner.links import Opened, open_link, private

PURPOSE = LinkPurpose.CONFIRM_ENTRY
ADDABLE = ("website", "telephone", "address", "latitude", "level_from", "pupils", "description")


def _lines(institution: Institution, said: list[Change], wrong: ChangeForm | None) -> list[dict[str, Any]]:
    """Every value of the entry, with the form to correct it and what became of an earlier correction."""
    lines = []
    by_field = {change.field: change for change in said}
    for field in FIELDS_OF_ENTRY:
        value = value_text(
            "display_name" if field == "name" else field, _values(institution, field), institution.country
        )
        if not value and field not in ADDABLE and field not in by_field:
            continue
        form = wrong if wrong is not None and wrong.field == field else ChangeForm(institution, field)
        change = by_field.get(field)
        lines.append(
            {
                "field": field,
                "label": LABELS[field],
                "value": value,
                "language": institution.display_language if field == "name" else "",
                "form": form,
                "is_wrong": form is wrong,
                "change": change,
                "new": _text(change, institution) if change else "",
            }
        )
    return lines


def _values(institution: Institution, field: str) -> dict[str, Any]:
    return {"display_name": institution.display_name} if field == "name" else shown_value(institution, field)


def _text(change: Change, institution: Institution) -> str:
    return value_text("names" if change.field == "name" else change.field, change.new or {}, institution.country)


def _page(
    request: HttpRequest, token: str, opened: Opened, *, status: int = 200, wrong: ChangeForm | None = None
) -> HttpResponse:
    asked = requesting.request_of_link(opened.link)
    if not opened.is_open:
        return render(request, "partner/entry_over.html", {"token": token}, status=410)
    institution = root_of(asked.institution)
    said = list(
        Change.objects.filter(institution=institution, actor_pid=opened.link.pid).exclude(state=ChangeState.WITHDRAWN)
    )
    context = {
        "token": token,
        "institution": institution,
        "asked": asked,
        "lines": _lines(institution, said, wrong),
        "offers": [{"offer": one, "rows": offer_rows(one)} for one in confirming.offers_to_confirm(institution)],
        "answered": asked.answered_at is not None,
        "contact_line": reference.office().contact_line,
    }
    return render(request, "partner/check_entry.html", context, status=status)


def _open(request: HttpRequest, token: str, to: str) -> tuple[Opened, ConfirmationRequest]:
    opened = open_link(request, token, PURPOSE)
    return opened, requesting.request_of_link(opened.link, to=to)


@partner_link("confirm_entry")
@private
def check_entry(request: HttpRequest, token: str) -> HttpResponse:
    """What we show about them, value by value."""
    return _page(request, token, open_link(request, token, PURPOSE))


@partner_link("confirm_entry")
@require_POST
@private
def confirm_entry(request: HttpRequest, token: str) -> HttpResponse:
    """Everything they did not call wrong is right; the offers they ticked still stand."""
    opened, asked = _open(request, token, "registry.confirm_entry")
    if opened.is_open:
        confirming.confirm_entry(asked, offers=request.POST.getlist("offer"), actor=opened.link)
    return redirect("partner:check_entry", token)


@partner_link("confirm_entry")
@require_POST
@private
def dispute_value(request: HttpRequest, token: str, field: str) -> HttpResponse:
    """One value is wrong: what it should be, or why."""
    opened, asked = _open(request, token, "registry.dispute_value")
    if field not in FIELDS_OF_ENTRY:
        raise NotFound()
    if not opened.is_open:
        return _page(request, token, opened)
    form = ChangeForm(root_of(asked.institution), field, request.POST)
    if form.is_valid():
        try:
            note = form.cleaned_data["note"]
            changes.dispute_value(asked, field=field, new=form.news(), note=note, actor=opened.link)
        except DomainError as error:
            show_refusal(form, error)
        else:
            return redirect("partner:check_entry", token)
    return _page(request, token, opened, status=422, wrong=form)


@partner_link("confirm_entry")
@require_POST
@private
def withdraw_change(request: HttpRequest, token: str, field: str) -> HttpResponse:
    """The value was right after all."""
    opened, asked = _open(request, token, "registry.dispute_value")
    mine = Change.objects.filter(actor_pid=opened.link.pid, field=field, state=ChangeState.OPEN).first()
    if opened.is_open and mine is not None:
        changes.withdraw_change(mine, actor=opened.link)
    return redirect("partner:check_entry", token)


@partner_link("confirm_entry")
@private
def stop_requests(request: HttpRequest, token: str) -> HttpResponse:
    """Any link will do, also one that has ended."""
    opened, asked = _open(request, token, "registry.stop_requests")
    stopped = request.method == "POST"
    if stopped:
        requests.stop_requests(asked, actor=opened.link)
    title = _("We will not write to you again") if stopped else _("Shall we stop contacting you?")
    context = {"token": token, "stopped": stopped, "title": title}
    return render(request, "partner/stop_requests.html", context)
