"""What is concluded from records: the one place that writes an institution's facts, names and identifiers.

``conclude`` is set-based: a few queries for a chunk of institutions, and writes only what differs.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models import Max

from gyoryu.common import bulk
from gyoryu.common.clock import now, today
from gyoryu.common.ids import new_pids
from gyoryu.common.text import same_name_key
from gyoryu.registry.counting import counting_records
from gyoryu.registry.enums import FieldGroup, InstitutionState, NameKind, RunState, SourceKind
from gyoryu.registry.models import Identifier, Institution, Name, SourceRun
from gyoryu.registry.policy import FIELDS, rank

__all__: list[str] = []

CHUNK = 1_000

# Institution columns by field group, with what an institution has when nobody says anything.
_EMPTY: dict[str, Any] = {
    "kind": "", "country": "", "region": "", "locality": "", "address": "", "postcode": "",
    "latitude": None, "longitude": None, "level_from": None, "level_to": None, "local_type": "",
    "website": "", "telephone": "", "status": "", "opened_on": "", "closed_on": "", "pupils": None,
    "description": "", "languages": [],
}  # fmt: skip
_COLUMNS = (
    "display_name", "display_language", "name_ko", "name_en", *_EMPTY, "provenance", "match_key",
    "reported_on", "registered_on", "confirmed_on",
)  # fmt: skip
_PLAIN_GROUPS = [(group, names) for group, names in FIELDS.items() if group != FieldGroup.NAMES]
_KIND_ORDER = {
    NameKind.OFFICIAL: 0, NameKind.DISPLAY: 1, NameKind.ROMANISED: 2, NameKind.ALIAS: 3, NameKind.FORMER: 4,
}  # fmt: skip
_LENGTHS = {
    field.name: field.max_length
    for field in Institution._meta.concrete_fields
    if isinstance(field, models.CharField) and field.name in _COLUMNS
}
_DAY_OF = {
    SourceKind.DELEGATION: "reported_on",
    SourceKind.REGISTER: "registered_on",
    SourceKind.PARTNER: "confirmed_on",
}


class Statement(NamedTuple):
    """A record that counts, as much of it as concluding needs.

    ``seen_on`` is when its source last said it, ``until`` the last day of an override that has one.
    """

    id: int
    kind: str
    said_on: dt.date
    seen_on: dt.date | None
    facts: dict[str, Any]
    until: dt.date | None = None


class NameRow(NamedTuple):
    text: str
    language: str
    script: str
    kind: str
    since: str
    until: str
    record_id: int


class IdentifierRow(NamedTuple):
    scheme: str
    value: str
    record_id: int


@dataclass(slots=True)
class Conclusion:
    """What one institution is, by the records that count."""

    columns: dict[str, Any]
    names: list[NameRow] = field(default_factory=list)
    identifiers: list[IdentifierRow] = field(default_factory=list)


def last_seen_days() -> dict[int, dt.date]:
    """For each source the day its newest applied reading speaks of."""
    runs = SourceRun.objects.filter(state=RunState.APPLIED, as_of__isnull=False)
    return dict(runs.values_list("source_id").annotate(last=Max("as_of")).values_list("source_id", "last"))


def _taken(text: Any, name: str) -> Any:
    limit = _LENGTHS.get(name)
    return text[:limit] if limit and isinstance(text, str) else text


def _names(statements: Sequence[Statement], order: dict[int, int]) -> tuple[list[NameRow], list[tuple[Any, ...]]]:
    """All names, and those that may be shown, best first."""
    rows: list[NameRow] = []
    known: set[tuple[str, str]] = set()
    official: set[str] = set()
    ranked: list[tuple[Any, ...]] = []
    for statement in sorted(statements, key=lambda one: order[one.id]):
        mine: set[str] = set()
        for at, said in enumerate(statement.facts.get("names", ())):
            text, language, kind = said["text"][:300], said.get("language", ""), said.get("kind", NameKind.OFFICIAL)
            if (text, language) in known:
                continue
            known.add((text, language))
            if kind == NameKind.OFFICIAL:
                # A second voice's other "official" name in a language is a name too, but not the official one.
                kind = NameKind.ALIAS if language in official else kind
                mine.add(language)
            row = NameRow(
                text, language, said.get("script", ""), kind, said.get("since", ""), said.get("until", ""), statement.id
            )
            rows.append(row)
            if kind in _KIND_ORDER:
                ranked.append((_KIND_ORDER[NameKind(kind)], order[statement.id], at, row))
        official |= mine
    ranked.sort(key=lambda item: item[:3])
    return rows, ranked


def concluded(statements: Sequence[Statement], on: dt.date) -> Conclusion:
    """The policy applied to what was said. Pure."""
    columns: dict[str, Any] = dict(_EMPTY)
    provenance: dict[str, int] = {}
    several = len(statements) > 1

    def ranked_for(group: str) -> list[Statement]:
        if not several:
            return list(statements)
        return sorted(statements, key=lambda one: rank(group, one.kind, one.said_on, one.id, on, one.until))

    for group, names in _PLAIN_GROUPS:
        for statement in ranked_for(group):
            said = [(name, statement.facts[name]) for name in names if name in statement.facts]
            if said:
                columns.update((name, _taken(value, name)) for name, value in said)
                provenance[group] = statement.id
                break
    order = {statement.id: at for at, statement in enumerate(ranked_for(FieldGroup.NAMES))}
    rows, ranked = _names(statements, order)
    best: NameRow | None = ranked[0][3] if ranked else None
    columns["display_name"] = best.text if best else ""
    columns["display_language"] = best.language[:10] if best else ""
    columns["name_ko"] = next((row.text for *_, row in ranked if row.language == "ko"), "")
    columns["name_en"] = next(
        (row.text for *_, row in ranked if row.language == "en"),
        next((row.text for *_, row in ranked if row.kind == NameKind.ROMANISED), ""),
    )
    if best:
        provenance[FieldGroup.NAMES] = best.record_id
    columns["match_key"] = same_name_key(columns["display_name"])
    columns["provenance"] = provenance
    for name in _DAY_OF.values():
        columns[name] = None
    for statement in statements:
        name = _DAY_OF.get(SourceKind(statement.kind), "")
        if name and statement.seen_on and (columns[name] is None or columns[name] < statement.seen_on):
            columns[name] = statement.seen_on
    identifiers: dict[tuple[str, str], IdentifierRow] = {}
    for statement in sorted(statements, key=lambda one: order[one.id]):
        for said in statement.facts.get("identifiers", ()):
            key = (said["scheme"], said["value"])
            identifiers.setdefault(key, IdentifierRow(*key, statement.id))
    return Conclusion(columns, rows, list(identifiers.values()))


_NAME_FIELDS = ("institution", "text", "language", "script", "kind", "since", "until", "record")
_IDENTIFIER_FIELDS = ("institution", "scheme", "value", "record")


def statement_of(
    pk: int,
    kind: str,
    said_on: dt.date,
    source_id: int,
    vanished: bool,
    facts: dict[str, Any],
    seen: dict[int, dt.date],
    until: dt.date | None = None,
) -> Statement:
    """A vanished record is not seen any more; one of a register is seen on the day of the register's last reading."""
    seen_on: dt.date | None = said_on
    if kind == SourceKind.REGISTER:
        seen_on = None if vanished else max(said_on, seen.get(source_id, said_on))
    return Statement(pk, kind, said_on, seen_on, facts, until)


@transaction.atomic
def found_institutions(groups: Sequence[Sequence[Statement]]) -> list[int]:
    """New draft institutions, one for each group of statements, concluded at once; their ids in the same order."""
    on, made_at = today(), now()
    results = [concluded(group, on) for group in groups]
    pids = new_pids(len(results))
    before = Institution.objects.aggregate(last=Max("pk"))["last"] or 0
    fixed = ("pid", "state", "version", "created_at", "merged_into", "published_at")
    bulk.insert(
        Institution,
        (*fixed, *_COLUMNS),
        (
            (pid, InstitutionState.DRAFT.value, 1, made_at, None, None, *(result.columns[name] for name in _COLUMNS))
            for pid, result in zip(pids, results, strict=True)
        ),
    )
    ids = dict(Institution.objects.filter(pk__gt=before).values_list("pid", "id"))
    found = [ids[pid] for pid in pids]
    pairs = list(zip(found, results, strict=True))
    bulk.insert(Name, _NAME_FIELDS, ((pk, *row) for pk, result in pairs for row in result.names))
    bulk.insert(Identifier, _IDENTIFIER_FIELDS, ((pk, *row) for pk, result in pairs for row in result.identifiers))
    return found


def conclude(institution_ids: Iterable[int]) -> int:
    """Write these institutions (and those they were merged into) anew from the records that count; how many changed."""
    return len(concluded_anew(institution_ids))


@transaction.atomic
def concluded_anew(institution_ids: Iterable[int]) -> set[int]:
    """The same as ``conclude``; which institutions changed."""
    changed: set[int] = set()
    for chunk in bulk.chunks(sorted(set(institution_ids)), CHUNK):
        roots = {
            root or pk for pk, root in Institution.objects.filter(pk__in=chunk).values_list("pk", "merged_into_id")
        }
        changed |= _conclude_chunk(sorted(roots))
    return changed


def _conclude_chunk(roots: list[int]) -> set[int]:
    on, seen = today(), last_seen_days()
    root_of = {pk: pk for pk in roots}
    root_of.update(Institution.objects.filter(merged_into_id__in=roots).values_list("pk", "merged_into_id"))
    said: defaultdict[int, list[Statement]] = defaultdict(list)
    rows = counting_records().filter(institution_id__in=list(root_of)).order_by("id")
    for pk, institution_id, source_id, kind, said_on, vanished_at, facts, until in rows.values_list(
        "pk", "institution_id", "source_id", "source__kind", "said_on", "vanished_at", "facts", "until"
    ):
        statement = statement_of(pk, kind, said_on, source_id, vanished_at is not None, facts, seen, until)
        said[root_of[institution_id]].append(statement)
    results = {pk: concluded(said[pk], on) for pk in roots if said[pk]}
    changed = _write_columns(results)
    changed |= _write_rows(Name, _NAME_FIELDS, NameRow, {pk: result.names for pk, result in results.items()})
    changed |= _write_rows(
        Identifier, _IDENTIFIER_FIELDS, IdentifierRow, {pk: result.identifiers for pk, result in results.items()}
    )
    changed |= _empty_those_without_records([pk for pk in roots if not said[pk]])
    versions = Institution.objects.filter(pk__in=changed).values_list("version", "pk")
    bulk.update(Institution, ("version",), [(version + 1, pk) for version, pk in versions])
    return changed


def _write_columns(results: dict[int, Conclusion]) -> set[int]:
    """UPDATE the columns that differ, institutions with the same differing columns together."""
    by_columns: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for pk, *before in Institution.objects.filter(pk__in=list(results)).values_list("pk", *_COLUMNS):
        after = results[pk].columns
        differing = tuple(name for name, value in zip(_COLUMNS, before, strict=True) if value != after[name])
        if differing:
            by_columns[differing].append((*(after[name] for name in differing), pk))
    for names, rows in by_columns.items():
        bulk.update(Institution, names, rows)
    return {row[-1] for rows in by_columns.values() for row in rows}


def _write_rows(model: Any, names: tuple[str, ...], shape: Any, wanted: dict[int, list[Any]]) -> set[int]:
    """DELETE and INSERT what differs between the rows of ``model`` and ``wanted``; whose rows changed."""
    columns = tuple(name + "_id" if name in ("institution", "record") else name for name in names)
    missing = {(pk, row): None for pk, rows in wanted.items() for row in rows}
    gone: list[int] = []
    changed: set[int] = set()
    for row_id, pk, *values in model.objects.filter(institution_id__in=list(wanted)).values_list("pk", *columns):
        key = (pk, shape(*values))
        if key in missing:
            del missing[key]
        else:
            gone.append(row_id)
            changed.add(pk)
    model.objects.filter(pk__in=gone).delete()
    bulk.insert(model, names, ((pk, *row) for pk, row in missing))
    return changed | {pk for pk, _row in missing}


def _empty_those_without_records(ids: list[int]) -> set[int]:
    """Nobody says anything about these any more: they keep a name to be recognised by, and are drafts again."""
    left = Institution.objects.filter(pk__in=ids).exclude(provenance={})
    changed = set(left.values_list("pk", flat=True))
    if changed:
        Name.objects.filter(institution_id__in=changed).delete()
        Identifier.objects.filter(institution_id__in=changed).delete()
        emptied = Institution.objects.filter(pk__in=changed)
        emptied.filter(state=InstitutionState.PUBLISHED).update(state=InstitutionState.DRAFT)
        emptied.update(
            **_EMPTY, provenance={}, match_key="", name_ko="", name_en="",
            reported_on=None, registered_on=None, confirmed_on=None,
        )  # fmt: skip
    return changed
