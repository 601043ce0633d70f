"""Beside Korea's register: the schools of this office are organisations as well, because people have accounts there."""

from typing import Any

from gyoryu.accounts.domain.organisations import OrganisationRow, ensure_office, sync_organisations
from gyoryu.accounts.enums import OrganisationKind
from gyoryu.common.actors import Actor
from gyoryu.common.text import fold
from gyoryu.intake.rows import Row, RowReader
from gyoryu.reference import queries as reference

OFFICE_CODE, DISTRICT_CODE = "시도교육청코드", "교육지원청코드"


class HomeSchools:
    """Collects the rows of the office's own schools; districts are those of the office file."""

    def __init__(self, reader: RowReader) -> None:
        self.office = reference.office()
        columns = {fold(name): at for at, name in enumerate(reader.table.header)}
        self._office_at = columns.get(fold(OFFICE_CODE))
        self._district_at = columns.get(fold(DISTRICT_CODE))
        self.scheme = reader.mapping.scheme
        self.rows: list[OrganisationRow] = []

    def see(self, row: Row, cells: list[str]) -> None:
        if self._office_at is None or self._district_at is None or cells[self._office_at].strip() != self.office.code:
            return
        facts: dict[str, Any] = row.facts
        self.rows.append(
            OrganisationRow(
                kind=OrganisationKind.SCHOOL,
                scheme=self.scheme,
                official_id=row.own_key,
                name=facts["names"][0]["text"],
                parent_id=cells[self._district_at].strip(),
                level_from=facts.get("level_from"),
                level_to=facts.get("level_to"),
                is_open=facts.get("status") != "closed",
            )
        )

    def finish(self, *, actor: Actor) -> dict[str, int]:
        """Make the organisations be as the register says."""
        if not self.rows:
            return {}
        ensure_office(actor=actor)
        done = sync_organisations(self.rows, actor=actor)
        return {
            "home_schools": len(self.rows),
            "home_schools_new": done.new,
            "home_schools_changed": done.changed,
            "home_schools_closed": done.closed,
        }
