"""Mapping files: those that come with the product, and what is said of one that is wrong."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gyoryu.common.errors import BadInput
from gyoryu.intake.mappings import load_mapping, mappings_folder
from tests.intake.files import MAPPING

SCHEMES = {
    "nz_directory": ("nz-directory", "nz-moe", "NZ"),
    "kr_schools": ("kr-schools", "kr-school", "KR"),
    "tr_lise": ("tr-lise", "tr-kurum", "TR"),
    "th_schools": ("th-schools", "th-row", "TH"),
    "gb_england": ("gb-england", "gb-urn", "GB"),
    "au_acara": ("au-acara", "au-acara", "AU"),
    "nz_details": ("nz-details", "nz-moe", "NZ"),
    "nz_linz": ("nz-linz", "nz-linz", "NZ"),
    "kr_neis": ("kr-neis", "kr-neis", "KR"),
    "tr_lgs": ("tr-lgs", "", "TR"),
    "tr_schools": ("tr-schools", "", "TR"),
    "gb_ofsted": ("gb-ofsted", "gb-urn", "GB"),
    "au_acara_location": ("au-acara-location", "au-acara", "AU"),
    "fr_lycees": ("fr-lycees", "fr-uai", "FR"),
    "osm": ("osm-{country}", "osm", ""),
    "wikidata": ("wikidata-{country}", "wikidata", ""),
    "giga": ("giga-{country}", "giga", ""),
}

# name -> (what is replaced in a good mapping, by what, what the message says)
WRONG: dict[str, tuple[str, str, list[str]]] = {
    "a misspelt key": (
        "locality: Town",
        "localty: Town",
        ["localty: this key is not known", "Did you mean “locality”?"],
    ),
    "no source": ("source:", "quelle:", ["quelle: this key is not known"]),
    "no slug": ("  slug: moa-schools\n", "", ["source.slug: this is missing", "Add a line “slug: …”"]),
    "a slug that is none": ("moa-schools", "Moa Schools", ["source.slug", "small letters, digits and hyphens"]),
    "a source that speaks as a curator": ("kind: register", "kind: curator", ["source.kind", "register"]),
    "no country": ("country: NZ", "country: New Zealand", ["country: there is no such country", "two capital letters"]),
    "Norway read as a no": ("country: NZ", "country: no", ["country: there is no such country"]),
    "an encoding that is none": (
        "country: NZ",
        "country: NZ\nencodings: [utf-9]",
        ["encodings[0]: “utf-9” is no encoding"],
    ),
    "no names": ("names:\n  - {column: Name, language: en}", "names: []", ["names: no column holds the name"]),
    "a name without a column": ("{column: Name, language: en}", "{value: Kauri}", ["names[0]", "Write “column: …”"]),
    "a language that is none": ("language: en}", "language: english}", ["names[0]: “english” is no language code"]),
    "a key that is the same for all": ("{column: Number, scheme: moa}", "{value: x}", ["key: one value for every row"]),
    "a kind that is none": (
        "{value: school}",
        "{value: temple}",
        ["kind: “temple” is not a kind", "school, education_office"],
    ),
    "a status without a map": ("pupils: Pupils", "status: Remark", ["status: it has no map", "open, closed"]),
    "a number where text belongs": (
        "pupils: Pupils",
        "status: {column: Remark, map: {1: open}}",
        ["status.map.1", "quotes"],
    ),
    "half a place": ("latitude: Latitude\n", "", ["a position needs both latitude and longitude"]),
    "a way to write days that is none": (
        "opened_on: Opened",
        'opened_on: {column: Opened, date: "%d.%m"}',
        ["opened_on.date"],
    ),
    "one age": ("pupils: Pupils", "levels: {ages: [Pupils]}", ["levels.ages: it needs two columns"]),
    "a cell that asks for nothing": ("locality: Town", "locality: {optional: true}", ["locality: it needs a column"]),
    "what tells rows apart": (
        "country: NZ",
        "country: NZ\ncontent_key: [Name]",
        ["content_key[0]: “Name” is not known"],
    ),
    "no YAML": ("names:", "names: [", ["line "]),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mapping_that_is_wrong(case: str, tmp_path: Path) -> None:
    old, new, said = WRONG[case]
    assert old in MAPPING
    path = tmp_path / "moa.yaml"
    path.write_text(MAPPING.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_mapping(str(path))
    assert refused.value.code == "broken_mapping"
    assert refused.value.message.startswith(str(path))
    assert [part for part in said if part not in refused.value.message] == []


def test_a_mapping_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "moa.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="it is not UTF-8"):
        load_mapping(str(path))


def test_those_that_come_with_the_product() -> None:
    known = {path.stem: load_mapping(path.stem) for path in mappings_folder().glob("*.yaml")}
    assert {name: (one.slug, one.scheme, one.country) for name, one in known.items()} == SCHEMES
    assert [name for name, one in known.items() if not (one.label and one.licence and one.attribution)] == []


def test_a_mapping_by_its_name_or_path() -> None:
    path = mappings_folder() / "tr_lise.yaml"
    assert load_mapping("tr_lise") is not None
    assert [load_mapping(name).slug for name in ("tr_lise", "tr-lise", "tr_lise.yaml", str(path))] == ["tr-lise"] * 4


def test_an_installed_product_carries_its_mappings(settings: Any, tmp_path: Path) -> None:
    settings.MAPPINGS_DIR = tmp_path / "nowhere"
    with pytest.raises(BadInput) as refused:
        load_mapping("tr_lise")
    assert refused.value.code == "no_such_mapping"
    assert mappings_folder().parts[-3:] == ("intake", "data", "mappings")


def test_a_source_for_each_country() -> None:
    kenya = load_mapping("giga").of_country("KE")
    assert (kenya.slug, kenya.label, kenya.country) == ("giga-ke", "UNICEF Giga, Kenya", "KE")
    assert [scheme for scheme, _cell in kenya.identifiers] == ["emis-ke"]
    assert load_mapping("tr_lise").of_country("TR").slug == "tr-lise"


def test_where_a_list_is_on_the_web() -> None:
    neis, wikidata = load_mapping("kr_neis").fetch, load_mapping("wikidata").of_country("TR").fetch
    assert neis is not None and neis.pages is not None and wikidata is not None
    assert (neis.secrets, neis.pages.size, neis.codes.meaning("ERROR-337")) == ((("KEY", "neis"),), 1000, "later")
    assert [neis.codes.meaning(code) for code in ("INFO-000", "INFO-200", "ERROR-600", "ERROR-290")] == [
        "good", "empty", "again", "refused",
    ]  # fmt: skip
    asked = parse_qs(urlsplit(wikidata.url).query)["query"][0]
    assert ('wdt:P297 "TR"' in asked, "LIMIT {size} OFFSET {offset}" in asked, " " in wikidata.url) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("fetch: {url: ftp://example.org/a.csv}", "fetch.url: Only http and https are fetched"),
        ("fetch: {url: https://example.org/a, pages: {items: rows}}", "fetch: its address does not ask for pages"),
        ("fetch: {url: https://example.org/a, key: x}", "fetch.key: this key is not known"),
        ("periods: [From]", "periods: it needs two columns"),
        ("only: {column: Use}", "only.among: this is missing"),
        ("repeats: often", "repeats: expected true or false"),
    ],
)
def test_what_is_wrong_with_the_newer_keys(change: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "moa.yaml"
    path.write_text(f"{MAPPING}\n{change}\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_mapping(str(path))
    assert said in str(refused.value)
