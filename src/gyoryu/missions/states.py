"""States of missions and visits, as data."""

from gyoryu.common.states import States

MISSION = States(
    "missions.mission",
    {
        "draft": {"submitted", "cancelled"},
        "submitted": {"approved", "returned", "cancelled"},
        "returned": {"submitted", "cancelled"},
        "approved": {"under_way", "cancelled"},
        "under_way": {"reporting", "cancelled"},
        "reporting": {"completed", "under_way"},
        "completed": set(),
        "cancelled": set(),
    },
)
VISIT = States(
    "missions.visit",
    {
        "planned": {"collecting", "cancelled"},
        "collecting": {"submitted", "cancelled"},
        "submitted": {"accepted", "returned"},
        "returned": {"submitted", "cancelled"},
        "accepted": set(),
        "cancelled": set(),
    },
)
