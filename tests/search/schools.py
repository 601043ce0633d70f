"""A handful of real names to look for."""

from typing import Any

from gyoryu.registry.models import Institution
from tests.factories import IdentifierFactory, InstitutionFactory, NameFactory


def a_school(text: str, country: str, locality: str = "", *, language: str = "en", **more: Any) -> Institution:
    """A published school with one name and one identifier."""
    school = InstitutionFactory(
        published=True,
        display_name=text,
        display_language=language,
        country=country,
        locality=locality,
        region=more.pop("region", ""),
        **more,
    )
    NameFactory(institution=school, text=text, language=language)
    IdentifierFactory(institution=school, scheme=f"{country.lower()}-test", value=str(school.pk))
    return school


def some_schools() -> dict[str, Institution]:
    return {
        "auckland": a_school("Auckland Grammar", "NZ", "Auckland"),
        "auckland_girls": a_school("Auckland Girls' Grammar School", "NZ", "Auckland"),
        "whangarei": a_school("Whangarei Girls' High School", "NZ", "Whangarei"),
        "otahuhu": a_school("Ōtāhuhu College", "NZ", "Auckland", language="mi"),
        "browns_bay": a_school("Browns Bay School", "NZ", "Auckland", level_from=1, level_to=6),
        "hinis": a_school("Hınıs Nenehatun Mesleki ve Teknik Anadolu Lisesi", "TR", "Hınıs", language="tr"),
        "bayburt": a_school("Bayburt Fen Lisesi", "TR", "Bayburt", language="tr"),
        "suankularb": a_school("โรงเรียนสวนกุหลาบวิทยาลัย", "TH", "เขตพระนคร", language="th"),
        "nonthaburi": a_school("โรงเรียนสวนกุหลาบวิทยาลัย นนทบุรี", "TH", "ปากเกร็ด", language="th", region="นนทบุรี"),
        "museum": a_school(
            "Auckland War Memorial Museum", "NZ", "Auckland", kind="museum", level_from=None, level_to=None
        ),
    }
