"""All machine doors. Ninja's operations check access themselves, so each view is marked public for the middleware."""

from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver, path

from gyoryu.accounts.access import Access
from gyoryu.api.rest.door import api

# Modules that register operations on the door.
OPERATIONS: list[str] = ["search", "registry", "entry", "changes", "offers", "missions", "exchange", "accounts"]

for _module in OPERATIONS:
    import_module(f"gyoryu.api.rest.{_module}")


def _open(patterns: list[Any]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        pattern.callback.access = Access("public")
    return patterns


_patterns, _app, _namespace = api.urls
urlpatterns = [path("v1/", (_open(_patterns), _app, _namespace))]
