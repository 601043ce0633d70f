"""A file comes in: read and checked as a whole, then received by the register as one run.

Not a verb of its own: it strings together the register's ``ensure_source``, ``start_run`` and ``receive_records``.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from gyoryu.common.actors import Actor
from gyoryu.common.clock import today
from gyoryu.common.errors import BadInput
from gyoryu.intake.adapters import find_adapter, finish
from gyoryu.intake.mappings import Mapping
from gyoryu.intake.problems import FileRefused, RowProblem
from gyoryu.intake.readers import Table, open_table
from gyoryu.intake.rejects import Rejects
from gyoryu.intake.rows import RowReader, fit_of
from gyoryu.intake.staging import Staging
from gyoryu.reference import queries as reference
from gyoryu.registry.domain.intake_runs import receive_records, start_run
from gyoryu.registry.domain.sources import ensure_source
from gyoryu.registry.models import Record, Source, SourceRun

__all__: list[str] = []

Progress = Callable[[str, int], None]
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?)?(?!\d)")
FEW = 20  # below so many rows a share says nothing
TOO_MANY_BAD = 0.5
SHRUNK_TO = 0.5


@dataclass(frozen=True, slots=True)
class Report:
    """What an intake did."""

    source: str
    file: str
    as_of: str
    run: str
    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    vanished: int
    returned: int
    encoding: str = ""
    rejected_file: str = ""
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    beside: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        data = asdict(self)
        return {**data, **data.pop("beside")}


def day_in(name: str) -> dt.date | None:
    """The last date in a file's name: ``nz_directory_2016-06.csv.gz`` speaks of 1 June 2016."""
    found = _DAY.findall(name)
    if not found:
        return None
    year, month, day = found[-1]
    try:
        return dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return dt.date(int(year), int(month or 1), 1)


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _country_of(mapping: Mapping, asked: str) -> str:
    asked = asked.upper()
    if asked and not reference.is_country(asked):
        raise BadInput(
            "no_country", _("“%(given)s” is no country. Write two letters, like TR."), field="country", given=asked[:10]
        )
    if asked and mapping.country and asked != mapping.country:
        raise BadInput(
            "other_country",
            _("The mapping %(file)s is for %(theirs)s, not %(asked)s. Leave --country out, or use another mapping."),
            field="country", file=mapping.file, theirs=mapping.country, asked=asked,
        )  # fmt: skip
    country = asked or mapping.country
    if not country:
        raise BadInput(
            "country_missing", _("Say which country these schools are in: add --country TR."), field="country"
        )
    return country


def take_in(
    path: Path,
    *,
    adapter: str,
    actor: Actor,
    mapping: str | None = None,
    country: str = "",
    as_of: dt.date | None = None,
    complete: bool = True,
    even_if_smaller: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Read ``path`` by an adapter; FileRefused, with file, row and column, when it cannot be read: then nothing changed.

    ``complete``: the file is the whole register, so that a row that is not there any more has vanished. One that has
    lost half of its rows since the last time is refused, unless ``even_if_smaller``.
    """
    chosen, columns = find_adapter(adapter, mapping)
    country = _country_of(columns, country)
    tell = progress or (lambda _what, _done: None)
    try:
        opened = open_table(path, columns.encodings, fit_of(columns))
        with opened as table, Staging() as staging:
            reader = RowReader(columns, table, country)
            beside = chosen.beside(reader) if chosen.beside else None
            rejects = Rejects(f"{columns.slug}-{path.name.partition('.')[0]}", table.header)
            _read_all(table, reader, staging, rejects, beside, tell)
            _check_whole(path, staging, rejects)
            file_hash = _hash_of(path)
            day = (
                as_of or day_in(path.name) or (dt.date.fromisoformat(staging.last_day) if staging.last_day else today())
            )
            source = _source(columns, country, actor)
            warnings = _compare_with_before(path, source, staging.count, day, complete and not even_if_smaller)
            rejected_file = rejects.write()
            run = start_run(
                source, file_name=path.name, file_hash=file_hash, as_of=day, actor=actor, rejected=rejects.count
            )
            receive_records(run, said=_counted(staging, columns, tell), actor=actor, complete=complete)
            figures = finish(beside, actor)
            encoding = table.encoding
    except BadInput as error:
        if isinstance(error, FileRefused) or error.code != "duplicate_key":
            raise
        raise FileRefused(path.name, str(error), "Give each row a key of its own.") from error
    return Report(
        source=source.slug, file=path.name, as_of=day.isoformat(), run=run.pid, read=staging.count + rejects.count,
        new=run.new, changed=run.changed, unchanged=run.unchanged, rejected=rejects.count, vanished=run.vanished,
        returned=run.returned, encoding=encoding, rejected_file=str(rejected_file or ""),
        problems=[str(problem) for problem in rejects.first], warnings=warnings, beside=figures,
    )  # fmt: skip


def _read_all(table: Table, reader: RowReader, staging: Staging, rejects: Rejects, beside: Any, tell: Progress) -> None:
    done = 0
    for done, (number, cells) in enumerate(table.rows, start=1):  # noqa: B007 -- told after the loop
        row = reader.read(number, cells)
        if isinstance(row, RowProblem):
            rejects.add(row, cells)
        else:
            staging.add(row, cells)
            if beside is not None:
                beside.see(row, cells)
        if done % 2_000 == 0:
            tell("reading", done)
    for problem, cells in staging.close_reading(reader):
        rejects.add(problem, cells)
    tell("reading", done)


def _check_whole(path: Path, staging: Staging, rejects: Rejects) -> None:
    """A file of which most is wrong is the wrong file, or read with the wrong mapping."""
    rows = staging.count + rejects.count
    if not rows:
        raise FileRefused(path.name, "it has a header and no rows", "Export the register again.")
    if not staging.count or (rows >= FEW and rejects.count > rows * TOO_MANY_BAD):
        first = rejects.first[0]
        raise FileRefused(
            path.name,
            f"{rejects.count:,} of {rows:,} rows cannot be read; the first because {first.problem}",
            f"{first.mend} Is it the right mapping and country?",
            row=first.row,
            column=first.column,
        )


def _source(mapping: Mapping, country: str, actor: Actor) -> Source:
    return ensure_source(
        mapping.slug,
        kind=mapping.source_kind,
        label=mapping.label,
        country=country,
        language=mapping.language,
        licence=mapping.licence,
        attribution=mapping.attribution,
        website=mapping.website,
        own_scheme=mapping.scheme,
        actor=actor,
    )


def _compare_with_before(path: Path, source: Source, count: int, day: dt.date, refuse_smaller: bool) -> list[str]:
    current = Record.objects.filter(source=source, about="institution", vanished_at__isnull=True).exclude(
        state="superseded"
    )
    before = current.count()
    if refuse_smaller and before >= FEW and count < before * SHRUNK_TO:
        raise FileRefused(
            path.name,
            f"it has {count:,} rows where the last reading had {before:,}",
            "It is probably half a file. If the register really shrank, add --even-if-smaller; if it is only a part, add --part.",
        )
    newest = (
        SourceRun.objects.filter(source=source, finished_at__isnull=False, as_of__gt=day).order_by("-as_of").first()
    )
    if newest is not None:
        return [
            f"This file speaks of {day}, and {source.slug} was read as of {newest.as_of} before: older data now counts."
        ]
    return []


def _counted(staging: Staging, mapping: Mapping, tell: Progress) -> Any:
    for done, said in enumerate(staging.said(mapping.content_key), start=1):
        yield said
        if done % 2_000 == 0:
            tell("receiving", done)
    tell("receiving", staging.count)
