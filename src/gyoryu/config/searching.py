"""Which search engine, and which web node this is."""

import re

from django.core.exceptions import ImproperlyConfigured
from environs import Env


def search_settings(env: Env, database_url: str) -> tuple[str, str]:
    """The engine ("files" or "postgresql") and the name of a further node ("" for the first one)."""
    engine = env.str("GYORYU_SEARCH_ENGINE", "files")
    if engine not in ("files", "postgresql"):
        raise ImproperlyConfigured("GYORYU_SEARCH_ENGINE is files or postgresql.")
    if engine == "postgresql" and not database_url.startswith("postgres"):
        raise ImproperlyConfigured("GYORYU_SEARCH_ENGINE=postgresql needs a DATABASE_URL of PostgreSQL.")
    node = env.str("GYORYU_NODE", "")
    if not re.fullmatch(r"[a-z0-9-]{0,20}", node):
        raise ImproperlyConfigured("GYORYU_NODE is at most 20 small letters, digits and hyphens.")
    return engine, node
