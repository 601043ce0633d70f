"""The one clock. Tests freeze it."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """Aware, UTC."""
    return timezone.now()


def today() -> dt.date:
    """The date at the office."""
    return timezone.localdate()
