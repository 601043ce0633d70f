"""A file comes in: read and checked as a whole, then received by the register as one run.

Not a verb of its own: it strings together the register's ``ensure_source``, ``start_run``, ``stage_records``
and ``apply_run``.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.common.actors import Actor
from gyoryu.common.clock import today
from gyoryu.common.errors import BadInput, Conflict
from gyoryu.common.locks import LockBusy, file_lock, holder_of
from gyoryu.intake.adapters import find_adapter
from gyoryu.intake.home_schools import HomeSchools
from gyoryu.intake.mappings import Mapping
from gyoryu.intake.opening import open_register
from gyoryu.intake.problems import FileRefused, RowProblem
from gyoryu.intake.readers import Table
from gyoryu.intake.rejects import Rejects
from gyoryu.intake.rows import RowReader
from gyoryu.intake.staging import Staging
from gyoryu.reference import queries as reference
from gyoryu.registry.domain.applied_runs import apply_run
from gyoryu.registry.domain.intake_runs import Said, stage_records, start_run
from gyoryu.registry.domain.sources import ensure_source
from gyoryu.registry.enums import RecordAbout, RecordState, RunState
from gyoryu.registry.models import Record, Source, SourceRun

__all__: list[str] = []

Progress = Callable[[str, int, int], None]  # what, how many rows, of how many (0: nobody knows)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-_.]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
FEW = 20  # below so many rows it says nothing that most are wrong
MANY = 100  # below so many rows it says nothing that half are gone
TELL_EVERY = 500  # rows
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
    year, _sign, month, day = found[-1]
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


def country_of(mapping: Mapping, asked: str) -> str:
    """The country of a register: as asked, or as its mapping says; BadInput when they differ or neither says."""
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
    """Read ``path`` by an adapter. FileRefused, with file, row and column: it cannot be read, and nothing changed.

    ``complete``: the file is the whole register, so that a row that is not there any more has vanished. One that has
    lost half of its rows since the last time is refused, unless ``even_if_smaller``.
    """
    chosen, columns = find_adapter(adapter, mapping)
    country = country_of(columns, country)
    columns = columns.of_country(country)
    if as_of is not None and as_of > today():
        raise BadInput(
            "as_of_ahead", _("A register cannot speak of a day to come. Give the day it was made."), field="as_of"
        )
    tell = progress or (lambda _what, _done, _total: None)
    with (
        _alone(columns.slug),
        open_register(path, columns) as table,
    ):
        reader = RowReader(columns, table, country)
        with Staging(reader) as staging:
            beside = chosen.beside(reader) if chosen.beside else None
            rejects = Rejects(_NOT_IN_NAMES.sub("_", f"{columns.slug}-{path.name.partition('.')[0]}")[:120], reader)
            _read_all(table, reader, staging, rejects, beside, tell)
            _check_whole(path, staging, rejects)
            intake = _Intake(path, columns, country, as_of or _day_of(path, staging), staging, rejects, beside)
            run, warnings, figures = _apply(intake, actor, complete, even_if_smaller, tell)
            rejected_file = rejects.write()
    return Report(
        source=columns.slug, file=path.name, as_of=intake.day.isoformat(), run=run.pid, read=run.read,
        new=run.new, changed=run.changed, unchanged=run.unchanged, rejected=run.rejected, vanished=run.vanished,
        returned=run.returned, encoding=table.encoding, rejected_file=str(rejected_file or ""),
        problems=[str(problem) for problem in rejects.first], beside=figures,
        warnings=[*_passed_over(table), *staging.warnings(), *warnings],
    )  # fmt: skip


@contextmanager
def _alone(slug: str) -> Iterator[None]:
    """Two readings of one source would undo each other."""
    lock: Path = settings.HOME / "locks" / f"intake-{slug}.lock"
    try:
        with file_lock(lock):
            yield
    except LockBusy as error:
        message = _("“%(slug)s” is being read already (%(who)s). Wait until that is done, then try again.")
        raise Conflict("intake_running", message, slug=slug, who=holder_of(lock)) from error


def _day_of(path: Path, staging: Staging) -> dt.date:
    """The day the file speaks of: what its rows say, else what its name says, else today."""
    said = dt.date.fromisoformat(staging.last_day) if staging.last_day else day_in(path.name)
    return min(said or today(), today())


def _read_all(
    table: Table, reader: RowReader, staging: Staging, rejects: Rejects, beside: HomeSchools | None, tell: Progress
) -> None:
    for done, (number, cells) in enumerate(table.rows, start=1):
        row = reader.read(number, cells)
        if isinstance(row, RowProblem):
            rejects.add(row, cells)
        elif staging.add(row, cells) and beside is not None:
            beside.see(row, cells)
        if done % TELL_EVERY == 0:
            tell("reading", done, table.expected)
    for problem, cells in staging.close_reading():
        rejects.add(problem, cells)


def _passed_over(table: Table) -> list[str]:
    if not table.passed_over:
        return []
    return [f"{table.passed_over:,} rows are of another kind than the mapping wants, and were passed over."]


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


@dataclass(frozen=True, slots=True)
class _Intake:
    """A file that was read and found good, before anything of it is applied."""

    path: Path
    mapping: Mapping
    country: str
    day: dt.date
    staging: Staging
    rejects: Rejects
    beside: HomeSchools | None


def _apply(
    intake: _Intake, actor: Actor, complete: bool, even_if_smaller: bool, tell: Progress
) -> tuple[SourceRun, list[str], dict[str, int]]:
    """Stage it, do what happens beside, apply it. Until it is staged, a failure leaves nothing of it."""
    path, rejects, beside = intake.path, intake.rejects, intake.beside
    file_hash = _hash_of(path)
    _finish_earlier(intake.mapping.slug, actor)
    with transaction.atomic():
        source = _source(intake.mapping, intake.country, actor)
        warnings = _compare_with_before(intake, source, complete and not even_if_smaller)
        run = start_run(
            source, file_name=path.name, file_hash=file_hash, as_of=intake.day, actor=actor, rejected=rejects.count
        )
    try:
        said = _counted(intake.staging, tell)
        run = stage_records(run, said=said, actor=actor, complete=complete, kept=rejects.keys)
    except BadInput as error:
        raise FileRefused(path.name, str(error), "Mend the row and read the file again.") from error
    figures = beside.finish(actor=actor, complete=complete, kept=rejects.keys) if beside is not None else {}
    changes = run.new + run.changed + run.vanished + run.returned
    run = apply_run(run, actor=actor, progress=lambda done: tell("applying", done, changes))
    return run, [*warnings, *(beside.warnings() if beside is not None else [])], figures


def _finish_earlier(slug: str, actor: Actor) -> None:
    """Finish the applying of an earlier reading that was cut off, so that this one is compared with all of it."""
    for run in SourceRun.objects.filter(source__slug=slug, state=RunState.APPLYING):
        apply_run(run, actor=actor)


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


def _compare_with_before(intake: _Intake, source: Source, refuse_smaller: bool) -> list[str]:
    current = Record.objects.filter(source=source, about=RecordAbout.INSTITUTION, vanished_at__isnull=True)
    before = current.exclude(state=RecordState.SUPERSEDED).count()
    count = intake.staging.count + intake.rejects.count
    if refuse_smaller and before >= MANY and count < before * SHRUNK_TO:
        raise FileRefused(
            intake.path.name,
            f"it has {count:,} rows where the last reading had {before:,}: it is probably half a file",
            "Download it again. If the register really shrank, add --even-if-smaller; if this is only a part, --part.",
        )
    newest = SourceRun.objects.filter(source=source, state=RunState.APPLIED, as_of__gt=intake.day)
    last = newest.order_by("-as_of").first()
    if last is not None:
        return [
            f"This file speaks of {intake.day}, but {source.slug} was read as of {last.as_of} before: older words now "
            "stand in place of newer ones. Read the newer file again to undo that."
        ]
    return []


def _counted(staging: Staging, tell: Progress) -> Iterator[Said]:
    for done, said in enumerate(staging.said(), start=1):
        yield said
        if done % TELL_EVERY == 0:
            tell("receiving", done, staging.count)
