"""Reading what was found at the web sites of entries."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gyoryu.registry.models import Institution, Site

# What came of looking at a site. Only these say something about the site itself.
RESULTS = {
    "ok": _("answers"),
    "gone": _("the page is not there"),
    "no_host": _("the name of the host is unknown"),
    "refused": _("nobody answers there"),
    "slow": _("it did not answer in time"),
    "broken": _("the server has an error"),
    "certificate": _("the certificate is wrong"),
    "unsafe": _("the address leads into a private network"),
    "busy": _("it asked us to come later"),
    "robots": _("it does not want to be looked at by machines"),
}
FAILURES = frozenset({"gone", "no_host", "refused", "slow", "broken", "certificate", "unsafe"})


def institutions_with_dead_site() -> QuerySet[Institution]:
    """Live entries whose site failed often enough, for long enough, at the address they have now."""
    return Institution.objects.live().filter(site__flagged_at__isnull=False)


@dataclass(frozen=True, slots=True)
class DeadSite:
    url: str
    since: dt.datetime | None
    reason: str


def dead_site_of(institution: Institution) -> DeadSite | None:
    """The site of an entry that does not answer: since when, and what happens instead."""
    site = Site.objects.filter(institution=institution, flagged_at__isnull=False).first()
    return DeadSite(site.url, site.failed_since, str(RESULTS.get(site.result, site.result))) if site else None
