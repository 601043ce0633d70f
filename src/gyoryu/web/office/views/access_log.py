"""The access log: the privacy officer's monthly look at who looked at whose personal data."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gyoryu.audit import queries
from gyoryu.audit.domain import access
from gyoryu.common.clock import today
from gyoryu.common.errors import BadInput, DomainError
from gyoryu.web.access import needs
from gyoryu.web.downloads import MOST_ROWS, spreadsheet
from gyoryu.web.forms import show_refusal
from gyoryu.web.office.forms import AccessFilter, ReasonForm, SignForm
from gyoryu.web.timeline import sentence


def _filtered(given: Any) -> tuple[AccessFilter, Any, Any]:
    form = AccessFilter(given)
    form.is_valid()
    month = form.cleaned_data.get("month") or today().replace(day=1)
    return form, month, queries.access_log(month, q=form.cleaned_data.get("q") or "")


@needs("audit.view_access_log")
def access_log(request: HttpRequest) -> HttpResponse:
    """The rows of a month; with ``?verify=1`` the whole chain is checked, from the first row on."""
    verified = None
    if request.GET.get("verify") == "1":
        broken = access.first_broken_row()
        verified = {"whole": broken is None, "row": broken}
    return _page(request, verified=verified)


@needs("audit.download_access_log")
@require_POST
def download_access_log(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = ReasonForm(request.POST)
    _filter, month, found = _filtered(request.POST)
    if form.is_valid():
        try:
            access.log_download(
                viewer,
                whose=access.Whose("audit.accessevent", f"{month:%Y-%m}", f"access log of {month:%Y-%m}"),
                what="audit.download_access_log",
                reason=form.cleaned_data["reason"],
                place=request.META.get("REMOTE_ADDR", ""),
            )
        except BadInput as error:
            show_refusal(form, error)
        else:
            columns = [_("When"), _("Who"), _("From"), _("Whose data"), _("What"), _("Why")]
            rows = (
                [row.at, row.actor_label, row.place, row.whose_label, sentence(row.what), row.reason]
                for row in found[:MOST_ROWS].iterator(chunk_size=2_000)
            )
            return spreadsheet(f"access-log-{month:%Y-%m}", columns, rows, title=f"{month:%Y-%m}")
    return _page(request, download=form)


@needs("audit.sign_access_review")
@require_POST
def sign_access_review(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = SignForm(request.POST, auto_id="sign_%s")
    if form.is_valid():
        month = form.cleaned_data["month"]
        try:
            access.sign_access_review(month, actor=viewer, note=form.cleaned_data["note"])
        except DomainError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Signed: the access log of %(month)s.") % {"month": f"{month:%Y-%m}"})
            return redirect(f"{reverse('office:access_log')}?month={month:%Y-%m}")
    return _page(request, sign=form)


def _page(
    request: HttpRequest,
    *,
    verified: dict[str, Any] | None = None,
    download: ReasonForm | None = None,
    sign: SignForm | None = None,
) -> HttpResponse:
    given = request.GET if request.method == "GET" else request.POST
    form, month, found = _filtered(given)
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "month": month,
        "page": page,
        "lines": [{"row": row, "what": sentence(row.what)} for row in page],
        "verified": verified,
        "download": download or ReasonForm(),
        "sign": sign or SignForm(initial={"month": f"{month:%Y-%m}"}, auto_id="sign_%s"),
        "reviews": queries.access_reviews()[:26],
    }
    return render(request, "office/access_log.html", context, status=422 if download or sign else 200)
