"""Which script, and from it which language."""

import pytest

from gyoryu.common.text import guess_language, script_of


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        ("오클랜드", "Hang", "ko"),
        ("โรงเรียน", "Thai", "th"),
        ("Auckland", "Latn", "en"),
        ("Iğdır", "Latn", "tr"),
        ("Bayburt Fen Lisesi", "Latn", "tr"),
        ("Ōtāhuhu", "Latn", "mi"),
        ("Te Kura Kaupapa o Te Raki", "Latn", "mi"),
        ("東京", "Hani", "zh"),
        ("東京の学校", "Jpan", "ja"),
        ("Москва", "Cyrl", "ru"),
        ("Αθήνα", "Grek", "el"),
        ("123 !", "Zyyy", "und"),
        ("", "Zyyy", "und"),
        ("오클랜드 A", "Hang", "ko"),
    ],
)
def test_script_and_language(text: str, script: str, language: str) -> None:
    assert script_of(text) == script
    assert guess_language(text) == language
