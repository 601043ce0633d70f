"""Labels in several languages, and the one the reader gets."""

from collections.abc import Mapping

from django.utils.translation import get_language

LANGUAGES = ("ko", "en", "th", "tr")  # every label of data/reference/ exists in these


def in_language(labels: Mapping[str, str], language: str | None = None) -> str:
    """The label in ``language`` (the active one when not given), else in English, else in any."""
    wanted = (language or get_language() or "en").lower()
    for tag in (wanted, wanted.split("-")[0], "en"):
        if tag in labels:
            return labels[tag]
    return next(iter(labels.values()), "")
