"""What is written in one cell."""

import pytest

from gyoryu.intake.cells import Wrong, day, number, tidy, title, website, whole


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("Kauri School", "Kauri School"),
        ("  Kauri\u00a0 School\n", "Kauri School"),
        ("โรงเรียน\u200bหอวัง", "โรงเรียนหอวัง"),
        ("St Mary\x92s", "St Mary’s"),
        ("Pa\u0304nui", "Pānui"),
        ("", ""),
        ("\ufeff", ""),
    ],
)
def test_tidy(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "lost \ufffd"])
def test_what_is_no_text(text: str) -> None:
    with pytest.raises(Wrong):
        tidy(text)


def test_title_by_the_rules_of_the_language() -> None:
    assert title("ŞANLIURFA", "tr") == "Şanlıurfa"
    assert title("İSTANBUL ÇEKMEKÖY", "tr") == "İstanbul Çekmeköy"
    assert title("KING'S LYNN", "en") == "King's Lynn"


@pytest.mark.parametrize(
    ("text", "pattern", "iso"),
    [
        ("2018-09-01", "", "2018-09-01"),
        ("20180901", "%Y%m%d", "2018-09-01"),
        ("20180901", "", "2018-09-01"),
        ("2018/9/1", "", "2018-09-01"),
        ("2018.09.01", "", "2018-09-01"),
        ("2018-09-01 00:00:00", "", "2018-09-01"),
        ("01/09/2018", "%d/%m/%Y", "2018-09-01"),
        ("2018-09-01", "%d/%m/%Y", "2018-09-01"),  # as a workbook gives it
    ],
)
def test_days(text: str, pattern: str, iso: str) -> None:
    assert day(text, pattern) == iso


@pytest.mark.parametrize(
    "text", ["2018-02-31", "2018-13-01", "01/09/2018", "2018", "201891", "0001-01-01", "2561-09-01", "soon"]
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(Wrong):
        day(text)


def test_numbers() -> None:
    assert [number(text) for text in ("-36.85", "37,54", "1e2")] == [-36.85, 37.54, 100.0]
    assert [whole(text, 1_000_000) for text in ("0", "1,234", "12 345", "7.00")] == [0, 1234, 12345, 7]
    for text in ("", "1.5", "-1", "٣", "10000001", "9" * 5_000):
        with pytest.raises(Wrong):
            whole(text, 1_000_000)
    for text in ("", "inf", "nan", "1,2,3", "x"):
        with pytest.raises(Wrong):
            number(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("http://www.kauri.school.nz", "http://www.kauri.school.nz"),
        ("www.kauri.school.nz/about", "http://www.kauri.school.nz/about"),
        ("HTTPS://kauri.example", "HTTPS://kauri.example"),
        ("http://", ""),
        ("none", ""),
        ("javascript:alert(1)", ""),
        ("javascript://kauri.example/%0Aalert(1)", ""),
        ("ftp://kauri.example", ""),
        ('http://kauri.example/"onclick="x', ""),
        ("see kauri.example", ""),
    ],
)
def test_websites(text: str, address: str) -> None:
    assert website(text) == address
