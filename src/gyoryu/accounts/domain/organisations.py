"""The organisations people act for: from the office's own file, and schools from the national register."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.enums import OrganisationKind
from gyoryu.accounts.models import Organisation
from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.errors import BadInput
from gyoryu.common.ids import new_pids
from gyoryu.reference.queries import office

__all__ = ["ensure_office", "sync_organisations"]

OFFICE_SCHEME = "education-office"  # codes of the office file: the office, its institute, its districts
COPIED = ("name", "name_en", "group", "level_from", "level_to", "is_open")
CHUNK = 500


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """What a register says about one organisation. ``parent_id`` is the ``official_id`` of its district or office."""

    kind: str  # OrganisationKind
    scheme: str
    official_id: str
    name: str
    name_en: str = ""
    parent_id: str = ""
    group: str = ""
    level_from: int | None = None
    level_to: int | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class SyncReport:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0


@transaction.atomic
def sync_organisations(
    rows: Iterable[OrganisationRow],
    *,
    actor: Actor,
    complete: bool = True,
    kept: Collection[str] = (),
    verb: str = "accounts.sync_organisations",
) -> SyncReport:
    """Make the organisations be as ``rows`` say, by official id: new, changed, and (``complete``) closed ones.

    Closes only among the (kind, scheme) pairs that the rows speak of, and none of the official ids ``kept``. Nothing is
    deleted, no membership ends. The same rows again change nothing and leave no event.
    """
    said = {(row.scheme, row.official_id): row for row in rows}
    for row in said.values():
        _check(row)
    scopes = {(row.kind, row.scheme) for row in said.values()}
    there = {
        (one.official_scheme, one.official_id): one
        for one in Organisation.objects.filter(official_scheme__in={scheme for _kind, scheme in scopes})
    }
    known = _parents(said.values())
    new = [
        Organisation(
            pid=pid,
            kind=row.kind,
            official_scheme=row.scheme,
            official_id=row.official_id,
            parent=known.get(row.parent_id),
            **_values(row),
        )
        for pid, row in zip(new_pids(len(said)), said.values(), strict=True)
        if (row.scheme, row.official_id) not in there
    ]
    created = {(o.official_scheme, o.official_id): o for o in Organisation.objects.bulk_create(new, batch_size=CHUNK)}
    closed = [
        one
        for key, one in there.items()
        if complete
        and key not in said
        and one.is_open
        and (one.kind, one.official_scheme) in scopes
        and one.official_id not in kept
    ]
    for one in closed:
        one.is_open = False
    parents = _parents(said.values())
    changed = _changed(said, there | created, parents)
    Organisation.objects.bulk_update([*changed, *closed], [*COPIED, "parent"], batch_size=CHUNK)
    moved = [one for one in changed if (one.official_scheme, one.official_id) not in created]
    report = SyncReport(
        new=len(created), changed=len(moved), unchanged=len(said) - len(created) - len(moved), closed=len(closed)
    )
    if created or moved or closed:
        touched = (("accounts.organisation", one.pk) for one in (*created.values(), *moved, *closed))
        record(verb, None, actor=actor, subjects=touched, new=report.new, changed=report.changed, closed=report.closed)
    return report


def ensure_office(*, actor: Actor) -> SyncReport:
    """The office, its institute and its districts, as the office file names them."""
    own = office()
    rows = [
        OrganisationRow(OrganisationKind.OFFICE, OFFICE_SCHEME, own.code, own.label("ko"), own.label("en")),
        OrganisationRow(
            OrganisationKind.INSTITUTE,
            OFFICE_SCHEME,
            own.institute.code,
            own.institute.label("ko"),
            own.institute.label("en"),
            parent_id=own.code,
        ),
    ]
    for unit in own.districts:
        row = OrganisationRow(
            OrganisationKind.DISTRICT,
            OFFICE_SCHEME,
            unit.code,
            unit.label("ko"),
            unit.label("en"),
            parent_id=own.code,
            group=unit.group,
        )
        rows.append(row)
    return sync_organisations(rows, actor=actor, verb="accounts.ensure_office")


def _check(row: OrganisationRow) -> None:
    if not row.official_id or not row.scheme or not row.name:
        raise BadInput(
            "organisation_without_id",
            _("Every organisation needs an official id and a name; “%(given)s” has not. Mend the row."),
            given=row.name or row.official_id,
        )
    if len(row.name) > 200 or len(row.official_id) > 60:
        raise BadInput("organisation_too_long", _("The name of “%(given)s” is too long."), given=row.official_id[:60])


def _values(row: OrganisationRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COPIED}


def _parents(rows: Iterable[OrganisationRow]) -> dict[str, Organisation]:
    wanted = {row.parent_id for row in rows if row.parent_id}
    found = Organisation.objects.filter(official_scheme=OFFICE_SCHEME, official_id__in=wanted)
    return {one.official_id: one for one in found}


def _changed(
    said: dict[tuple[str, str], OrganisationRow],
    there: dict[tuple[str, str], Organisation],
    parents: dict[str, Organisation],
) -> list[Organisation]:
    """Organisations whose columns differ from what is said, now set so. An unknown parent leaves the old one."""
    changed = []
    for key, row in said.items():
        one = there[key]
        wanted = _values(row)
        parent = parents.get(row.parent_id)
        if parent is not None:
            wanted["parent_id"] = parent.pk
        if any(getattr(one, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(one, name, value)
            changed.append(one)
    return changed
