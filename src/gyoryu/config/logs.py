"""What is logged, and how: one line each on the console, without the keys that addresses carry."""

import logging
import re
from typing import Any

_KEYS = re.compile(r"(/p/[\w-]+/|/account/(?:invitations|stop)/|/reset/key/|/confirm-email/)[^/\s\"'?#]+")


class WithoutKeys(logging.Filter):
    """Whoever has a partner's or an invitation's address can act by it, so a log holds the address without its key."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _KEYS.sub(r"\1[key]", record.getMessage()), None
        return True


def logging_settings(level: str) -> dict[str, Any]:
    """``LOGGING`` of Django."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_keys": {"()": WithoutKeys}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_keys"]}},
        "root": {"handlers": ["console"], "level": level},
    }
