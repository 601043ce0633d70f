"""Invariants of the register: flat merge pointers, no orphans, no value that nobody said. Streams; bounded memory."""

from collections.abc import Iterator, Mapping
from typing import Any

MOST = 20  # examples of one fault
CHUNK = 2_000


def merges() -> Iterator[str]:
    from gyoryu.registry.models import Institution

    for one in Institution.objects.filter(merged_into__merged_into__isnull=False)[:MOST]:
        yield f"institution {one.pid} is merged into one that is merged itself"


def records() -> Iterator[str]:
    from django.db.models import Count

    from gyoryu.registry.models import Record

    current = Record.objects.exclude(state="superseded").values("source__slug", "key").annotate(n=Count("id"))
    for row in current.filter(n__gt=1)[:MOST]:
        yield f"source {row['source__slug']} has {row['n']} current records with the key {row['key']}"
    hanging = ["contact", "offer", "programme", "relation"]
    orphans = Record.objects.filter(state="accepted", about__in=hanging, institution__isnull=True)
    for record in orphans.filter(parent__institution__isnull=True)[:MOST]:
        yield f"record {record.pid} is accepted and belongs to no institution"
    for record in Record.objects.filter(state="superseded", superseded_by__isnull=True)[:MOST]:
        yield f"record {record.pid} is superseded, and nothing says by what"


def what_records_made() -> Iterator[str]:
    """Relations, and names and identifiers of published entries, stand on records that count."""
    from gyoryu.registry.counting import counting_records
    from gyoryu.registry.models import Identifier, Institution, Name, Relation

    for relation in Relation.objects.exclude(record__state="accepted").select_related("record")[:MOST]:
        yield f"a relation stands on record {relation.record.pid}, which is not accepted"
    for model in (Name, Identifier):
        rows: Any = model._default_manager.filter(institution__in=Institution.objects.published())
        groundless = rows.exclude(record__in=counting_records())
        for one in groundless.select_related("institution")[:MOST]:
            yield f"institution {one.institution.pid}: nobody who counts says “{one}”"


def provenance() -> Iterator[str]:
    from gyoryu.registry.domain.institutions import missing_to_publish, publishable
    from gyoryu.registry.models import Institution

    published = Institution.objects.published()
    for one in published.filter(provenance={})[:MOST]:
        yield f"institution {one.pid} is published and nothing on it has a source"
    for one in published.exclude(pk__in=publishable().values("pk"))[:MOST]:
        yield f"institution {one.pid} is published and lacks: {', '.join(missing_to_publish(one)) or 'nothing now'}"
    yield from _values()


def _values() -> Iterator[str]:
    """Each group of values comes from a record that counts and belongs to the entry."""
    from gyoryu.registry.counting import counting_records
    from gyoryu.registry.enums import FieldGroup
    from gyoryu.registry.models import Institution
    from gyoryu.registry.policy import FIELDS

    columns: dict[str, tuple[str, ...]] = {group: names for group, names in FIELDS.items() if group != FieldGroup.NAMES}
    wanted = sorted({name for names in columns.values() for name in names})
    last, told = 0, 0
    published = Institution.objects.published().exclude(provenance={})
    while told < MOST:
        chunk = list(published.filter(pk__gt=last).order_by("pk").values("pk", "pid", "provenance", *wanted)[:CHUNK])
        if not chunk:
            return
        last = chunk[-1]["pk"]
        named = {pk for row in chunk for pk in row["provenance"].values() if isinstance(pk, int)}
        found = counting_records().filter(pk__in=named)
        home = {
            pk: root or own
            for pk, own, root in found.values_list("pk", "institution_id", "institution__merged_into_id")
        }
        for row in chunk:
            for fault in _faults(row, columns, home):
                told += 1
                yield f"institution {row['pid']}: {fault}"


def _faults(row: dict[str, Any], columns: dict[str, tuple[str, ...]], home: Mapping[int, int | None]) -> Iterator[str]:
    for group, pk in row["provenance"].items():
        if isinstance(pk, int) and pk not in home:
            yield f"{group} is taken from record {pk}, which is not accepted"
        elif isinstance(pk, int) and home[pk] != row["pk"]:
            yield f"{group} is taken from record {pk}, which belongs to another entry"
    for group, names in columns.items():
        unsaid = [name for name in names if row[name] not in ("", None, [])]
        if unsaid and group not in row["provenance"]:
            yield f"nobody said its {', '.join(unsaid)}"
