"""``gyoryu intake``."""

import json
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

ADAPTERS = (
    "nz-directory", "nz-details", "nz-linz", "kr-schools", "kr-neis", "tr-lise", "tr-lgs", "tr-schools", "th-schools",
    "gb-england", "gb-ofsted", "au-acara", "au-acara-location", "fr-lycees", "osm", "wikidata", "giga", "table",
)  # fmt: skip
WIDTH = 30


class _Bar:
    """How far it is, on a terminal; nothing elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int = 0) -> None:
        if not self.shown:
            return
        full = min(WIDTH * done // total, WIDTH) if total else 0
        bar = f" [{'#' * full}{'-' * (WIDTH - full)}]" if total else ""
        click.echo(f"\r{what.capitalize():<10}{bar} {done:>9,} rows \x1b[K", nl=False, err=True)

    def end(self) -> None:
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)


@click.command(epilog="Exit code 0: taken in. 1: refused, and nothing changed. 2: the command was misspelt.")
@click.argument("adapter", type=click.Choice(ADAPTERS))
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fetch", is_flag=True, help="Get the list from the web first, from where its mapping says; no FILE.")
@click.option("--url", metavar="URL", help="The same, from this address; a key belongs into GYORYU_SECRET_…")
@click.option("--mapping", metavar="M", help="For `table`: a known mapping, such as tr_lise, or your own file.")
@click.option("--country", metavar="CC", default="", help="Two letters, such as TR, where the mapping names none.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the file speaks of; else read from the file.")
@click.option("--part", is_flag=True, help="FILE is a part of the register: what is not in it has not vanished.")
@click.option("--even-if-smaller", is_flag=True, help="Take it in although it lost half of its rows or more.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures, or why it was refused, as JSON.")
def intake(
    adapter: str,
    file: Path | None,
    fetch: bool,
    url: str | None,
    mapping: str | None,
    country: str,
    as_of: datetime | None,
    part: bool,
    even_if_smaller: bool,
    as_json: bool,
) -> None:
    """Take the schools of FILE (.csv, .xlsx, .json or .geojson, also .gz) into the register.

    \b
    nz-directory       New Zealand's directory of schools
    nz-details         New Zealand's schools over the years, with closed ones and former names
    nz-linz            New Zealand's schools on the map (LINZ)
    kr-schools         Korea's schools; those of this office can then have accounts
    kr-neis            Korea's schools by the NEIS service
    tr-lise            Türkiye's upper secondary schools
    tr-lgs             Türkiye's schools of the LGS examination
    tr-schools         Türkiye's schools by name and province
    th-schools         Thailand's schools by province
    gb-england         England's schools and colleges
    gb-ofsted          England's schools by Ofsted
    au-acara           Australia's school profiles
    au-acara-location  Australia's school locations, joined to the profiles by their number
    fr-lycees          lycées of France and French lycées abroad
    osm                OpenStreetMap, GeoJSON or Overpass, with --country
    wikidata           Wikidata, SPARQL JSON, with --country
    giga               UNICEF Giga, with --country
    table              any other list, with --mapping: which column says what

    Where to get them, their licences and what of them is read: docs/guides/en/sources.md.

    The whole FILE is read and checked first. If it cannot be right (half a file, wrong columns, unreadable letters) it
    is refused: you are told the row, the column and what would be right, and nothing has changed. Single bad rows are
    left out and written to a file with the reasons; the rest is taken in.

    Reading a newer FILE of the same register brings changes, marks schools that are no longer listed, and deletes
    nothing. Reading the same FILE again changes nothing.
    """
    from django.utils import translation

    from gyoryu.cli.working import catch_up
    from gyoryu.common.actors import SystemActor
    from gyoryu.common.errors import DomainError
    from gyoryu.intake.domain.taking_in import take_in

    if adapter == "table" and not mapping:
        raise click.UsageError("`table` needs --mapping: a known one, such as tr_lise, or a file of your own.")
    if (file is None) == (not fetch and not url):
        raise click.UsageError("Give a FILE, or --fetch, or --url; one of them.")
    bar, began = _Bar(as_json), time.monotonic()
    try:
        with translation.override("en"):
            day = as_of.date() if as_of else None
            if file is None:
                file, day = _fetched(adapter, mapping, country, url, bar, day)
            report = take_in(
                file,
                adapter=adapter,
                mapping=mapping,
                country=country,
                as_of=day,
                complete=not part,
                even_if_smaller=even_if_smaller,
                actor=SystemActor("command line"),
                progress=bar,
            )
    except DomainError as error:
        bar.end()
        with translation.override("en"):
            _refuse(error, as_json)
    bar("resolving", report.read)
    catch_up()
    bar.end()
    seconds = time.monotonic() - began
    if as_json:
        _print({**report.as_json(), "seconds": round(seconds, 3), "rows_per_second": round(report.read / seconds)})
    else:
        _tell(report, seconds)


def _fetched(
    adapter: str, mapping: str | None, country: str, url: str | None, bar: _Bar, day: date | None
) -> tuple[Path, date | None]:
    """The staged file of the source, and the day it speaks of where its rows do not tell."""
    from dataclasses import replace

    from gyoryu.common.errors import BadInput
    from gyoryu.intake.adapters import find_adapter
    from gyoryu.intake.domain.taking_in import country_of
    from gyoryu.intake.fetching import Address, fetch

    columns = find_adapter(adapter, mapping)[1]
    columns = columns.of_country(country_of(columns, country))
    address = columns.fetch
    if url:
        address = replace(address, url=url) if address and address.pages is None else Address(url)
    if address is None:
        raise BadInput("no_address", "The mapping does not say where this list is. Give --url, or a FILE.", field="url")
    found = fetch(address, name=columns.slug, tell=bar)
    return found.path, day or (found.as_of if columns.said_on is None else None)


def _print(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


def _refuse(error: Any, as_json: bool) -> None:
    from gyoryu.intake.problems import FileRefused

    if not as_json:
        raise click.ClickException(error.message)
    place = error.as_json() if isinstance(error, FileRefused) else {"refused": True, "problem": error.message}
    _print({**place, "code": error.code})
    sys.exit(1)


def _tell(report: Any, seconds: float) -> None:
    click.echo(f"{report.source}: {report.read:,} rows of {report.file}, as of {report.as_of}, in {seconds:.1f} s")
    for name in ("new", "changed", "unchanged", "rejected", "vanished", "returned"):
        click.echo(f"  {name:<10}{getattr(report, name):>9,}")
    for name, count in report.beside.items():
        click.echo(f"  {name.replace('_', ' ')}: {count:,}")
    for warning in report.warnings:
        click.echo(f"Note: {warning}", err=True)
    for problem in report.problems[:5]:
        click.echo(f"Left out: {problem}", err=True)
    if report.rejected_file:
        click.echo(f"Rows that were left out, with the reasons: {report.rejected_file}", err=True)
