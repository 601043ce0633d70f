"""Who looks: a Person, or nobody in particular."""

from typing import Protocol

from gyoryu.accounts.models import Person


class Viewer(Protocol):
    """What queries and predicates may ask of whoever looks."""

    is_authenticated: bool

    def has_role(self, *roles: str) -> bool: ...

    def organisation_ids(self, *roles: str) -> list[int]: ...


class Anonymous:
    """Anybody on the open web."""

    is_authenticated = False
    is_anonymous = True
    is_active = False
    pk = None
    pid = ""
    name = ""

    def has_role(self, *roles: str) -> bool:
        return False

    def organisation_ids(self, *roles: str) -> list[int]:
        return []

    @property
    def is_office_staff(self) -> bool:
        return False


ANONYMOUS = Anonymous()

__all__ = ["ANONYMOUS", "Anonymous", "Person", "Viewer"]
