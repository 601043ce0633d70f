"""``gyoryu search`` and ``gyoryu reindex``."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import click

_WIDEST_CELL = 1_000_000


def _hit(hit: Any) -> dict[str, Any]:
    return {
        "pid": hit.pid,
        "country": hit.country,
        "score": hit.score,
        "names": list(hit.names),
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in hit.identifiers],
    }


def _shown(hit: dict[str, Any]) -> str:
    ids = " ".join(f"{one['scheme']}:{one['value']}" for one in hit["identifiers"])
    return f"{hit['score']:.2f}  {hit['country']}  {hit['pid']}  {' / '.join(hit['names'])}  {ids}".rstrip()


def _line(qid: str | None, query: str, country: str | None, limit: int) -> dict[str, Any]:
    from gyoryu.search.queries import search_institutions

    found = search_institutions(query, country=country, limit=limit, facets=False)
    answer = {"query": query, "took_ms": found.took_ms, "hits": [_hit(hit) for hit in found.hits]}
    answer["near"] = [_hit(hit) for hit in found.near]
    return answer if qid is None else {"qid": qid, **answer}


def _print_json(value: Any) -> None:
    # A terminal may not be able to show what was asked; a lone surrogate is nowhere valid.
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _search_file(path: Path, country: str | None, limit: int) -> None:
    csv.field_size_limit(_WIDEST_CELL)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        reader = csv.DictReader(handle)
        if "query" not in (reader.fieldnames or ()):
            columns = ", ".join(map(str, reader.fieldnames or ())) or "none"
            raise click.UsageError(f"{path.name} needs a column “query”; its columns are: {columns}.")
        try:
            for row in reader:
                _print_json(_line(row.get("qid") or "", row["query"] or "", country, limit))
        except csv.Error as error:
            raise click.ClickException(f"{path.name}, line {reader.line_num}: {error}.") from error


@click.command("search")
@click.argument("query", required=False)
@click.option("--country", metavar="CC", help="Only this country (ISO 3166 code, such as NZ).")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="At most so many hits.")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="QUERIES.csv",
    help="Ask every line of a file: its column “query” is asked, its column “qid” is passed through.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON; with --batch one object a line, in order.")
def search(query: str | None, country: str | None, limit: int, batch: Path | None, as_json: bool) -> None:
    """Find published institutions by name, in any script and spelling."""
    if (query is None) == (batch is None):
        raise click.UsageError("Give either a QUERY or --batch QUERIES.csv.")
    if batch is not None:
        if not as_json:
            raise click.UsageError("--batch prints JSON lines: add --json.")
        _search_file(batch, country, limit)
        return
    answer = _line(None, query or "", country, limit)
    if as_json:
        _print_json(answer)
        return
    for hit in answer["hits"]:
        click.echo(_shown(hit))
    if not answer["hits"]:
        click.echo("Nothing found." + (" The nearest names:" if answer["near"] else ""), err=True)
        for hit in answer["near"]:
            click.echo(_shown(hit), err=True)


@click.command("reindex")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def reindex(as_json: bool) -> None:
    """Build the search index anew from the register; the old one serves until the new one is whole."""
    from gyoryu.common.locks import LockBusy
    from gyoryu.search.building import rebuild

    shown = sys.stderr.isatty() and not as_json

    def progress(done: int, total: int) -> None:
        if shown:
            click.echo(f"\r{done:,} of {total:,} institutions", nl=False, err=True)

    try:
        built = rebuild(progress)
    except LockBusy as error:
        raise click.ClickException("Another process is rebuilding the index already; wait until it is done.") from error
    if shown:
        click.echo(err=True)
    if as_json:
        figures = {"institutions": built.institutions, "names": built.names, "seconds": round(built.seconds, 2)}
        click.echo(json.dumps(figures))
    else:
        click.echo(f"Indexed {built.institutions:,} institutions with {built.names:,} names in {built.seconds:.1f} s.")
