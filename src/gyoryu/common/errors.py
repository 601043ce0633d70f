"""What a domain function may raise. A door turns these into a page, a form error or problem JSON.

Every message says what is wrong and how to mend it, is translatable, and may carry ``params``
that are put in with ``%(name)s``.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type_of_message = str | Promise


class DomainError(Exception):
    """A refusal: a stable ``code``, a message for people, the ``field`` it is about (or None), an HTTP status."""

    status = 422

    def __init__(self, code: str, message: type_of_message, *, field: str | None = None, **params: Any) -> None:
        self.code = code
        self.field = field
        self.params = params
        self._message = message
        super().__init__(code)

    @property
    def message(self) -> str:
        text = str(self._message)
        return text % self.params if self.params else text

    def __str__(self) -> str:
        return self.message


class BadInput(DomainError):
    """What was given cannot be read or breaks a rule of its field."""


class NotInThisState(DomainError):
    """The thing moved on, or was never where the verb starts from."""

    status = 409

    def __init__(self, *, now: type_of_message, wanted: str) -> None:
        super().__init__(
            "not_in_this_state",
            _("This has changed in the meantime (it is now “%(now)s”). Reload the page to see where it stands."),
            now=now,
            wanted=wanted,
        )


class Conflict(DomainError):
    """Somebody else got there first, or the same id came with other content."""

    status = 409


class NotAllowed(DomainError):
    """The viewer knows of the thing and may not do this with it."""

    status = 403

    def __init__(self, message: type_of_message = _("You may not do this. Ask your office if you think you should.")):
        super().__init__("not_allowed", message)


class NotFound(DomainError):
    """Does not exist, or does not exist for this viewer: both look the same."""

    status = 404

    def __init__(self, message: type_of_message = _("There is nothing here, or it is not yours to see.")):
        super().__init__("not_found", message)
