"""Beside Korea's register: the schools of this office are organisations as well, because people have accounts there."""

from collections.abc import Collection

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
        missing = [name for name in (OFFICE_CODE, DISTRICT_CODE) if fold(name) not in columns]
        if missing:
            raise reader.lacking(missing)
        self._office_at, self._district_at = columns[fold(OFFICE_CODE)], columns[fold(DISTRICT_CODE)]
        self.scheme = reader.mapping.scheme
        self.rows: list[OrganisationRow] = []
        self.strange: set[str] = set()  # districts that the office file does not know

    def see(self, row: Row, cells: list[str]) -> None:
        if cells[self._office_at].strip() != self.office.code or not row.own_key:
            return
        district = cells[self._district_at].strip()
        if self.office.district(district) is None:
            self.strange.add(district)
        self.rows.append(
            OrganisationRow(
                kind=OrganisationKind.SCHOOL,
                scheme=self.scheme,
                official_id=row.own_key,
                name=row.facts["names"][0]["text"],
                parent_id=district,
                level_from=row.facts.get("level_from"),
                level_to=row.facts.get("level_to"),
                is_open=row.facts.get("status") != "closed",
            )
        )

    def warnings(self) -> list[str]:
        if not self.rows:
            return [f"No school of {self.office.label('en')} ({self.office.code}) is in this file."]
        if self.strange:
            codes = ", ".join(sorted(self.strange)[:5])
            return [f"The office file knows no district {codes}: add it under district_offices, and read this again."]
        return []

    def finish(self, *, actor: Actor, complete: bool, kept: Collection[str]) -> dict[str, int]:
        """Make the organisations be as the register says."""
        if not self.rows:
            return {}
        ensure_office(actor=actor)
        done = sync_organisations(self.rows, actor=actor, complete=complete, kept=kept)
        return {
            "home_schools": len(self.rows),
            "home_schools_new": done.new,
            "home_schools_changed": done.changed,
            "home_schools_closed": done.closed,
        }
