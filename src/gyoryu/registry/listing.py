"""The desk's list of institutions."""

from typing import Any

from django.db.models import Q, QuerySet

from gyoryu.registry.entry import institutions_due, institutions_vanished
from gyoryu.registry.models import Institution
from gyoryu.registry.queries import institutions_visible_to


def list_institutions(
    viewer: Any, *, q: str = "", country: str = "", state: str = "", kind: str = "", fresh: str = ""
) -> QuerySet[Institution]:
    """What the viewer may see, by the beginning of a name in any of its languages, country, state, kind and freshness.

    ``fresh`` is ``due`` (nobody confirmed it for too long) or ``vanished`` (its row left its register).
    """
    found = institutions_visible_to(viewer)
    if q:
        begins = Q(display_name__istartswith=q) | Q(name_ko__istartswith=q) | Q(name_en__istartswith=q)
        found = found.filter(begins | Q(display_name__icontains=f" {q}"))
    exact = {"country": country, "state": state, "kind": kind}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if fresh == "due":
        found = found.filter(pk__in=institutions_due().values("pk"))
    elif fresh == "vanished":
        found = found.filter(pk__in=institutions_vanished().values("pk"))
    return found.order_by("display_name", "id")
