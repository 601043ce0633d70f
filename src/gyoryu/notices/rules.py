"""Who may see the outbox and who may make us write again."""

import rules

from gyoryu.accounts.rules import is_operator

rules.add_perm("notices.view_outbox", is_operator)
rules.add_perm("notices.lift_silence", is_operator)
rules.add_perm("notices.silence_address", rules.always_allow)  # by whoever holds the link of a mail
