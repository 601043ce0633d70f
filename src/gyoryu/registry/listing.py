"""The desk's list of institutions."""

from typing import Any

from django.db.models import Q, QuerySet

from gyoryu.registry.entry import institutions_due, institutions_vanished
from gyoryu.registry.models import Institution
from gyoryu.registry.quality import institutions_without_contact
from gyoryu.registry.queries import institutions_visible_to
from gyoryu.registry.sites import institutions_with_dead_site


def list_institutions(
    viewer: Any, *, q: str = "", country: str = "", state: str = "", kind: str = "", fresh: str = ""
) -> QuerySet[Institution]:
    """What the viewer may see, by the beginning of a name in any of its languages, country, state, kind and freshness.

    ``fresh`` is ``due`` (nobody confirmed it for too long), ``vanished`` (its row left its register), ``no_contact``
    (nobody there can be written to) or ``dead_site`` (its web site does not answer).
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
    elif fresh == "no_contact":
        found = found.filter(pk__in=institutions_without_contact().values("pk"))
    elif fresh == "dead_site":
        found = found.filter(pk__in=institutions_with_dead_site().values("pk"))
    return found.order_by("display_name", "id")
