"""What was found at the web sites of entries. One is called dead only when it failed often enough, for long enough."""

import datetime as dt
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from gyoryu.audit.domain.trail import record
from gyoryu.common.actors import Actor
from gyoryu.common.clock import now
from gyoryu.registry.enums import InstitutionState
from gyoryu.registry.models import Institution, Site
from gyoryu.registry.sites import FAILURES

__all__ = ["note_site"]

AGAIN = dt.timedelta(days=90)  # after an answer
SOON = dt.timedelta(days=4)  # after a failure
LATER = dt.timedelta(days=30)  # when it does not want to be looked at, or says to come later
DEAD_AFTER = dt.timedelta(days=14)
FAILURES_OF_A_DEAD_ONE = 4


@transaction.atomic
def note_site(site: Site, *, result: str, actor: Actor, robots_allow: bool | None = None) -> Site:
    """What came of looking, a code of ``sites.RESULTS``. The trail hears when a site is called dead, or lives again."""
    moment = now()
    site.result, site.looked_at = result, moment
    if robots_allow is not None:
        site.robots_allow, site.robots_at = robots_allow, moment
    was_dead = site.flagged_at is not None
    if result in FAILURES:
        site.failures += 1
        site.failed_since = site.failed_since or moment
        site.next_on = moment + SOON
        if site.failures >= FAILURES_OF_A_DEAD_ONE and moment - site.failed_since >= DEAD_AFTER:
            site.flagged_at, site.next_on = site.flagged_at or moment, moment + LATER
    elif result == "ok":
        site.failures, site.failed_since, site.flagged_at = 0, None, None
        site.answered_at, site.next_on = moment, moment + AGAIN
    else:
        site.next_on = moment + LATER
    site.save()
    if was_dead != (site.flagged_at is not None):
        subjects = [("registry.institution", site.institution_id)]
        record("registry.note_site", None, actor=actor, subjects=subjects, result=result, dead=not was_dead)
    return site


@transaction.atomic
def plan_sites(most: int) -> int:
    """Bring up to ``most`` sites in line with what entries say; passing, so not part of the trail. How many changed."""
    moment = now()
    open_ones = Institution.objects.filter(state=InstitutionState.PUBLISHED, merged_into__isnull=True)
    wanted = open_ones.exclude(status="closed").filter(website__startswith="http")
    gone = list(Site.objects.exclude(institution__in=wanted).values_list("pk", flat=True)[:most])
    Site.objects.filter(pk__in=gone).delete()
    moved = list(Site.objects.exclude(url=F("institution__website")).values_list("institution_id", flat=True)[:most])
    Site.objects.filter(institution__in=moved).delete()
    new = wanted.filter(site__isnull=True).order_by("pk").values_list("pk", "website")[:most]
    rows = [Site(institution_id=pk, url=url, host=_host(url), next_on=moment) for pk, url in new]
    Site.objects.bulk_create(rows, ignore_conflicts=True)
    return len(gone) + len(moved) + len(rows)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""
