"""Names taken apart into own words and type words."""

from importlib import resources
from typing import Any

import pytest
import yaml

from gyoryu.common import text as package
from gyoryu.common.text import codes_begun, name_parts, same_name_key, spell_out, type_codes, without_ending


@pytest.mark.parametrize(
    ("text", "own", "code"),
    [
        ("Rotorua Girls' High School", "rotorua", "girls"),
        ("로토루아 여고", "로토루아", "girls"),
        ("카르스과학고", "카르스", "science"),
        ("Kars Fen Lisesi", "kars", "science"),
        ("오클랜드그래머스쿨", "오클랜드", "grammar"),
        ("YÜKSEKOVA KIZ AİHL", "yuksekova", "religious"),
        ("Çankırı MTAL", "cankiri", "vocational"),
        ("TKKM o Te Raki Paewhenua", "te raki paewhenua", "immersion"),
        ("โรงเรียนบ้านเชียง", "บ้านเชียง", "school"),
        ("St Mary's Catholic Primary School", "saint marys", "primary"),
        ("High Wycombe School", "high wycombe", "school"),
    ],
)
def test_name_parts(text: str, own: str, code: str) -> None:
    parts = name_parts(text)
    assert parts.core == own
    assert code in parts.codes


def test_types_of_two_languages_meet() -> None:
    assert (
        type_codes("바이부르트 과학고") == type_codes("Bayburt Fen Lisesi") == type_codes("Bayburt Science High School")
    )


def test_a_name_of_nothing_but_types_keeps_its_words() -> None:
    assert name_parts("The High School").core == "high school"
    assert name_parts("여고").core == "여고"


def test_the_same_name_key_knows_neither_type_nor_order_nor_accent() -> None:
    assert same_name_key("Ōtāhuhu College") == same_name_key("OTAHUHU Primary School") == "otahuhu"
    assert same_name_key("John Paul College") == same_name_key("College, Paul John")
    assert same_name_key("") == ""


def test_abbreviations_are_spelled_out() -> None:
    assert spell_out("St Hilda's HS") == ["saint", "hildas", "high", "school"]


def test_what_is_about_to_be_typed() -> None:
    assert "grammar" in codes_begun("gra")
    assert "grammar" in codes_begun("그래")
    assert "middle" in codes_begun("mid")
    assert codes_begun("x") == codes_begun("") == frozenset()


def test_thai_names_are_also_known_without_a_common_ending() -> None:
    assert without_ending("สวนกุหลาบวิทยาลัย") == "สวนกุหลาบ"
    assert without_ending("หอวัง") == ""


@pytest.mark.parametrize("file", ["type_words.yaml", "thai_words.yaml"])
def test_every_word_of_the_data_is_text(file: str) -> None:
    """YAML takes an unquoted on, no or y for a truth value."""

    def leaves(node: Any) -> list[Any]:
        if isinstance(node, dict):
            return [leaf for pair in node.items() for part in pair for leaf in leaves(part)]
        return [leaf for item in node for leaf in leaves(item)] if isinstance(node, list) else [node]

    raw = resources.files(package).joinpath("data", file).read_text(encoding="utf-8")
    assert {type(leaf) for leaf in leaves(yaml.safe_load(raw))} == {str}
