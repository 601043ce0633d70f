"""The texts of mails: ``mails/<kind>.<language>.txt``, subject on the first line, then a blank line and the body."""

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context, Engine, Template
from django.utils import translation

from gyoryu.reference.queries import office

FOLDER = Path(__file__).parent / "mails"
FALLBACK = "en"


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(dirs=[str(FOLDER)], autoescape=False, libraries={"l10n": "django.templatetags.l10n"})


@lru_cache(maxsize=200)
def _templates(kind: str, language: str) -> tuple[Template, Template]:
    """Subject and body apart, so that a line break in what somebody wrote does not end the subject."""
    source = (FOLDER / f"{kind}.{language}.txt").read_text(encoding="utf-8")
    subject, _blank, body = source.partition("\n")
    return _engine().from_string(subject), _engine().from_string(body)


@lru_cache(maxsize=1)
def languages_of() -> dict[str, frozenset[str]]:
    """Kind of mail -> the languages it is written in."""
    found: dict[str, set[str]] = {}
    for path in FOLDER.glob("*.*.txt"):
        kind, language, _txt = path.name.split(".")
        found.setdefault(kind, set()).add(language)
    return {kind: frozenset(languages) for kind, languages in found.items()}


def language_for(kind: str, wanted: str) -> str:
    return wanted if wanted in languages_of()[kind] else FALLBACK


def render(kind: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """(subject, body) in a language that the kind is written in."""
    own = office()
    common = {
        "office": own.label(language),
        "contact_line": own.contact_lines.get(language, own.contact_line),
        "telephone": own.telephone,
        "website": own.website,
        "base_url": settings.BASE_URL,
        "host": urlsplit(settings.BASE_URL).netloc,
        "demo": settings.DEMO_WORLD,
    }
    with translation.override(language):
        known = Context({**common, **context}, autoescape=False)
        subject, body = (template.render(known) for template in _templates(kind, language))
    return " ".join(subject.split())[:300], body.strip() + "\n"
