"""The outbox."""

from typing import Any

from django.db.models import QuerySet

from gyoryu.accounts.enums import Role
from gyoryu.accounts.queries import authorised
from gyoryu.notices import rules  # noqa: F401 -- permissions are registered before they are asked for
from gyoryu.notices.models import Notice


def notices_visible_to(viewer: Any) -> QuerySet[Notice]:
    return Notice.objects.all() if viewer.has_role(Role.OPERATOR) else Notice.objects.none()


def get_notice(viewer: Any, pid: str, to: str = "notices.view_outbox") -> Notice:
    return authorised(notices_visible_to(viewer), viewer, pid, to)


def list_notices(viewer: Any, *, state: str = "") -> QuerySet[Notice]:
    """``unsent`` (waiting), ``failed`` (tried in vain, given up or held back), or all; newest first. Without bodies."""
    found = notices_visible_to(viewer).defer("body").order_by("-id")
    if state == "unsent":
        return found.filter(sent_at__isnull=True, next_try_at__isnull=False)
    return found.filter(sent_at__isnull=True).exclude(failure="") if state == "failed" else found
