"""Photos of a visit: sent, described, removed, and shown to those who may see the visit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gyoryu.common import files
from gyoryu.common.errors import DomainError
from gyoryu.missions import queries
from gyoryu.missions.domain import evidence as verbs
from gyoryu.web.access import needs
from gyoryu.web.forms import PlainText

AT_ONCE = 20


class DescriptionForm(forms.Form):
    caption = PlainText(label=gettext_lazy("Caption"), required=False, max_length=verbs.CAPTION_LIMIT)
    shows_pupils = forms.BooleanField(label=gettext_lazy("Pupils can be recognised"), required=False)
    may_publish = forms.BooleanField(label=gettext_lazy("May be published"), required=False)


@needs("missions.add_evidence")
@require_POST
def add_evidence(request: HttpRequest, pid: str) -> HttpResponse:
    """Several photos at once; each that cannot be kept is named with the reason, the others are kept."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    visit = queries.get_visit(viewer, pid, to="missions.add_evidence")
    sent = request.FILES.getlist("photos")
    description = DescriptionForm(request.POST)
    if not sent:
        messages.error(request, _("Choose one or more photos first."))
    elif not description.is_valid():
        messages.error(
            request, _("The caption has at most %(limit)s characters. Shorten it.") % {"limit": verbs.CAPTION_LIMIT}
        )
    else:
        if len(sent) > AT_ONCE:
            messages.warning(
                request,
                _("Only the first %(limit)s photos were taken. Send the others once more.") % {"limit": AT_ONCE},
            )
        kept = sum(_kept(request, visit, upload, description.cleaned_data) for upload in sent[:AT_ONCE])
        if kept:
            messages.success(
                request, ngettext("%(count)s photo is kept.", "%(count)s photos are kept.", kept) % {"count": kept}
            )
    return redirect(f"/field/visits/{visit.pid}/#photos")


def _kept(request: HttpRequest, visit: Any, upload: UploadedFile, description: dict[str, Any]) -> bool:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    try:
        verbs.add_evidence(visit, upload=read_upload(upload), **description, actor=viewer)
    except DomainError as error:
        name = (upload.name or "")[:60]
        messages.error(request, f"{name}: {error.message}")
        return False
    return True


def read_upload(upload: UploadedFile) -> bytes:
    """The bytes, unless there are too many to be taken into memory."""
    if (upload.size or 0) > files.MAX_UPLOAD:
        raise files.too_large(upload.size or 0)
    return bytes(upload.read())


@needs("missions.view_evidence")
def view_evidence(request: HttpRequest, pid: str) -> HttpResponse:
    """The picture itself, or with ``?size=small`` its thumbnail. Kept by no cache, run by no browser."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    evidence = queries.get_evidence(viewer, pid)
    path = files.small_path(evidence.path) if request.GET.get("size") == "small" else evidence.path
    try:
        data = files.read(path)
    except FileNotFoundError as error:
        raise Http404("the file is gone") from error
    response = HttpResponse(data, content_type=evidence.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Disposition"] = f'inline; filename="{evidence.pid}.jpg"'
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@needs("missions.describe_evidence")
@require_POST
def describe_evidence(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    evidence = queries.get_evidence(viewer, pid, to="missions.describe_evidence")
    form = DescriptionForm(request.POST)
    if form.is_valid():
        verbs.describe_evidence(evidence, **form.cleaned_data, actor=viewer)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(f"/field/visits/{evidence.visit.pid}/#photos")


@needs("missions.remove_evidence")
@require_POST
def remove_evidence(request: HttpRequest, pid: str) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    evidence = queries.get_evidence(viewer, pid, to="missions.remove_evidence")
    visit = evidence.visit
    verbs.remove_evidence(evidence, actor=viewer)
    messages.success(request, _("The photo was removed for good."))
    return redirect(f"/field/visits/{visit.pid}/#photos")
