"""Who reads the figures: everybody who works at the office."""

import rules

from gyoryu.accounts.enums import Role
from gyoryu.accounts.rules import holds

rules.add_perm("insight.view_quality", holds(Role.CURATOR, Role.POLICY_OFFICER))
rules.add_perm(
    "insight.view_overview",
    holds(Role.POLICY_OFFICER, Role.CURATOR, Role.OPERATOR, Role.PRIVACY_OFFICER),
)
