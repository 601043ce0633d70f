"""Sources: who says things."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor, SystemActor
from gyoryu.common.errors import Conflict
from gyoryu.registry.enums import SourceKind
from gyoryu.registry.models import Source

__all__ = ["ensure_source"]

# The sources every office has from the first day.
WELL_KNOWN: dict[str, tuple[SourceKind, str]] = {
    "visits": (SourceKind.DELEGATION, "Visits of delegations"),
    "partners": (SourceKind.PARTNER, "The institutions themselves"),
    "curators": (SourceKind.CURATOR, "Corrections by curators"),
}


@transaction.atomic
def ensure_source(
    slug: str,
    *,
    kind: str = "",
    label: str = "",
    country: str = "",
    language: str = "",
    licence: str = "",
    attribution: str = "",
    website: str = "",
    own_scheme: str = "",
    actor: Actor | None = None,
) -> Source:
    """The source named ``slug``, made when it is not there, its description brought up to date.

    The kind of a source is part of what its records mean and never changes.
    """
    known_kind, known_label = WELL_KNOWN.get(slug, ("", ""))
    wanted = {
        "label": label or known_label or slug,
        "country": country,
        "language": language,
        "licence": licence,
        "attribution": attribution,
        "website": website,
        "own_scheme": own_scheme,
    }
    source, made = Source.objects.get_or_create(slug=slug, defaults={**wanted, "kind": kind or known_kind})
    if kind and source.kind != kind:
        raise Conflict(
            "source_of_other_kind",
            _("“%(slug)s” is a source of another kind already (%(kind)s). Give the new one another name."),
            slug=slug,
            kind=source.kind,
        )
    changed = {name: value for name, value in wanted.items() if value and getattr(source, name) != value}
    if slug in WELL_KNOWN and not label:
        changed.pop("label", None)
    if not made and changed:
        for name, value in changed.items():
            setattr(source, name, value)
        source.save(update_fields=list(changed))
    if made or changed:
        record("registry.ensure_source", source, actor=actor or SystemActor("registry"), made=made)
    return source
