"""States of the register's things, as data."""

from gyoryu.common.states import States

RECORD = States(
    "registry.record",
    {
        "proposed": {"accepted", "rejected", "superseded"},
        "accepted": {"superseded", "rejected"},
        "rejected": {"proposed", "superseded"},
        "superseded": set(),
    },
)
RUN = States(
    "registry.run",
    {
        "reading": {"staged", "refused"},
        "staged": {"applying", "refused"},
        "applying": {"applied"},
        "applied": {"taking_back"},
        "taking_back": {"taken_back"},
        "taken_back": set(),
        "refused": set(),
    },
)
INSTITUTION = States(
    "registry.institution",
    {"draft": {"published", "archived"}, "published": {"archived", "draft"}, "archived": {"draft", "published"}},
)
OFFER = States(
    "registry.offer",
    {
        "sounded_out": {"confirmed", "expired", "withdrawn"},
        "confirmed": {"open", "paused", "expired", "withdrawn"},
        "open": {"full", "paused", "expired", "withdrawn"},
        "full": {"open", "paused", "expired", "withdrawn"},
        "paused": {"open", "confirmed", "expired", "withdrawn"},
        "expired": {"confirmed", "withdrawn"},
        "withdrawn": set(),
    },
)
CHANGE = States(
    "registry.change",
    {
        "open": {"accepted", "rejected", "withdrawn"},
        "accepted": set(),
        "rejected": set(),
        "withdrawn": set(),
    },
)
REQUEST = States(
    "registry.request",
    {
        "planned": {"sent", "cancelled"},
        "sent": {"confirmed", "corrected", "unanswered", "bounced", "stopped", "cancelled"},
        "confirmed": set(),
        "corrected": set(),
        "unanswered": {"confirmed", "corrected", "stopped"},
        "cancelled": set(),
        "bounced": set(),
        "stopped": set(),
    },
)
PROGRAMME = States(
    "registry.programme",
    {"draft": {"published", "archived"}, "published": {"archived", "draft"}, "archived": {"draft"}},
)
