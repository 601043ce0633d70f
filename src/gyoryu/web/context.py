"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gyoryu.reference.queries import office


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "viewer": getattr(request, "viewer", None),
        "partner": getattr(request, "partner", None),
        "office": office(),
        "demo_world": settings.DEMO_WORLD,
    }
