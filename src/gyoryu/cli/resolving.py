"""``gyoryu resolve``: which records are one institution."""

import json
import time
from dataclasses import asdict
from pathlib import Path

import click


@click.command("resolve")
@click.option(
    "--pairs",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PAIRS.csv",
    help="Score the pairs of a file, one a line; the register is not touched.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="SCORES.csv", help="Where the scores are written."
)
@click.option("--source", metavar="SLUG", help="Compare only what this source says, with everything.")
@click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True, help="What compares.")
@click.option("--threads", type=click.IntRange(1, 256), default=1, show_default=True, help="Cores the engine may use.")
@click.option("--memory", default="1GB", show_default=True, metavar="SIZE", help="Memory the engine may use.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def resolve(
    pairs: Path | None,
    out: Path | None,
    source: str | None,
    engine: str,
    threads: int,
    memory: str,
    as_json: bool,
) -> None:
    """Say which records are one institution, and why.

    Without --pairs the register is compared with itself: what is surely one institution is merged and can be undone,
    what may be one is asked at the judging desk. Only what changed since the last run is compared.

    With --pairs the lines of a file are scored and the register is not touched. The columns of PAIRS.csv: name_a,
    place_a, lat_a, lon_a, name_b, place_b, lat_b, lon_b and country (ISO 3166). An empty cell is no evidence.
    SCORES.csv has the same lines with score (0 to 1), decision (same or different) and explanation: what each feature
    adds, in log-odds.
    """
    if (pairs is None) != (out is None):
        raise click.UsageError("Give both --pairs PAIRS.csv and --out SCORES.csv.")
    if pairs is None or out is None:
        _resolve_register(source, threads, memory, as_json)
        return
    if source:
        raise click.UsageError("--source is about the register, --pairs about a file: give one of them.")
    if out.exists() and out.samefile(pairs):
        raise click.UsageError("--out must be another file than --pairs.")
    _score(pairs, out, as_json)


STAGES = {"prepared": "records prepared", "blocks": "records looked up", "pairs": "pairs compared", "merged": "merged"}


def _resolve_register(slug: str | None, threads: int, memory: str, as_json: bool) -> None:
    from gyoryu.cli.instance import prepare

    prepare(database=True)
    from django.conf import settings

    from gyoryu.common.actors import SystemActor
    from gyoryu.common.locks import LockBusy, file_lock
    from gyoryu.registry.models import Source
    from gyoryu.resolution.domain.linking import resolve_register

    source = Source.objects.filter(slug=slug).first() if slug else None
    if slug and source is None:
        raise click.ClickException(f"There is no source {slug}.")
    began, place = time.monotonic(), settings.HOME / "linkage"

    def say(stage: str, done: int, total: int) -> None:
        if not as_json:
            click.echo(f"{done:,} of {total:,} {STAGES[stage]}", err=True)

    try:
        with file_lock(place / "lock"):
            done = resolve_register(
                source,
                bench=place / "register.duckdb",
                threads=threads,
                memory=memory,
                actor=SystemActor("resolution"),
                say=say,
            )
    except LockBusy as error:
        raise click.ClickException(f"Another run is at it: {error}.") from error
    figures = {**asdict(done), "seconds": round(time.monotonic() - began, 2)}
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo(
        f"{done.records:,} records, {done.prepared:,} of them new; {done.pairs:,} pairs compared. "
        f"Merged {done.merged:,}; {done.asked:,} new questions wait at the judging desk."
    )


def _score(pairs: Path, out: Path, as_json: bool) -> None:
    from gyoryu.resolution.linkage.pairs import CannotRead, score_pairs

    began = time.monotonic()
    try:
        scored = score_pairs(pairs, out)
    except CannotRead as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}.") from error
    if scored.unread:
        click.echo(f"{scored.unread} coordinates are no numbers and were taken as not said.", err=True)
    figures = {
        "pairs": scored.pairs,
        "same": scored.same,
        "different": scored.pairs - scored.same,
        "automatic": scored.automatic,
        "seconds": round(time.monotonic() - began, 2),
    }
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo(f"{scored.pairs} pairs: {scored.same} the same, {scored.pairs - scored.same} different.")
