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
        Adapter("kr-schools", "kr_schools", "Korea's schools; those of this office become organisations", HomeSchools),
        Adapter("table", "", "Any CSV or XLSX file, with --mapping"),
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
