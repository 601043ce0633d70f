"""``gyoryu intake``."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

ADAPTERS = ("nz-directory", "kr-schools", "table")


class _Bar:
    """How far it is, on a terminal; nothing elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr.isatty()

    def __call__(self, what: str, done: int) -> None:
        if self.shown:
            click.echo(f"\r{what.capitalize()}: {done:>9,} rows", nl=False, err=True)

    def end(self) -> None:
        if self.shown:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)


@click.command()
@click.argument("adapter", type=click.Choice(ADAPTERS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", metavar="M", help="For `table`: a name from data/mappings, such as tr_lise, or a file.")
@click.option("--country", metavar="CC", default="", help="Two letters, such as TR; where the mapping does not say.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the file speaks of; else read from its name.")
@click.option("--part", is_flag=True, help="FILE is only a part: rows that are not in it have not vanished.")
@click.option("--even-if-smaller", is_flag=True, help="Accept a register that lost half of its rows or more.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def intake(
    adapter: str,
    file: Path,
    mapping: str | None,
    country: str,
    as_of: datetime | None,
    part: bool,
    even_if_smaller: bool,
    as_json: bool,
) -> None:
    """Read a national register or a spreadsheet (.csv, .csv.gz, .xlsx) into the register.

    Rows that did not change touch nothing; rows that vanished are marked. A file that cannot be read is refused and
    changes nothing; single bad rows are left out and written to a file with their reasons. Returns when every row has
    found its institution.
    """
    from gyoryu.cli.working import catch_up
    from gyoryu.common.actors import SystemActor
    from gyoryu.common.errors import BadInput
    from gyoryu.intake.domain.taking_in import take_in
    from gyoryu.intake.problems import FileRefused

    bar = _Bar(as_json)
    try:
        report = take_in(
            file,
            adapter=adapter,
            mapping=mapping,
            country=country,
            as_of=as_of.date() if as_of else None,
            complete=not part,
            even_if_smaller=even_if_smaller,
            actor=SystemActor("command line"),
            progress=bar,
        )
    except BadInput as error:
        bar.end()
        if as_json:
            refused = error.as_json() if isinstance(error, FileRefused) else {"refused": True, "problem": error.message}
            click.echo(json.dumps(refused, ensure_ascii=False))
            raise SystemExit(1) from error
        raise click.ClickException(error.message) from error
    bar("resolving", report.read)
    catch_up()
    bar.end()
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        _tell(report)


def _tell(report: Any) -> None:
    click.echo(f"{report.source}, as of {report.as_of}: read {report.read:,} rows of {report.file}")
    figures = ("new", "changed", "unchanged", "rejected", "vanished", "returned")
    click.echo("  " + ", ".join(f"{name} {getattr(report, name):,}" for name in figures))
    if report.beside:
        click.echo("  " + ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in report.beside.items()))
    for warning in report.warnings:
        click.echo(f"  Note: {warning}", err=True)
    for problem in report.problems[:5]:
        click.echo(f"  {problem}", err=True)
    if report.rejected_file:
        click.echo(f"  Rows that were left out, with reasons: {report.rejected_file}", err=True)
