import pytest

from gyoryu.accounts.domain.invitations import InvitationOver, accept_invitation, withdraw_invitation
from gyoryu.accounts.enums import Role
from gyoryu.accounts.queries import get_invitation
from gyoryu.common.errors import Conflict, NotFound
from tests.accounts.test_accept_invitation import PASSWORD
from tests.accounts.test_invite_person import invite
from tests.cast import Cast


def test_a_withdrawn_invitation_is_not_accepted(cast: Cast) -> None:
    invitation, token = invite(cast)
    withdraw_invitation(invitation, actor=cast.operator)
    with pytest.raises(InvitationOver) as refused:
        accept_invitation(token, name="임보미", password=PASSWORD)
    assert refused.value.code == "invitation_withdrawn"


def test_an_accepted_invitation_is_not_withdrawn(cast: Cast) -> None:
    invitation, token = invite(cast)
    accept_invitation(token, name="임보미", password=PASSWORD)
    with pytest.raises(Conflict):
        withdraw_invitation(invitation, actor=cast.operator)


def test_who_may_withdraw_it(cast: Cast) -> None:
    teachers, _token = invite(cast)
    heads, _token = invite(cast, "head@school.example", role=Role.PRINCIPAL)
    assert get_invitation(cast.principal, teachers.pid) == teachers
    assert get_invitation(cast.operator, heads.pid) == heads
    for viewer, invitation in ((cast.principal, heads), (cast.teacher, teachers), (cast.stranger, teachers)):
        with pytest.raises(NotFound):
            get_invitation(viewer, invitation.pid)
