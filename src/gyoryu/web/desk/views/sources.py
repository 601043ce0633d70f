"""Where records come from, and how each reading went."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gyoryu.registry import queries as registry
from gyoryu.web.access import needs


@needs("registry.view_desk")
def list_sources(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/sources.html", {"sources": registry.sources_with_runs()})
