"""The trail: everything that was done, by whom, newest first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gyoryu.audit.queries import list_events
from gyoryu.web.access import needs
from gyoryu.web.office.forms import TrailFilter
from gyoryu.web.timeline import sentence


@needs("audit.view_trail")
def trail(request: HttpRequest) -> HttpResponse:
    form = TrailFilter(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) for name in ("room", "q", "day")}
    found = list_events(room=asked["room"] or "", q=asked["q"] or "", day=asked["day"])
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    lines = [{"event": event, "what": sentence(event.verb)} for event in page]
    return render(request, "office/trail.html", {"form": form, "page": page, "lines": lines})
