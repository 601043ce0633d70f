"""States of what judging goes through, as data."""

from gyoryu.common.states import States

# The first curator asks (and may withdraw), another one confirms or refuses: who asked cannot answer.
SECOND_LOOK = States(
    "resolution.second_look",
    {"asked": {"confirmed", "refused", "withdrawn"}, "confirmed": set(), "refused": set(), "withdrawn": set()},
)
# Drafted with a sample; accepted once every one of the sample was found to be right; undone as a whole.
BATCH = States(
    "resolution.batch",
    {"drafted": {"accepted", "dropped"}, "accepted": {"undone"}, "dropped": set(), "undone": set()},
)
