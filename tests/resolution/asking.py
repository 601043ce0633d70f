"""Questions at the judging desk, for tests: entries and records as they are said, with scores as linkage would give."""

from typing import Any

from gyoryu.registry.models import Institution, Record
from gyoryu.resolution.models import Candidate
from tests.factories import InstitutionFactory, RecordFactory, SourceFactory

COLUMNS = ("kind", "country", "region", "locality", "latitude", "longitude", "level_from", "level_to", "website")


def entry(name: str = "Kowhai Bay College", **more: Any) -> Institution:
    """A published entry that one register row stands behind."""
    institution: Institution = InstitutionFactory(display_name=name, published=more.pop("published", True), **more)
    said = {column: getattr(institution, column) for column in COLUMNS if getattr(institution, column)}
    RecordFactory(
        source=SourceFactory(slug=f"directory-{institution.pk}", kind="register", label="A directory", own_scheme=""),
        state="accepted",
        accepted_at=institution.created_at,
        institution=institution,
        facts={"names": [{"text": name, "language": "en"}], **said},
    )
    return institution


def asked(score: float = 0.98, *, of: Institution | None = None, slug: str = "other-list", **said: Any) -> Candidate:
    """A record of a list that has no ids, and the entry it might be."""
    source = SourceFactory(slug=slug, kind="register", label=slug.replace("-", " ").title(), own_scheme="")
    record: Record = RecordFactory(source=source, state="accepted")
    record.facts = {"names": [{"text": f"Kowhai Bay {record.pk}", "language": "en"}], "country": "NZ", **said}
    record.save(update_fields=["facts"])
    return Candidate.objects.create(record=record, institution=of or entry(), score=score, why={"name": "same"})
