"""How an uploaded visit is described in openapi.json. What is taken is decided by ``missions.body.read_body`` alone."""

import types
import typing
from typing import Any

from gyoryu.missions.body import InstitutionSaid, VisitBody
from gyoryu.missions.enums import Intention, VisitKind
from gyoryu.registry.enums import ConsentScope
from gyoryu.registry.facts import ContactFacts, OfferFacts, ProgrammeFacts

_TEXT = {"type": "string"}
_CODES = {"type": "array", "items": _TEXT}
_OF_TYPE: dict[Any, dict[str, Any]] = {str: _TEXT, int: {"type": "integer"}, float: {"type": "number"}}
# What is not said about programmes at a visit.
_LEFT_OUT = {ProgrammeFacts: {"subjects"}}


def _described(cls: type[Any]) -> dict[str, Any]:
    """The fields of a dataclass of facts, all of them optional."""
    hints = typing.get_type_hints(cls)
    properties = {name: _type(hints[name]) for name in hints if name not in _LEFT_OUT.get(cls, set())}
    if "consent_scope" in properties:
        properties["consent_scope"] = {"enum": ConsentScope.values}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _type(hint: Any) -> dict[str, Any]:
    if isinstance(hint, types.UnionType):
        return next(_OF_TYPE[part] for part in typing.get_args(hint) if part in _OF_TYPE)
    return _CODES if typing.get_origin(hint) is tuple else _OF_TYPE[hint]


def _upload() -> dict[str, Any]:
    parts = {
        "kind": {"enum": VisitKind.values},
        "intention": {"enum": Intention.values},
        "met_on": {"type": "string", "format": "date"},
        "about": _described(InstitutionSaid),
        "contacts": {"type": "array", "items": _described(ContactFacts)},
        "offer": _described(OfferFacts),
        "programmes": {"type": "array", "items": _described(ProgrammeFacts)},
    }
    own = {
        "mission": {**_TEXT, "description": "pid of the mission"},
        "version": {
            "type": "integer",
            "description": "of the stored visit that this is an edit of; left out the first time",
        },
    }
    said = {name: parts.get(name, _TEXT) for name in VisitBody.__dataclass_fields__}
    return {"type": "object", "required": ["mission"], "properties": own | said, "additionalProperties": False}


UPLOADED_VISIT = _upload()
