"""What a school says in its wish; the same facets as an offer."""

from dataclasses import dataclass

from gyoryu.registry.models import Institution, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class WishFacts:
    """Empty means "not said yet"; a draft may be as empty as it likes. ``countries`` empty: any."""

    title: str = ""
    types: tuple[str, ...] = ()  # reference: exchange_types
    fields: tuple[str, ...] = ()  # exchange_fields
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-2
    level_from: int | None = None  # years of schooling, 1 to 13
    level_to: int | None = None
    languages: tuple[str, ...] = ()  # "en" or with CEFR "en:B1"
    weeks: str = ""
    live_hours: str = ""
    pupils: str = ""  # enums.PupilRange
    note: str = ""
    wanted_institution: Institution | None = None
    wanted_programme: Programme | None = None
