"""Which search engine, and which web node this is."""

import re

from django.core.exceptions import ImproperlyConfigured


def known_engine(engine: str, database_url: str) -> str:
    """The engine "files" or "postgresql"; ImproperlyConfigured for another, or without PostgreSQL."""
    if engine not in ("files", "postgresql"):
        raise ImproperlyConfigured("GYORYU_SEARCH_ENGINE is files or postgresql.")
    if engine == "postgresql" and not database_url.startswith("postgres"):
        raise ImproperlyConfigured("GYORYU_SEARCH_ENGINE=postgresql needs a DATABASE_URL of PostgreSQL.")
    return engine


def node_name(name: str) -> str:
    """The name of a further web node, empty for the first one; ImproperlyConfigured if no cursor could be called so."""
    if not re.fullmatch(r"[a-z0-9-]{0,20}", name):
        raise ImproperlyConfigured("GYORYU_NODE is at most 20 small letters, digits and hyphens.")
    return name
