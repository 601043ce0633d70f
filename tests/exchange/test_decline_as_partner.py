"""The partner says no by its link, with several reasons."""

import pytest

from gyoryu.accounts.domain.links import LinkUsed
from gyoryu.common.errors import BadInput
from gyoryu.exchange.domain.matches import accept_for_school, decline_as_partner
from gyoryu.exchange.models import Match, Wish
from tests.cast import Cast
from tests.exchange import stages


def test_the_wish_waits_again_and_may_be_matched_again(cast: Cast) -> None:
    match, token = stages.asked(cast)
    accept_for_school(match, actor=cast.teacher)
    decline_as_partner(match, reasons=["dates_do_not_fit", "no_capacity"], note="ปีหน้าได้", actor=stages.link_of(token))
    assert (match.state, match.declined_by, match.declined_note, match.partner_channel) == (
        "declined",
        "partner",
        "ปีหน้าได้",
        "link",
    )
    wish = Wish.objects.get()
    assert wish.state == "waiting"
    assert stages.proposed(cast, match.offer, wish).state == "proposed"
    with pytest.raises(LinkUsed):
        stages.link_of(token)


def test_a_refused_answer_does_not_use_the_link_up(cast: Cast) -> None:
    match, token = stages.asked(cast)
    for reasons, note in ([], ""), (["other"], ""), (["boredom"], ""), (["costs"], "x" * 1001):
        with pytest.raises(BadInput):
            decline_as_partner(match, reasons=list(reasons), note=note, actor=stages.link_of(token))
    assert Match.objects.get().state == "asked"
    assert stages.link_of(token).used_at is None
