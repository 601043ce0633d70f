"""Reasons in words, in the reader's language; every verdict of every criterion has some."""

import pytest
from django.utils.translation import override

from gyoryu.exchange.domain.fit import WEIGHTS, fit
from gyoryu.exchange.enums import Verdict
from gyoryu.exchange.models import Wish
from gyoryu.exchange.queries import Load
from gyoryu.exchange.sentences import TITLES, Reason, minutes_text, reason_of, reasons_of
from gyoryu.registry.models import Institution, Offer


def reasons(wish: Wish, offer: Offer, load: Load) -> dict[str, Reason]:
    return {one.code: one for one in reasons_of([line.to_json() for line in fit(wish, offer, load)])}


FITTING = Wish(types=["joint_class"], fields=["sports"], level_from=10, level_to=11, languages=["en"], countries=["NZ"])
OFFER = Offer(
    institution=Institution(country="NZ"),
    types=["joint_class"],
    fields=["sports"],
    level_from=9,
    level_to=13,
    languages=["en"],
)
FOREIGN = Offer(
    institution=Institution(country="GB"),
    types=["mail"],
    fields=["arts_music"],
    level_from=1,
    level_to=6,
    languages=["tr"],
)
SILENT = Offer(institution=Institution(country=""))


def test_every_criterion_has_a_title() -> None:
    assert set(TITLES) == set(WEIGHTS)


@pytest.mark.parametrize("language", ["en", "ko", "th", "tr"])
@pytest.mark.parametrize("offer", [OFFER, FOREIGN, SILENT])
@pytest.mark.parametrize("wish", [FITTING, Wish(types=["joint_class", "mail"], level_from=5, level_to=9), Wish()])
@pytest.mark.parametrize("load", [Load(2, 0, 0), Load(1, 1, 1), Load(2, 1, 1, contacts_at_once=2)])
def test_every_verdict_is_said_in_every_language(wish: Wish, offer: Offer, load: Load, language: str) -> None:
    with override(language):
        for reason in reasons(wish, offer, load).values():
            assert reason.title
            assert reason.sentence
            assert "%(" not in reason.sentence + reason.missing
            if reason.verdict == Verdict.MEETS:
                assert not reason.missing
            if reason.verdict == Verdict.DOES_NOT:
                assert reason.missing


def test_in_english() -> None:
    with override("en"):
        good, bad = reasons(FITTING, OFFER, Load(2, 1, 0)), reasons(FITTING, FOREIGN, Load(1, 1, 1))
        assert good["country"].sentence == "In a country the school asked for: New Zealand."
        assert good["capacity"].sentence == "1 of 2 places are free."
        assert good["language"].sentence == "Both can work in English."
        assert bad["types"].missing == "Not offered: Joint online class."
        assert bad["language"].missing == "An interpreter, or captions."
        assert bad["contacts"].verdict_label == "Does not fit"


def test_what_was_stored_is_read_again() -> None:
    stored = {"code": "live", "score": 1, "verdict": "meets", "params": {"country": "TH", "least": 390, "most": 390}}
    with override("en"):
        assert reason_of(stored).sentence == "The school days share 6 h 30 min, all year round."
        assert [minutes_text(minutes) for minutes in (30, 60, 90)] == ["30 min", "1 h", "1 h 30 min"]
