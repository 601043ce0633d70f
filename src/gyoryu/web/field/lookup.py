"""Finding an institution in the register while standing in front of it: published or not, by name or number."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gyoryu.registry import queries as registry
from gyoryu.registry.models import Identifier, Institution, Name
from gyoryu.search.queries import search_institutions
from gyoryu.web.entry import levels_text, place_text

MOST = 12
WINDOW = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What tells one institution from another of the same name."""

    pid: str
    name: str
    language: str
    also: str
    place: str
    levels: str
    ids: str
    is_draft: bool

    @classmethod
    def of(cls, institution: Institution) -> "Found":
        also = [name.text for name in institution.names.all() if name.text != institution.display_name]
        return cls(
            pid=institution.pid,
            name=institution.display_name,
            language=institution.display_language,
            also=" · ".join(list(dict.fromkeys(also))[:3]),
            place=place_text(institution),
            levels=levels_text(institution.country, institution.level_from, institution.level_to),
            ids=", ".join(f"{row.scheme} {row.value}" for row in institution.identifiers.all()),
            is_draft=institution.state == "draft",
        )


def find_in_register(viewer: Any, query: str, *, country: str = "") -> list[Found]:
    """At most twelve institutions that may be meant, the best first. No text raises."""
    query = query.strip()[:200]
    if not query:
        return []
    hits = search_institutions(query, country=country or None, limit=MOST, facets=False).hits
    order = {hit.pid: place for place, hit in enumerate(hits)}
    visible = registry.institutions_visible_to(viewer).prefetch_related("names", "identifiers")
    published = sorted(visible.filter(pid__in=order), key=lambda institution: order[institution.pid])
    drafts = visible.filter(state="draft")
    if country:
        drafts = drafts.filter(country=country)
    # Each by itself, so that tens of thousands of drafts are looked through once and not joined.
    named = Name.objects.filter(text__icontains=query, institution__state="draft").values("institution_id")[:WINDOW]
    numbered = Identifier.objects.filter(value=query, institution__state="draft").values("institution_id")[:WINDOW]
    wanted = {row["institution_id"] for row in [*named, *numbered]}
    called = drafts.filter(Q(pk__in=wanted) | Q(display_name__icontains=query))
    unpublished = list(called.order_by("display_name", "id")[:MOST])
    return [Found.of(institution) for institution in [*published, *unpublished][:MOST]]


def find_by_pid(viewer: Any, pid: str) -> Found | None:
    visible = registry.institutions_visible_to(viewer).prefetch_related("names", "identifiers")
    institution = visible.filter(pid=pid[:10].replace("\x00", "")).first()
    return Found.of(institution) if institution else None
