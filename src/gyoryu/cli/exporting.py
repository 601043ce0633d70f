"""``gyoryu export``."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

COLUMNS = [
    *("pid", "kind", "display_name", "display_language", "name_ko", "name_en"),
    *("country", "region", "locality", "address", "postcode", "latitude", "longitude"),
    *("level_from", "level_to", "local_type", "website", "telephone", "status", "opened_on", "closed_on"),
    *("pupils", "description", "reported_on", "registered_on", "confirmed_on"),
]
CHUNK = 1_000


def rows() -> Iterator[dict[str, Any]]:
    """Published institutions with names, identifiers and sources; no persons. Four queries for each thousand."""
    from django.db.models import Prefetch

    from gyoryu.registry.models import Identifier, Institution, Name, Record

    published = Institution.objects.published().order_by("id")
    related = published.prefetch_related(
        Prefetch("names", queryset=Name.objects.order_by("id")),
        Prefetch("identifiers", queryset=Identifier.objects.order_by("id")),
        Prefetch(
            "records", queryset=Record.objects.filter(state="accepted", about="institution").select_related("source")
        ),
    )
    for institution in related.iterator(chunk_size=CHUNK):
        row = {column: getattr(institution, column) for column in COLUMNS}
        row |= {
            day: row[day].isoformat() if row[day] else None for day in ("reported_on", "registered_on", "confirmed_on")
        }
        row["names"] = [{"text": n.text, "language": n.bcp47, "kind": n.kind} for n in institution.names.all()]
        row["identifiers"] = [{"scheme": i.scheme, "value": i.value} for i in institution.identifiers.all()]
        row["sources"] = [
            {"source": r.source.slug, "key": r.key, "said_on": r.said_on.isoformat(), "licence": r.source.licence}
            for r in institution.records.all()
        ]
        yield row


def plain(value: Any) -> str:
    """A cell that a spreadsheet shows and does not calculate."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in "=+-@\t\r" and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@click.command()
@click.argument("what", type=click.Choice(["institutions"]))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
def export(what: str, out: Path, form: str) -> None:
    """Write the published register to OUT, with sources and without persons."""
    count = 0
    with out.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as file:
        if form == "jsonl":
            for row in rows():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
        else:
            writer = csv.writer(file)
            writer.writerow([*COLUMNS, "names", "identifiers", "sources"])
            for row in rows():
                names = " | ".join(name["text"] for name in row["names"])
                ids = " | ".join(f"{i['scheme']}:{i['value']}" for i in row["identifiers"])
                sources = " | ".join(sorted({s["source"] for s in row["sources"]}))
                writer.writerow([*(plain(row[column]) for column in COLUMNS), plain(names), plain(ids), plain(sources)])
                count += 1
    click.echo(f"Wrote {count:,} {what} to {out}.")
