"""Single values of an entry for other programs: what was shown when, keeping a value; names, relations, closing."""

from typing import Any

from django.http import HttpRequest

from gyoryu.api.rest.door import api, signed_in
from gyoryu.api.rest.entry_schema import Closed, FactsIn, HistoryOut, Kept, NameIn, Related, RelatedOut
from gyoryu.api.rest.registry_schema import InstitutionOut, RecordOut, institution_out, record_out
from gyoryu.common.errors import NotFound
from gyoryu.registry import queries
from gyoryu.registry.domain import closing, overrides, relations
from gyoryu.registry.enums import FieldGroup, RecordState
from gyoryu.registry.facts import InstitutionFacts, NameFact
from gyoryu.registry.history import history_of
from gyoryu.registry.models import Institution
from gyoryu.registry.relations import relations_of


def _institution(request: HttpRequest, pid: str, verb: str) -> Institution:
    return queries.get_institution(request.viewer, pid, to=f"registry.{verb}")  # type: ignore[attr-defined]


@api.get(
    "/institutions/{pid:pid}/history/{group}",
    operation_id="view_values",
    auth=None,
    response=HistoryOut,
    summary="What an entry showed when in one group of fields, and who said so",
)
def view_values(request: HttpRequest, pid: str, group: str) -> dict[str, Any]:
    """``group`` is names, kind, place, position, levels, channels, status, size or profile. What was taken back is
    left out."""
    institution = _institution(request, pid, "view_institution")
    if group not in FieldGroup.values:
        raise NotFound()
    return {
        "group": group,
        "spells": [
            {
                "since": spell.since,
                "until": spell.until,
                "values": {} if taken_back else spell.values,
                "taken_back": taken_back,
                "source": spell.record.source.slug if spell.record else "",
            }
            for spell in history_of(institution, group).spells
            for taken_back in [spell.record is not None and spell.record.state == RecordState.REJECTED]
        ],
    }


@api.get(
    "/institutions/{pid:pid}/relations",
    operation_id="list_relations",
    auth=None,
    response=list[RelatedOut],
    summary="What other entries are to this one: successor, predecessor, parent, branch",
)
def list_relations(request: HttpRequest, pid: str) -> list[dict[str, Any]]:
    institution = _institution(request, pid, "view_institution")
    related = relations_of(institution)
    visible = queries.institutions_visible_to(request.viewer)  # type: ignore[attr-defined]
    seen = set(visible.filter(pk__in=[one.institution.pk for one in related]).values_list("pk", flat=True))
    return [
        {"role": one.role, "institution": one.institution.pid, "since": one.since, "until": one.until}
        for one in related
        if one.institution.pk in seen
    ]


def _facts(said: FactsIn) -> InstitutionFacts:
    given = said.model_dump(exclude_unset=True)
    names = tuple(NameFact(**name) for name in given.pop("names", None) or ())
    languages = tuple(given.pop("languages", None) or ())
    return InstitutionFacts(names=names, languages=languages, **{k: v for k, v in given.items() if v is not None})


@api.post(
    "/institutions/{pid:pid}/values/{group}",
    operation_id="override_values",
    auth=signed_in,
    response=RecordOut,
    summary="Keep a value whatever other sources say",
)
def override_values(request: HttpRequest, pid: str, group: str, body: Kept) -> dict[str, Any]:
    """Without ``facts`` what is shown now is kept. ``version`` is that of the entry you saw; 409 when it has changed.
    Taken back like any record (withdraw_record)."""
    institution = _institution(request, pid, "override_values")
    kept = overrides.override_values(
        institution,
        group=group,
        facts=_facts(body.facts) if body.facts is not None else None,
        reason=body.reason,
        until=body.until,
        version=body.version,
        actor=request.viewer,  # type: ignore[attr-defined]
    )
    return record_out(kept)


@api.post(
    "/institutions/{pid:pid}/names",
    operation_id="add_name",
    auth=signed_in,
    response=RecordOut,
    summary="One more name, in any script, with its kind and dates",
)
def add_name(request: HttpRequest, pid: str, body: NameIn) -> dict[str, Any]:
    """``kind`` is alias, romanised, former or display."""
    institution = _institution(request, pid, "add_name")
    name = NameFact(**body.model_dump(exclude={"reason"}))
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    return record_out(overrides.add_name(institution, name=name, reason=body.reason, actor=viewer))


@api.post(
    "/institutions/{pid:pid}/relations",
    operation_id="relate_institutions",
    auth=signed_in,
    response=RecordOut,
    summary="Say what another institution is to this one",
)
def relate_institutions(request: HttpRequest, pid: str, body: Related) -> dict[str, Any]:
    """``kind`` is successor (``other`` took over) or parent (this one is a branch of ``other``)."""
    institution = _institution(request, pid, "relate_institutions")
    other = _institution(request, body.other, "relate_institutions")
    said = relations.relate_institutions(
        institution,
        other=other,
        kind=body.kind,
        since=body.since,
        reason=body.reason,
        actor=request.viewer,  # type: ignore[attr-defined]
    )
    return record_out(said)


@api.post(
    "/institutions/{pid:pid}/close",
    operation_id="close_institution",
    auth=signed_in,
    response=InstitutionOut,
    summary="Note that an institution has closed",
)
def close_institution(request: HttpRequest, pid: str, body: Closed) -> dict[str, Any]:
    institution = _institution(request, pid, "close_institution")
    successor = _institution(request, body.successor, "close_institution") if body.successor else None
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    closed = closing.close_institution(
        institution, closed_on=body.closed_on, reason=body.reason, successor=successor, actor=viewer
    )
    return institution_out(closed)
