"""The registers known by name. Each is a mapping, and perhaps something that happens beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput
from gyoryu.intake.home_schools import HomeSchools
from gyoryu.intake.mappings import Mapping, load_mapping
from gyoryu.intake.rows import RowReader

__all__ = ["ADAPTERS", "Adapter", "find_adapter"]


@dataclass(frozen=True, slots=True)
class Adapter:
    """``mapping`` names its columns; ``table`` takes the mapping it is given. ``beside`` sees every good row."""

    name: str
    mapping: str
    about: str
    beside: Callable[[RowReader], HomeSchools] | None = None


ADAPTERS: dict[str, Adapter] = {
    adapter.name: adapter
    for adapter in (
        Adapter("nz-directory", "nz_directory", "New Zealand's directory of schools"),
        Adapter("nz-details", "nz_details", "New Zealand's schools over the years, with closed ones and former names"),
        Adapter("nz-linz", "nz_linz", "New Zealand's schools on the map (LINZ facilities)"),
        Adapter("kr-schools", "kr_schools", "Korea's schools; those of this office become organisations", HomeSchools),
        Adapter("kr-neis", "kr_neis", "Korea's schools by the NEIS service (JSON)"),
        Adapter("tr-lise", "tr_lise", "Türkiye's upper secondary schools"),
        Adapter("tr-lgs", "tr_lgs", "Türkiye's schools of the LGS examination"),
        Adapter("tr-schools", "tr_schools", "Türkiye's schools by name and province"),
        Adapter("th-schools", "th_schools", "Thailand's schools by province"),
        Adapter("gb-england", "gb_england", "England's schools and colleges"),
        Adapter("gb-ofsted", "gb_ofsted", "England's schools by Ofsted (CSV or JSON)"),
        Adapter("au-acara", "au_acara", "Australia's school profiles"),
        Adapter("au-acara-location", "au_acara_location", "Australia's school locations"),
        Adapter("fr-lycees", "fr_lycees", "Lycées of France and French lycées abroad"),
        Adapter("osm", "osm", "OpenStreetMap, with --country (GeoJSON or Overpass JSON)"),
        Adapter("wikidata", "wikidata", "Wikidata, with --country (SPARQL JSON)"),
        Adapter("giga", "giga", "UNICEF Giga, with --country (CSV or JSON)"),
        Adapter("table", "", "Any other list, with --mapping: which column says what"),
    )
}


def find_adapter(name: str, mapping: str | None) -> tuple[Adapter, Mapping]:
    """The adapter and the mapping to read with; BadInput when one is not known or missing."""
    adapter = ADAPTERS.get(name)
    if adapter is None:
        message = _("There is no adapter “%(name)s”. Use one of: %(known)s.")
        raise BadInput("no_such_adapter", message, field="adapter", name=name, known=", ".join(ADAPTERS))
    wanted = mapping or adapter.mapping
    if not wanted:
        raise BadInput(
            "mapping_missing", _("The table adapter needs a mapping: add --mapping tr_lise."), field="mapping"
        )
    return adapter, load_mapping(wanted)
