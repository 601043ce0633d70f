"""Finding institutions by name, for machines: the same answer as the search page."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema

from gyoryu.api.rest.door import api
from gyoryu.search.queries import Hit, search_institutions


class FoundIdentifier(Schema):
    scheme: str
    value: str


class FoundInstitution(Schema):
    pid: str
    country: str
    score: float
    display_name: str
    display_language: str
    names: list[str]
    matched_name: str
    identifiers: list[FoundIdentifier]
    kind: str
    region: str
    locality: str
    level_from: int | None
    level_to: int | None
    latitude: float | None
    longitude: float | None


class FoundInstitutions(Schema):
    query: str
    total: int
    took_ms: float
    facets: dict[str, dict[str, int]]
    hits: list[FoundInstitution]
    near: list[FoundInstitution]


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """A hit in plain words."""
    return {
        "pid": hit.pid,
        "country": hit.country,
        "score": hit.score,
        "display_name": hit.display_name,
        "display_language": hit.display_language,
        "names": list(hit.names),
        "matched_name": hit.matched_name,
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in hit.identifiers],
        "kind": hit.kind,
        "region": hit.region,
        "locality": hit.locality,
        "level_from": hit.level_from,
        "level_to": hit.level_to,
        "latitude": hit.latitude,
        "longitude": hit.longitude,
    }


@api.get(
    "/search",
    operation_id="find_institutions",
    auth=None,
    response=FoundInstitutions,
    summary="Find published institutions by name, in any script and spelling",
)
def find_institutions(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=500)] = "",
    country: Annotated[str, Query(max_length=2)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    level: Annotated[str, Query(max_length=40)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> dict[str, Any]:
    """An empty query lists everything by name. Counts of a filter leave that filter's own choice aside.

    When nothing is what was asked for, ``hits`` is empty and ``near`` has the nearest guesses.
    """
    found = search_institutions(q, country=country, kind=kind, level=level, limit=limit, offset=offset)
    return {
        "query": q,
        "total": found.total,
        "took_ms": found.took_ms,
        "facets": found.facets,
        "hits": [hit_as_json(hit) for hit in found.hits],
        "near": [hit_as_json(hit) for hit in found.near],
    }
