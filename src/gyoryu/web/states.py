"""How a state looks: a tone and a shape. Never colour alone; the shape and the word say the same."""

NEUTRAL, ACCENT, SUCCESS, WARNING, DANGER = "neutral", "accent", "success", "warning", "danger"

# state -> (tone, icon). One table for all rooms: the same word means the same thing everywhere.
LOOKS: dict[str, tuple[str, str]] = {
    # not begun
    "draft": (NEUTRAL, "draft"),
    "planned": (NEUTRAL, "circle"),
    "proposed": (NEUTRAL, "circle"),
    "sounded_out": (NEUTRAL, "circle"),
    # somebody's turn
    "sent": (WARNING, "clock"),
    "submitted": (WARNING, "clock"),
    "waiting": (WARNING, "clock"),
    "asked": (WARNING, "clock"),
    "awaiting_home": (WARNING, "clock"),
    "awaiting_partner": (WARNING, "clock"),
    "returned": (WARNING, "return"),
    "unsure": (WARNING, "alert"),
    "due": (WARNING, "clock"),
    "expiring": (WARNING, "clock"),
    # on its way
    "collecting": (ACCENT, "half"),
    "reporting": (ACCENT, "half"),
    "under_way": (ACCENT, "half"),
    "in_match": (ACCENT, "half"),
    "decided": (ACCENT, "half"),
    "negotiating": (ACCENT, "half"),
    "pre_consultation": (ACCENT, "half"),
    "accepted_by_partner": (ACCENT, "half"),
    "accepted_by_school": (ACCENT, "half"),
    "corrected": (ACCENT, "half"),
    "eligible": (ACCENT, "check"),
    "open": (ACCENT, "half"),
    # done
    "approved": (SUCCESS, "check"),
    "accepted": (SUCCESS, "check"),
    "published": (SUCCESS, "check"),
    "confirmed": (SUCCESS, "check"),
    "connected": (SUCCESS, "exchange"),
    "agreed": (SUCCESS, "check"),
    "in_force": (SUCCESS, "check"),
    "renewed": (SUCCESS, "check"),
    "completed": (SUCCESS, "check"),
    "reflected": (SUCCESS, "check"),
    "recognised": (SUCCESS, "star"),
    "same": (SUCCESS, "check"),
    "active": (SUCCESS, "check"),
    "fresh": (SUCCESS, "check"),
    # at rest
    "full": (NEUTRAL, "dot"),
    "paused": (NEUTRAL, "pause"),
    "suspended": (NEUTRAL, "pause"),
    "closed": (NEUTRAL, "dot"),
    "archived": (NEUTRAL, "dot"),
    "merged": (NEUTRAL, "merge"),
    "superseded": (NEUTRAL, "dot"),
    "different": (NEUTRAL, "x"),
    "withdrawn": (NEUTRAL, "x"),
    "cancelled": (NEUTRAL, "x"),
    "unanswered": (NEUTRAL, "clock"),
    "bounced": (DANGER, "alert"),
    "expired": (NEUTRAL, "clock"),
    # no
    "rejected": (DANGER, "x"),
    "declined": (DANGER, "x"),
    "ineligible": (DANGER, "x"),
    "not_agreed": (DANGER, "x"),
    "stopped": (DANGER, "x"),
    "terminated": (DANGER, "x"),
    "revoked": (DANGER, "x"),
    "overdue": (DANGER, "alert"),
    "stale": (DANGER, "alert"),
}


def look(state: str) -> tuple[str, str]:
    return LOOKS.get(state, (NEUTRAL, "circle"))
