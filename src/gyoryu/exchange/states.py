"""States of wishes and matches, as data."""

from gyoryu.common.states import States

WISH = States(
    "exchange.wish",
    {
        "draft": {"submitted", "closed"},
        "submitted": {"approved", "draft", "closed"},
        "approved": {"eligible", "ineligible", "closed"},
        "eligible": {"waiting", "in_match", "closed"},
        "ineligible": {"draft", "closed"},
        "waiting": {"in_match", "closed"},
        "in_match": {"connected", "waiting", "closed"},
        "connected": {"waiting", "closed"},
        "closed": set(),
    },
)
_OVER = {"declined", "withdrawn", "expired"}
MATCH = States(
    "exchange.match",
    {
        "proposed": {"decided", "withdrawn"},
        "decided": {"asked", "withdrawn"},
        "asked": {"accepted_by_partner", "accepted_by_school"} | _OVER,
        "accepted_by_partner": {"connected"} | _OVER,
        "accepted_by_school": {"connected"} | _OVER,
        "connected": {"pre_consultation", "withdrawn"},
        "pre_consultation": {"agreed", "not_agreed", "withdrawn"},
        "agreed": set(),
        "not_agreed": set(),
        "declined": set(),
        "withdrawn": set(),
        "expired": set(),
    },
)
