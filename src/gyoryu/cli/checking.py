"""``gyoryu check``: invariants that must hold whatever happened."""

import json
from collections.abc import Callable, Iterator

import click

from gyoryu.cli import register_checks

MOST = 20  # examples of one fault, of one kind


def _judgements() -> Iterator[str]:
    from django.db.models import F

    from gyoryu.resolution.models import Judgement

    same = Judgement.objects.filter(verdict="same", replaced_at__isnull=True, record__isnull=False)
    wrong = same.exclude(record__institution=F("institution")).exclude(record__state__in=["superseded", "rejected"])
    for judgement in wrong.select_related("record", "institution")[:MOST]:
        yield f"record {judgement.record_id} does not point at institution {judgement.institution_id}, as judged"


def _exchange() -> Iterator[str]:
    from gyoryu.exchange.models import Match

    connected = Match.objects.filter(state__in=["connected", "pre_consultation", "agreed", "not_agreed"])
    for match in connected.filter(partner_accepted_at__isnull=True)[:MOST]:
        yield f"match {match.pid} is connected and the partner has not accepted"
    for match in connected.filter(school_accepted_at__isnull=True)[:MOST]:
        yield f"match {match.pid} is connected and the school has not accepted"


def _access_log() -> Iterator[str]:
    from gyoryu.audit.domain.access import first_broken_row

    broken = first_broken_row()
    if broken is not None:
        yield f"the access log was altered at or before row {broken.pk} ({broken.at:%Y-%m-%d %H:%M})"


def _followers() -> Iterator[str]:
    from gyoryu.audit.models import FollowerCursor

    for cursor in FollowerCursor.objects.filter(failing_since__isnull=False):
        yield f"follower {cursor.name} fails since {cursor.failing_since:%Y-%m-%d %H:%M}: {cursor.failure[:200]}"


def _reference() -> Iterator[str]:
    from gyoryu.reference.queries import problems

    yield from problems()


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "merge pointers are flat": register_checks.merges,
    "records": register_checks.records,
    "what records made": register_checks.what_records_made,
    "every published value has a source": register_checks.provenance,
    "pointers follow judgements": _judgements,
    "matches": _exchange,
    "the access log is whole": _access_log,
    "followers of the trail": _followers,
    "reference data": _reference,
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(as_json: bool) -> None:
    """Look for broken invariants; exit code 1 when there are any."""
    found = {name: list(look()) for name, look in CHECKS.items()}
    if as_json:
        click.echo(json.dumps({"ok": not any(found.values()), "findings": found}, ensure_ascii=False))
    else:
        for name, faults in found.items():
            click.echo(f"{'ok   ' if not faults else 'WRONG'} {name}")
            for fault in faults:
                click.echo(f"      {fault}")
    if any(found.values()):
        raise SystemExit(1)
