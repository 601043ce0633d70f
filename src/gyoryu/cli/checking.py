"""``gyoryu check``: invariants that must hold whatever happened."""

import json
from collections.abc import Callable, Iterator

import click

MOST = 20  # examples of one fault


def _merges() -> Iterator[str]:
    from gyoryu.registry.models import Institution

    for one in Institution.objects.filter(merged_into__merged_into__isnull=False)[:MOST]:
        yield f"institution {one.pid} is merged into one that is merged itself"


def _records() -> Iterator[str]:
    from django.db.models import Count

    from gyoryu.registry.models import Record

    current = Record.objects.exclude(state="superseded").values("source__slug", "key").annotate(n=Count("id"))
    for row in current.filter(n__gt=1)[:MOST]:
        yield f"source {row['source__slug']} has {row['n']} current records with the key {row['key']}"
    orphans = Record.objects.filter(
        state="accepted", about__in=["contact", "offer", "programme"], institution__isnull=True
    )
    for record in orphans.filter(parent__institution__isnull=True)[:MOST]:
        yield f"record {record.pid} is accepted and belongs to no institution"


def _provenance() -> Iterator[str]:
    from gyoryu.registry.counting import counting_records
    from gyoryu.registry.domain.institutions import missing_to_publish, publishable
    from gyoryu.registry.models import Institution

    published = Institution.objects.published()
    for one in published.filter(provenance={})[:MOST]:
        yield f"institution {one.pid} is published and nothing on it has a source"
    for one in published.exclude(pk__in=publishable().values("pk"))[:MOST]:
        yield f"institution {one.pid} is published and lacks: {', '.join(missing_to_publish(one)) or 'nothing now'}"
    last = 0
    while chunk := list(published.filter(pk__gt=last).order_by("pk").values_list("pk", "pid", "provenance")[:2_000]):
        last = chunk[-1][0]
        named = {pk for _id, _pid, said in chunk for pk in said.values() if isinstance(pk, int)}
        known = set(counting_records().filter(pk__in=named).values_list("pk", flat=True))
        for _id, pid, said in chunk:
            for group, pk in said.items():
                if isinstance(pk, int) and pk not in known:
                    yield f"institution {pid}: {group} is taken from record {pk}, which is not accepted"


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
    "merge pointers are flat": _merges,
    "records": _records,
    "every published value has a source": _provenance,
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
