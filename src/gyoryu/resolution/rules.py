"""Who may judge."""

import rules

from gyoryu.registry.rules import is_curator

for _verb in (
    "judge_record",
    "judge_same",
    "judge_new",
    "judge_different",
    "judge_unsure",
    "judge_pair",
    "undo_judgement",
):
    rules.add_perm(f"resolution.{_verb}", is_curator)
