"""Which values of an entry somebody may say are wrong, and the columns each of them stands for."""

from typing import Any

from django.db.models import QuerySet

from gyoryu.accounts.queries import authorised
from gyoryu.registry import rules
from gyoryu.registry.enums import ChangeKind, ChangeState, FieldGroup, NameKind
from gyoryu.registry.facts import InstitutionFacts, NameFact, to_json
from gyoryu.registry.models import Change, Institution
from gyoryu.registry.policy import FIELDS, GROUP_OF

# As an entry shows them: a position and the grades are one value of two columns; the name is the one on top.
FIELDS_OF_ENTRY = (
    "name", "kind", "country", "region", "locality", "address", "postcode", "latitude", "level_from", "local_type",
    "website", "telephone", "status", "opened_on", "closed_on", "pupils", "description", "languages",
)  # fmt: skip
_PAIRS = {"latitude": ("latitude", "longitude"), "level_from": ("level_from", "level_to")}
_EMPTY: tuple[Any, ...] = ("", None, [], ())


def columns_of(field: str) -> tuple[str, ...]:
    return ("names",) if field == "name" else _PAIRS.get(field, (field,))


def group_of(field: str) -> str:
    return FieldGroup.NAMES.value if field == "name" else GROUP_OF[field]


def shown_values(institution: Institution, group: str) -> dict[str, Any]:
    """What the entry shows in a group, as facts."""
    if group == FieldGroup.NAMES:
        shown = institution.names.filter(text=institution.display_name).first()
        text, language, script = institution.display_name, institution.display_language, ""
        if shown is not None:
            text, language, script = shown.text, shown.language, shown.script
        return to_json(InstitutionFacts(names=(NameFact(text, language, script, NameKind.OFFICIAL),))) if text else {}
    values = {name: getattr(institution, name) for name in FIELDS[group]}
    return {name: value for name, value in values.items() if value not in _EMPTY}


def shown_value(institution: Institution, field: str) -> dict[str, Any]:
    """What the entry shows in one field, as facts; empty when it shows nothing."""
    values = shown_values(institution, group_of(field))
    return {name: values[name] for name in columns_of(field) if name in values}


def open_changes(institution: Institution) -> QuerySet[Change]:
    """What somebody said is wrong with an entry, or with one merged into it, and nobody has decided."""
    here = Change.objects.filter(institution=institution) | Change.objects.filter(institution__merged_into=institution)
    return here.filter(state=ChangeState.OPEN).order_by("id")


def disputed_fields(institution: Institution) -> set[str]:
    """Values that the institution itself calls wrong, until a curator has decided."""
    return set(open_changes(institution).filter(kind=ChangeKind.DISPUTE).values_list("field", flat=True))


def open_changes_count() -> int:
    return Change.objects.filter(state=ChangeState.OPEN).count()


# Fetching and authorising


def changes_visible_to(viewer: Any) -> QuerySet[Change]:
    """Curators: all. Everybody else: their own."""
    changes = Change.objects.select_related("institution__merged_into", "record")
    return changes if rules.is_curator(viewer) else changes.filter(actor_pid=viewer.actor_pid or "-")


def get_change(viewer: Any, pid: str, to: str = "registry.view_changes") -> Change:
    return authorised(changes_visible_to(viewer), viewer, pid, to)
