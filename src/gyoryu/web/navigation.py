"""The menus: one table for each audience. Add a line here when a page deserves a place in a menu.

A line is (label, URL name, icon, roles that see it; none means everybody). A line whose URL name does not exist is left
out.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Line:
    label: Promise
    name: str
    icon: str
    roles: tuple[str, ...] = ()


# The header. What everybody sees first, then the rooms a viewer works in.
HEADER = (
    Line(_("Find partners"), "public:find_institutions", "search"),
    Line(_("Programmes"), "public:find_programmes", "book"),
    Line(_("My school"), "school:home", "school", ("teacher", "principal", "district_officer")),
    Line(_("Visits"), "field:home", "pin", ("delegate",)),
    Line(_("Desk"), "desk:home", "inbox", ("curator",)),
    Line(_("Office"), "office:home", "chart", ("policy_officer", "operator", "privacy_officer")),
)

SCHOOL = (
    Line(_("Our wishes"), "school:home", "list"),
    Line(_("Make a wish"), "school:draft_wish", "plus", ("teacher",)),
    Line(_("Open offers"), "school:offers", "globe"),
    Line(_("Our cases"), "school:cases", "exchange"),
    Line(_("Colleagues"), "account:colleagues", "people", ("principal",)),
)

DESK = (
    Line(_("Today"), "desk:home", "home"),
    Line(_("Inbox"), "desk:inbox", "inbox"),
    Line(_("Corrections"), "desk:changes", "edit"),
    Line(_("Institutions"), "desk:institutions", "school"),
    Line(_("Freshness"), "desk:freshness", "clock"),
    Line(_("Quality"), "desk:quality", "chart"),
    Line(_("Same or different?"), "desk:candidates", "merge"),
    Line(_("Second looks"), "desk:second_looks", "people"),
    Line(_("Judgements"), "desk:judgements", "list"),
    Line(_("Visits"), "desk:visits", "pin"),
    Line(_("Wishes"), "desk:wishes", "star"),
    Line(_("Matches"), "desk:matches", "exchange"),
    Line(_("Sources"), "desk:sources", "book"),
)

FIELD = (
    Line(_("Visits"), "field:home", "pin"),
    Line(_("Look up"), "field:find_institutions", "search"),
    Line(_("Add"), "field:add_visit", "plus"),
)

OFFICE = (
    Line(_("Overview"), "office:home", "chart"),
    Line(_("Missions"), "office:missions", "flag", ("policy_officer", "delegate")),
    Line(_("People"), "office:people", "people", ("operator",)),
    Line(_("Invitations"), "office:invitations", "plus", ("operator",)),
    Line(_("Organisations"), "office:organisations", "school", ("operator",)),
    Line(_("Mail"), "office:outbox", "mail", ("operator",)),
    Line(_("Access log"), "office:access_log", "lock", ("privacy_officer",)),
    Line(_("Trail"), "office:trail", "list", ("privacy_officer",)),
)

ACCOUNT = (
    Line(_("My account"), "account:home", "person"),
    Line(_("Password"), "account_change_password", "key"),
    Line(_("Two-step sign-in"), "mfa_index", "phone"),
)

MENUS = {"header": HEADER, "school": SCHOOL, "desk": DESK, "field": FIELD, "office": OFFICE, "account": ACCOUNT}


def menu(name: str, viewer: Any, path: str) -> list[dict[str, Any]]:
    """The lines of a menu that ``viewer`` may see; current is the one whose address begins ``path`` the longest."""
    lines: list[dict[str, Any]] = []
    for line in MENUS[name]:
        if line.roles and not (viewer and viewer.is_authenticated and viewer.has_role(*line.roles)):
            continue
        try:
            url = reverse(line.name)
        except NoReverseMatch:
            continue
        lines.append({"label": line.label, "url": url, "icon": line.icon, "current": False})
    here = max(
        (line for line in lines if path.startswith(line["url"])), key=lambda line: len(line["url"]), default=None
    )
    if here and (here["url"] != "/" or path == "/"):
        here["current"] = True
    return lines
