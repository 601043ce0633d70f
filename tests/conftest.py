"""Fixtures for every test: strict templates, GETs that may not write, a fixed clock where asked for, the cast."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# An instance of its own for each test process, before settings load.
os.environ["GYORYU_HOME"] = tempfile.mkdtemp(prefix="gyoryu-test-")
os.environ.setdefault("GYORYU_STATIC_FROM_SOURCE", "1")
os.environ.setdefault("GYORYU_TEST", "1")
# Named here and not in pyproject.toml: pytest-django would load the settings before this file is read.
os.environ["DJANGO_SETTINGS_MODULE"] = "gyoryu.config.settings"

import django

django.setup()
# Nor may it reach the processes of pytest-xdist: they would load the settings with this process's GYORYU_HOME.
del os.environ["DJANGO_SETTINGS_MODULE"]

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.cast import Cast, make_cast
from tests.chromium import chromium  # noqa: F401  (a fixture)
from tests.readonly import refuse_writes_in_gets

# How fast an example is made depends on what else the machine does: never a reason to fail.
hypothesis_settings.register_profile("gyoryu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("gyoryu")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Drop PostgreSQL's test database even where a server's thread has not yet hung up."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def plain_settings(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test must not read it."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.INDEX_DIR = tmp_path / "index"
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture(autouse=True)
def readonly_gets(request: pytest.FixtureRequest) -> Iterator[None]:
    with refuse_writes_in_gets():
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def signed_in() -> Any:
    """``signed_in(person)`` is a client whose session belongs to the person."""

    def client_of(person: Any, language: str = "en") -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.cookies["gyoryu_language"] = language
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_of


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


@pytest.fixture(scope="session")
def data_home() -> Path:
    """The folder of real registers; tests that need it are skipped with a message where it is absent."""
    home = Path(os.environ.get("GYORYU_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if not (home / "README.md").exists():
        pytest.skip(f"real registers not found at {home}; set GYORYU_DATA to their folder")
    return home


@pytest.fixture
def query_count() -> Any:
    """``with query_count() as queries: ...; len(queries)``"""
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)
