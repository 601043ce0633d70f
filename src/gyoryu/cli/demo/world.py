"""Building the world of ``data/demo/world.yaml`` verb by verb, so that its trail reads like a real one."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

PASSWORD = "gyoryu-demo-2026"
SOURCE = "demo-register"


class World:
    """The demo world. Domain modules are imported inside, because the command line loads before Django."""

    def __init__(self) -> None:
        from django.conf import settings

        from gyoryu.common.actors import SystemActor

        self.plan: dict[str, Any] = yaml.safe_load(Path(settings.DEMO_FILE).read_text(encoding="utf-8"))
        self.system = SystemActor("demo world")
        self.people: dict[str, Any] = {}
        self.schools: dict[str, Any] = {}
        self.visits: dict[str, Any] = {}
        self.tokens: list[tuple[str, str]] = []

    def is_built(self) -> bool:
        from gyoryu.accounts.models import Person

        return Person.objects.exists()

    def email_of(self, who: str) -> str:
        everybody = [*self.plan["office_people"], *self.plan["school_people"]]
        return next(str(one["email"]) for one in everybody if one["who"] == who)

    def build(self) -> None:
        from gyoryu.cli.demo.entries import build_entries
        from gyoryu.cli.demo.exchanges import build_exchanges
        from gyoryu.cli.demo.missions import build_missions

        self._schools()
        self._people()
        self._register()
        self._publish()
        build_missions(self)
        build_exchanges(self)
        build_entries(self)
        self.follow()
        self._keep_links()

    def follow(self) -> None:
        """Let resolution, search and mail catch up."""
        from gyoryu.cli.working import catch_up

        catch_up()

    # Who

    def _schools(self) -> None:
        from gyoryu.accounts.domain.organisations import OrganisationRow, sync_organisations
        from gyoryu.accounts.enums import OrganisationKind
        from gyoryu.accounts.models import Organisation
        from gyoryu.reference.queries import office

        districts = office().districts
        rows = [
            OrganisationRow(
                OrganisationKind.SCHOOL,
                "demo-school",
                school["id"],
                school["name"],
                school["name_en"],
                parent_id=districts[school["district"]].code,
                level_from=school["levels"][0],
                level_to=school["levels"][1],
            )
            for school in self.plan["schools"]
        ]
        sync_organisations(rows, actor=self.system)
        for school in self.plan["schools"]:
            organisation = Organisation.objects.get(official_scheme="demo-school", official_id=school["id"])
            self.schools[school["id"]] = organisation
        self._priority_classes()

    def _priority_classes(self) -> None:
        from gyoryu.accounts.domain.priorities import set_priority_classes

        for school in self.plan["schools"]:
            if school["classes"]:
                set_priority_classes(self.schools[school["id"]], classes=school["classes"], actor=self.system)

    def _organisation(self, at: str) -> Any:
        from gyoryu.accounts.models import Organisation
        from gyoryu.reference.queries import office

        kind, _colon, number = at.partition(":")
        if kind == "district":
            return Organisation.objects.get(kind="district", official_id=office().districts[int(number)].code)
        return Organisation.objects.filter(kind=kind).order_by("id").first()

    def _people(self) -> None:
        from gyoryu.accounts.domain.invitations import accept_invitation, invite_person

        for one in [*self.plan["office_people"], *self.plan["school_people"]]:
            place = self.schools[one["school"]] if "school" in one else self._organisation(one["at"])
            _invitation, token = invite_person(
                one["email"], role=one["role"], organisation=place, name=one["name"], actor=self.system
            )
            self.people[one["who"]] = accept_invitation(token, name=one["name"], password=PASSWORD)

    # The register

    def _register(self) -> None:
        from gyoryu.registry.domain.applied_runs import receive_records
        from gyoryu.registry.domain.intake_runs import Said, start_run
        from gyoryu.registry.domain.sources import ensure_source
        from gyoryu.registry.facts import IdentifierFact, InstitutionFacts, NameFact

        source = ensure_source(
            SOURCE,
            kind="register",
            label="데모 학교 명부 (가상)",
            licence="invented",
            attribution="Gyoryu demo world",
            own_scheme=SOURCE,
        )
        rows = [
            Said(
                row["key"],
                InstitutionFacts(
                    names=tuple(NameFact(*name) for name in row["names"]),
                    identifiers=(IdentifierFact(SOURCE, row["key"]),),
                    kind="school",
                    country=row["country"],
                    region=row["region"],
                    locality=row["locality"],
                    latitude=row["lat"],
                    longitude=row["lon"],
                    level_from=row["levels"][0],
                    level_to=row["levels"][1],
                    local_type=row["local_type"],
                    website=row.get("website", ""),
                    pupils=row["pupils"],
                    status="open",
                ),
            )
            for row in self.plan["register"]
        ]
        run = start_run(source, file_name="world.yaml", file_hash="", as_of=dt.date(2026, 3, 1), actor=self.system)
        receive_records(run, said=rows, actor=self.system)
        self.follow()

    def institution(self, key: str) -> Any:
        from gyoryu.registry.models import Institution

        return Institution.objects.get(identifiers__scheme=SOURCE, identifiers__value=key)

    def _publish(self) -> None:
        from gyoryu.registry.domain.institutions import publish_institution

        published = [visit["register"] for visit in self.plan["visits"] if visit.get("published")]
        for key in [*published, *self.plan["publish_register"]]:
            institution = self.institution(key)
            if institution.state == "draft":
                publish_institution(institution, actor=self.people["curator"])
        self.follow()

    # Links of partners: the tokens are kept in the demo's own folder, because the database keeps only their hashes

    @property
    def _links_file(self) -> Path:
        from django.conf import settings

        return Path(settings.HOME) / "partner-links.txt"

    def _keep_links(self) -> None:
        self._links_file.write_text("".join(f"{language} {token}\n" for language, token in self.tokens))

    def partner_links(self, address: str) -> Iterator[tuple[str, str]]:
        """(language, address) of each; the kept line says which page the token opens."""
        if self._links_file.exists():
            for line in self._links_file.read_text().splitlines():
                language, link = line.split()
                yield language, f"{address}/p/{link}/"
