"""For machines that watch: is the process alive, is it fit to serve? Tells nothing about what is kept here."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gyoryu.audit.queries import failing_followers
from gyoryu.common.durable import assert_durable
from gyoryu.web.access import public

LEAST_FREE = 0.05  # of the disk
_migrated = False


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks no database, so that a slow one does not get the process killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part with ``ok`` or a word for what is wrong; 503 when one is not ok."""
    parts = {name: check() for name, check in CHECKS.items()}
    ready = all(said == "ok" for said in parts.values())
    body = {"ready": ready, **parts}
    return JsonResponse(body, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def _database() -> str:
    """A write transaction can be begun, and what is acknowledged would survive a power cut."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_session WHERE 1 = 0")
        assert_durable()
    except DatabaseError:
        return "cannot be written to"
    except ImproperlyConfigured:
        return "would lose writes in a power cut"
    return "ok"


def _disk() -> str:
    usage = shutil.disk_usage(settings.HOME)
    return "ok" if usage.free >= LEAST_FREE * usage.total else "nearly full"


def _migrations() -> str:
    """Once all are applied they stay applied while this process lives."""
    global _migrated  # noqa: PLW0603 -- a fact about the process
    if not _migrated:
        try:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError:
            return "unknown"
    return "ok" if _migrated else "waiting"


def _followers() -> str:
    try:
        return "failing" if failing_followers() else "ok"
    except DatabaseError:
        return "unknown"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "disk": _disk,
    "migrations": _migrations,
    "followers": _followers,
}
