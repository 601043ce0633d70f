"""Who may judge."""

import rules

from gyoryu.accounts.enums import Role
from gyoryu.registry.rules import holds_role, is_curator

VERBS = (
    "judge_record judge_same judge_new judge_different judge_unsure judge_pair undo_judgement "
    "ask_second_look confirm_second_look refuse_second_look withdraw_second_look "
    "draft_batch check_sample accept_batch drop_batch undo_batch"
)
for _verb in VERBS.split():
    rules.add_perm(f"resolution.{_verb}", is_curator)

# Done by the worker as the trail grows; an operator may set it going.
rules.add_perm("resolution.resolve_records", holds_role(Role.OPERATOR))
rules.add_perm("resolution.resolve_register", holds_role(Role.OPERATOR))
