"""OpenStreetMap, Wikidata, NEIS, Giga and Ofsted, in the shapes in which they come. All schools are invented."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gyoryu.common.actors import SystemActor
from gyoryu.common.errors import BadInput
from gyoryu.intake.domain.taking_in import Report, take_in
from gyoryu.intake.problems import FileRefused
from gyoryu.registry.models import Record, Source

Take = Callable[..., Report]


@pytest.fixture
def take(db: None, tmp_path: Path) -> Take:
    def read(adapter: str, data: Any, name: str = "list.json", **more: Any) -> Report:
        path = tmp_path / name
        path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return take_in(path, adapter=adapter, actor=SystemActor("test"), **more)

    return read


def facts(key: str) -> dict[str, Any]:
    return Record.objects.exclude(state="superseded").get(key=key).facts


def names(key: str) -> list[tuple[str, str, str, str]]:
    return [(name["text"], name.get("language", ""), name["script"], name["kind"]) for name in facts(key)["names"]]


TAGS = {
    "amenity": "school", "name": "โรงเรียนบ้านดอกไม้", "name:en": "Ban Dokmai School", "name:ko": "반독마이 학교",
    "name:etymology": "flower", "alt_name": "บ้านดอกไม้;ดอกไม้วิทยา", "old_name": "โรงเรียนวัดดอกไม้",
    "isced:level": "1;2", "addr:street": "ถนนสุขุมวิท", "addr:housenumber": "12", "addr:city": "ลำปาง",
    "phone": "+66 54 000 111;+66 54 000 112", "contact:website": "https://dokmai.example", "wikidata": "Q900001",
    "addr:postcode": "52000",
}  # fmt: skip
ELEMENTS = {
    "version": 0.6,
    "elements": [
        {"type": "node", "id": 1, "lat": 18.2888, "lon": 99.4930, "tags": TAGS},
        {"type": "way", "id": 1, "center": {"lat": 13.75, "lon": 100.5},
         "tags": {"amenity": "school", "name": "Bangkok Kauri School", "min_age": "3"}},
        {"type": "relation", "id": 3, "bounds": {"minlat": 13.0, "minlon": 100.0, "maxlat": 13.2, "maxlon": 100.4},
         "tags": {"amenity": "school", "name": "โรงเรียนสอง"}},
        {"type": "node", "id": 77, "lat": 13.0, "lon": 100.0},
        {"type": "node", "id": 78, "lat": 13.0, "lon": 100.0, "tags": {"amenity": "cafe", "name": "Moa"}},
        {"type": "way", "id": 79, "center": {"lat": 13.0, "lon": 100.0}, "tags": {"amenity": "school"}},
    ],
}  # fmt: skip


def test_overpass(take: Take) -> None:
    report = take("osm", ELEMENTS, country="TH")
    assert (report.source, report.read, report.new, report.rejected) == ("osm-th", 3, 3, 0)
    assert report.warnings == ["2 rows are of another kind than the mapping wants, and were passed over."]
    assert names("node/1") == [
        ("โรงเรียนบ้านดอกไม้", "th", "Thai", "official"),
        ("Ban Dokmai School", "en", "Latn", "alias"),
        ("반독마이 학교", "ko", "Hang", "alias"),
        ("บ้านดอกไม้", "th", "Thai", "alias"),
        ("ดอกไม้วิทยา", "th", "Thai", "alias"),
        ("โรงเรียนวัดดอกไม้", "th", "Thai", "former"),
    ]
    found = {name: value for name, value in facts("node/1").items() if name != "names"}
    assert found == {
        "identifiers": [{"scheme": "osm", "value": "node/1"}, {"scheme": "wikidata", "value": "Q900001"}],
        "kind": "school", "country": "TH", "latitude": 18.2888, "longitude": 99.493, "locality": "ลำปาง",
        "address": "12 ถนนสุขุมวิท", "postcode": "52000", "telephone": "+66 54 000 111",
        "website": "https://dokmai.example", "level_from": 1, "level_to": 9,
    }  # fmt: skip
    assert names("way/1") == [("Bangkok Kauri School", "en", "Latn", "official")]
    assert (facts("relation/3")["latitude"], facts("relation/3")["longitude"]) == (13.1, 100.2)
    source = Source.objects.get()
    assert (source.label, source.country, source.attribution) == (
        "OpenStreetMap, Thailand", "TH", "© OpenStreetMap contributors",
    )  # fmt: skip


def square(*tags: tuple[str, Any]) -> dict[str, Any]:
    ring = [[100.0, 13.0], [100.4, 13.0], [100.4, 13.2], [100.0, 13.2], [100.0, 13.0]]
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": dict(tags)}


def test_geojson_of_the_same_places_says_the_same(take: Take) -> None:
    take("osm", ELEMENTS, country="TH")
    point = {"type": "Point", "coordinates": [99.4930, 18.2888]}
    features = [
        {"type": "Feature", "id": "node/1", "geometry": point, "properties": TAGS},
        square(("@id", "relation/3"), ("amenity", "school"), ("name", "โรงเรียนสอง")),
        {"type": "Feature",
         "properties": {"@type": "way", "@id": 1, "amenity": "school", "name": "Bangkok Kauri School"},
         "geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [100.5, 13.75]}]}},
    ]  # fmt: skip
    report = take("osm", {"type": "FeatureCollection", "features": features}, "extract.geojson", country="TH")
    assert (report.new, report.changed, report.unchanged, report.vanished) == (0, 0, 3, 0)


def test_each_country_is_a_source_of_its_own(take: Take) -> None:
    take("osm", ELEMENTS, country="TH")
    lise = {"type": "node", "id": 5, "lat": 39.9, "lon": 32.8, "tags": {"amenity": "school", "name": "Ihlamur Lisesi"}}
    report = take("osm", {"elements": [lise]}, country="TR")
    assert (report.source, report.vanished, facts("node/5")["names"][0]["language"]) == ("osm-tr", 0, "tr")
    assert (facts("node/5")["level_from"], facts("node/5")["level_to"]) == (9, 12)


def test_a_country_is_needed(take: Take) -> None:
    with pytest.raises(BadInput, match="--country"):
        take("osm", ELEMENTS)


def test_half_an_extract(take: Take) -> None:
    with pytest.raises(FileRefused, match="gave up in the middle"):
        take("osm", ELEMENTS | {"remark": "runtime error: Query timed out in 'query'"}, country="TH")
    assert Record.objects.count() == 0


def literal(text: str, language: str = "") -> dict[str, str]:
    return {"type": "literal", "value": text} | ({"xml:lang": language} if language else {})


def uri(name: str) -> dict[str, str]:
    return {"type": "uri", "value": f"http://www.wikidata.org/entity/{name}"}


def said(item: str, **values: Any) -> dict[str, Any]:
    return {"item": uri(item), **values}


POINT = {
    "type": "literal",
    "datatype": "http://www.opengis.net/ont/geosparql#wktLiteral",
    "value": "Point(32.85 39.92)",
}
DAY = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#dateTime", "value": "1886-01-01T00:00:00Z"}
GONE = {"type": "bnode", "value": "http://www.wikidata.org/.well-known/genid/1"}
BINDINGS = [
    said("Q900001", label=literal("Ihlamur Lisesi", "tr")),
    said("Q900002", label=literal("Çınar Koleji", "tr")),
    said("Q900001", label=literal("Ihlamur High School", "en")),
    said("Q900001", label=literal("으흘라무르 고등학교", "ko")),
    said("Q900001", label=literal("Ihlamur-Schule", "zxx-x-nothing")),
    said("Q900001", alias=literal("İhlamur Sultanisi", "tr")),
    said("Q900001", alias=literal("Ihlamur Mektebi", "tr")),
    said("Q900001", coord=POINT),
    said("Q900001", coord=POINT | {"value": "Point(1 2)"}),
    said("Q900001", inception=DAY),
    said("Q900001", dissolved=GONE),
    said("Q900001", website={"type": "uri", "value": "https://ihlamur.example/"}),
    said("Q900001", **{"class": uri("Q3914")}),
    said("Q900001", **{"class": uri("Q9826")}),
    said("Q900001", place=literal("Ankara", "en")),
    said("Q900001", property=uri("P3202"), value=literal("0750001A")),
    said("Q900001", property=uri("P3202"), value=literal("0750002B")),
    said("Q900001", property=uri("P999999"), value=literal("unknown")),
    said("Q900002", dissolved=DAY | {"value": "1999-08-31T00:00:00Z"}),
]


def sparql(*bindings: dict[str, Any]) -> dict[str, Any]:
    return {"head": {"vars": ["item", "label"]}, "results": {"bindings": list(bindings)}}


def test_wikidata(take: Take) -> None:
    report = take("wikidata", sparql(*BINDINGS), country="TR")
    assert (report.source, report.read, report.rejected) == ("wikidata-tr", 2, 0)
    assert names("Q900001") == [
        ("Ihlamur Lisesi", "tr", "Latn", "official"),
        ("Ihlamur High School", "en", "Latn", "alias"),
        ("으흘라무르 고등학교", "ko", "Hang", "alias"),
        ("İhlamur Sultanisi", "tr", "Latn", "alias"),
        ("Ihlamur Mektebi", "tr", "Latn", "alias"),
    ]
    found = {name: value for name, value in facts("Q900001").items() if name != "names"}
    assert found == {
        "identifiers": [{"scheme": "wikidata", "value": "Q900001"}, {"scheme": "fr-uai", "value": "0750001A"}],
        "kind": "school", "country": "TR", "locality": "Ankara", "latitude": 39.92, "longitude": 32.85,
        "opened_on": "1886", "website": "https://ihlamur.example/",
    }  # fmt: skip
    assert (facts("Q900002")["status"], facts("Q900002")["closed_on"]) == ("closed", "1999")


def test_the_order_of_bindings_says_nothing(take: Take) -> None:
    take("wikidata", sparql(*BINDINGS), country="TR")
    again = sorted(BINDINGS, key=lambda one: one["item"]["value"], reverse=True)
    report = take("wikidata", "\n".join(json.dumps(sparql(*part)) for part in (again[:4], again[4:])), country="TR")
    assert (report.unchanged, report.changed) == (2, 0)


def neis_row(number: int, **more: Any) -> dict[str, Any]:
    return {
        "ATPT_OFCDC_SC_CODE": "J10", "SD_SCHUL_CODE": f"75{number:05d}", "SCHUL_NM": f"무궁화고등학교{number}",
        "ENG_SCHUL_NM": "Mugunghwa High School", "SCHUL_KND_SC_NM": "고등학교", "LCTN_SC_NM": "경기도",
        "ORG_RDNZC": "16279 ", "ORG_RDNMA": "경기도 수원시 장안구 조원로 18", "ORG_RDNDA": "/ 무궁화고등학교",
        "ORG_TELNO": "031-000-0000", "HMPG_ADRES": "http://", "HS_SC_NM": "  ", "SPCLY_PURPS_HS_ORD_NM": None,
        "FOND_YMD": "19770302", "LOAD_DTM": "20260318",
    } | more  # fmt: skip


def neis(rows: list[dict[str, Any]], total: int) -> dict[str, Any]:
    head = [{"list_total_count": total}, {"RESULT": {"CODE": "INFO-000", "MESSAGE": "정상 처리되었습니다."}}]
    return {"schoolInfo": [{"head": head}, {"row": rows}]}


def test_neis(take: Take) -> None:
    odd = neis_row(3, SCHUL_KND_SC_NM="각종학교(중)", ENG_SCHUL_NM=None, HMPG_ADRES="www.x.example", ORG_RDNDA=None)
    pages = [neis([neis_row(1), neis_row(2)], 4), neis([odd, neis_row(4, FOND_YMD="19770231")], 4)]
    report = take("kr-neis", "\n".join(map(json.dumps, pages)))
    assert (report.read, report.new, report.rejected, report.as_of) == (4, 3, 1, "2026-03-18")
    assert "row 4, column “FOND_YMD”: “19770231” is no day of the calendar" in report.problems[0]
    assert facts("7500001") == {
        "names": [
            {"text": "무궁화고등학교1", "script": "Hang", "kind": "official", "language": "ko"},
            {"text": "Mugunghwa High School", "script": "Latn", "kind": "alias", "language": "en"},
        ],
        "identifiers": [{"scheme": "kr-neis", "value": "7500001"}], "country": "KR", "kind": "school",
        "region": "경기도", "locality": "수원시", "address": "경기도 수원시 장안구 조원로 18 / 무궁화고등학교",
        "postcode": "16279", "local_type": "고등학교", "telephone": "031-000-0000", "opened_on": "1977-03-02",
        "level_from": 10, "level_to": 12,
    }  # fmt: skip
    assert (facts("7500003")["level_from"], facts("7500003")["level_to"], facts("7500003")["website"]) == (
        7, 9, "http://www.x.example",
    )  # fmt: skip


def test_an_error_of_neis_is_no_list(take: Take) -> None:
    with pytest.raises(FileRefused, match="the service said: ERROR-290 인증키"):
        take("kr-neis", {"RESULT": {"CODE": "ERROR-290", "MESSAGE": "인증키가 유효하지 않습니다."}})
    with pytest.raises(FileRefused, match="it holds 1 of 2,558 rows"):
        take("kr-neis", neis([neis_row(1)], 2558))


GIGA = {
    "school_id_giga": "0a1b-2c", "school_id_govt": "KE-77", "school_name": "Acacia Primary", "latitude": -1.28,
    "longitude": 36.82, "education_level": "Primary", "admin1": "Nairobi", "admin2": "Unknown", "is_school_open": "yes",
    "school_establishment_year": 1998.0, "num_students": 310.0,
}  # fmt: skip


def test_giga(take: Take) -> None:
    header, cells = ",".join(GIGA), ",".join(str(value) for value in GIGA.values())
    take("giga", f"{header}\n{cells}\n", "ken.csv", country="KE")
    found = facts("0a1b-2c")
    assert found == {
        "names": [{"text": "Acacia Primary", "script": "Latn", "kind": "official", "language": "en"}],
        "identifiers": [{"scheme": "giga", "value": "0a1b-2c"}, {"scheme": "emis-ke", "value": "KE-77"}],
        "country": "KE", "kind": "school", "region": "Nairobi", "local_type": "Primary", "latitude": -1.28,
        "longitude": 36.82, "level_from": 1, "level_to": 6, "status": "open", "opened_on": "1998", "pupils": 310,
    }  # fmt: skip
    report = take("giga", {"count": 1, "results": [GIGA]}, country="KE")
    assert (report.source, report.unchanged) == ("giga-ke", 1)


def test_ofsted_by_number(take: Take) -> None:
    take("gb-ofsted", {"100000": {"name": "Kauri Gate School", "rating": "Good"}, "100005": {"name": "Moa Centre"}})
    assert facts("100005")["identifiers"] == [{"scheme": "gb-urn", "value": "100005"}]
    report = take("gb-ofsted", "URN,name,rating\n100000,Kauri Gate School,Good\n100005,Moa Centre,\n", "a.csv")
    assert report.unchanged == 2


def test_schools_of_one_country_abroad(take: Take) -> None:
    rows = "uai,name,city,zip_code,country\n0750001A,LYCÉE D'ORÉE,PARIS CEDEX 05,75005,FR\n"
    rows += "4450001B,LYCÉE DE L'EST,SÉOUL,1,KR\n"
    take("fr-lycees", rows + "1110001C,LYCÉE RENÉ CHAR,BELGRADE,11000,CS\n2220001D,LYCÉE X,X,1,QQ\n", "fr.csv")
    assert [facts(key)["country"] for key in ("0750001A", "4450001B", "1110001C")] == ["FR", "KR", "RS"]
    assert (names("0750001A")[0][0], facts("0750001A")["locality"]) == ("Lycée D'Orée", "Paris")
    assert (facts("0750001A")["level_from"], facts("0750001A")["level_to"]) == (10, 12)
    assert not Record.objects.filter(key="2220001D").exists()


def test_names_alone_tell_homonyms_apart_by_their_number(take: Take) -> None:
    rows = "il,order_in_il,okul_adi\nadana,0,Çınar İlkokulu\nadana,1,Çınar İlkokulu\nizmir,0,Çınar İlkokulu\n"
    report = take("tr-schools", rows, "tr.csv")
    assert (report.new, report.rejected) == (3, 0)
    assert sorted(row.facts["region"] for row in Record.objects.all()) == ["Adana", "Adana", "İzmir"]
    assert take("tr-schools", rows, "tr.csv").unchanged == 3
