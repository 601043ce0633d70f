"""``gyoryu resolve``: which records are one institution."""

import json
import time
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
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def resolve(pairs: Path | None, out: Path | None, as_json: bool) -> None:
    """Say of pairs of records whether they are one institution, and why.

    The columns of PAIRS.csv: name_a, place_a, lat_a, lon_a, name_b, place_b, lat_b, lon_b and country (ISO 3166). An
    empty cell is no evidence. SCORES.csv has the same lines with score (0 to 1), decision (same or different) and
    explanation: what each feature adds, in log-odds.
    """
    if pairs is None or out is None:
        raise click.UsageError("Give --pairs PAIRS.csv and --out SCORES.csv.")
    if out.exists() and out.samefile(pairs):
        raise click.UsageError("--out must be another file than --pairs.")
    _score(pairs, out, as_json)


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
