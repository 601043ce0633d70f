"""The office cannot take a wish this time, and says why."""

import pytest

from gyoryu.common.errors import BadInput, NotInThisState
from gyoryu.exchange.domain.wishes import refuse_wish
from tests.cast import Cast
from tests.exchange import stages


def test_the_school_reads_several_reasons_and_a_note(cast: Cast) -> None:
    wish = refuse_wish(
        stages.approved(cast), reasons=["duplicate", "other"], note="이미 두 번 신청", actor=cast.curator
    )
    assert (wish.state, wish.refusal_reasons, wish.refusal_note) == (
        "ineligible",
        ["duplicate", "other"],
        "이미 두 번 신청",
    )


@pytest.mark.parametrize(
    ("reasons", "note", "field"),
    [
        ([], "", "reasons"),
        (["bad mood"], "", "reasons"),
        (["other"], "  ", "note"),
        (["duplicate"], "x" * 1001, "note"),
    ],
)
def test_a_refusal_carries_reasons(cast: Cast, reasons: list[str], note: str, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        refuse_wish(stages.approved(cast), reasons=reasons, note=note, actor=cast.curator)
    assert refusal.value.field == field


def test_not_a_wish_that_waits(cast: Cast) -> None:
    with pytest.raises(NotInThisState):
        refuse_wish(stages.waiting(cast), reasons=["duplicate"], actor=cast.curator)
