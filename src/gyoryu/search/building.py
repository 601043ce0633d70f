"""Filling the index from the register: all of it, or what changed. Only published, unmerged institutions are in it."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from gyoryu.common.locks import LockBusy
from gyoryu.reference.queries import level_groups_of
from gyoryu.registry.models import Institution, Name
from gyoryu.search import store, tables
from gyoryu.search.engine import IndexBroken, Writer
from gyoryu.search.entries import Entry, EntryName, keyed
from gyoryu.search.index import Engine

log = logging.getLogger(__name__)

CHUNK: Final = 2_000
_FIELDS: Final = ("id", "pid", "country", "region", "locality", "kind", "level_from", "level_to", "local_type") + (
    "display_name",
    "display_language",
    "name_ko",
    "name_en",
)


@dataclass(frozen=True, slots=True)
class Built:
    """What a rebuild did."""

    institutions: int
    names: int
    seconds: float


def entries_of(ids: Sequence[int]) -> list[Entry]:
    """The entries of those of the institutions that are published, in two queries."""
    rows = list(Institution.objects.published().filter(id__in=ids).order_by("id").values(*_FIELDS))
    names: defaultdict[int, list[EntryName]] = defaultdict(list)
    found = Name.objects.filter(institution__in=[row["id"] for row in rows]).order_by("id")
    for owner, text, language, kind in found.values_list("institution_id", "text", "language", "kind"):
        names[owner].append(EntryName(text, language, kind))
    return [
        Entry(
            id=row["id"],
            pid=row["pid"],
            names=(
                EntryName(row["display_name"], row["display_language"], "display"),
                *names[row["id"]],
                EntryName(row["name_ko"], "ko", "display"),
                EntryName(row["name_en"], "en", "display"),
            ),
            country=row["country"],
            region=row["region"],
            locality=row["locality"],
            kind=row["kind"],
            levels=tuple(map(str, level_groups_of(row["country"], row["level_from"], row["level_to"]))),
            local_type=row["local_type"],
        )
        for row in rows
    ]


def _published_in_chunks() -> Iterator[list[int]]:
    """Ids of everything published, in order, never more than one chunk in memory."""
    last = 0
    while True:
        rows = Institution.objects.published().filter(id__gt=last).order_by("id").values_list("id", flat=True)
        ids = list(rows[:CHUNK])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _put(writer: Writer, ids: Sequence[int], *, replace: bool) -> tuple[int, int]:
    """Write what is published of the institutions, and remove the others; how many entries and names were written."""
    entries = entries_of(ids)
    names = 0
    for entry in entries:
        analysed = keyed(entry)
        names += len(analysed.names)
        writer.put(analysed, replace=replace)
    if replace:
        for gone in set(ids) - {entry.id for entry in entries}:
            writer.remove(gone)
    return len(entries), names


def rebuild(progress: Callable[[int, int], None] | None = None) -> Built:
    """Build a new index from zero while the old one serves, and let it serve. LockBusy when another one is at it.

    ``progress`` is told how many institutions are done, and of how many.
    """
    began = time.monotonic()
    institutions, names = _built_in_tables(progress) if store.in_tables() else _built_in_files(progress)
    seconds = time.monotonic() - began
    log.info("index rebuilt: %d institutions, %d names, %.1f s", institutions, names, seconds)
    return Built(institutions, names, seconds)


def _built_in_files(progress: Callable[[int, int], None] | None) -> tuple[int, int]:
    with store.building():
        with store.writing():
            folder = store.new_folder()
        total = Institution.objects.published().count() if progress else 0
        institutions = names = 0
        with Engine.create(folder).writer() as writer:
            for ids in _published_in_chunks():
                done, more = _put(writer, ids, replace=False)
                institutions += done
                names += more
                if progress:
                    progress(institutions, max(total, institutions))
        with store.writing():
            late = iter(store.changed_while_building())
            with Engine.open(folder).writer() as writer:
                while ids := list(islice(late, CHUNK)):
                    _put(writer, ids, replace=True)
            store.serve(folder)
    return institutions, names


def _built_in_tables(progress: Callable[[int, int], None] | None) -> tuple[int, int]:
    """Row by row in place: the old rows serve until they are replaced, and what is gone goes last."""
    with tables.building():
        tables.make()
        total = Institution.objects.published().count() if progress else 0
        institutions = names = last = 0
        for ids in _published_in_chunks():
            with tables.writing(), tables.TableEngine().writer() as writer:
                done, more = _put(writer, ids, replace=True)
            institutions += done
            names += more
            if progress:
                progress(institutions, max(total, institutions))
        while stored := tables.stored_ids_after(last, CHUNK):
            published = set(Institution.objects.published().filter(id__in=stored).values_list("id", flat=True))
            if gone := [pk for pk in stored if pk not in published]:
                with tables.writing(), tables.TableEngine().writer() as writer:
                    _put(writer, gone, replace=True)
            last = stored[-1]
        tables.declare_whole()
    return institutions, names


def reindex_institutions(ids: Iterable[int]) -> int:
    """Bring the index up to date with these institutions; how many were looked at. Doing it twice changes nothing.

    An index that is missing or broken is rebuilt, which covers them.
    """
    wanted = iter(sorted(set(ids)))
    first = list(islice(wanted, CHUNK))
    if not first:
        return 0
    looked_at = 0
    try:
        with store.writing(), store.to_write().writer() as writer:
            chunk = first
            while chunk:
                _put(writer, chunk, replace=True)
                store.note_changed(chunk)
                looked_at += len(chunk)
                chunk = list(islice(wanted, CHUNK))
    except IndexBroken as error:
        log.warning("the index is built anew: %s", error)
        store.forget()
        looked_at += sum(1 for _ in wanted)
        rebuild()
    return looked_at


def heal() -> bool:
    """Rebuild a broken index unless somebody is already at it; is there an index that serves now?"""
    store.forget()
    try:
        rebuild()
    except LockBusy:
        return False
    return True
