"""What a mail is before it is written, and whom it goes to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from gyoryu.accounts.models import Person
from gyoryu.audit.models import Event
from gyoryu.reference.queries import label


@dataclass(frozen=True)
class Letter:
    """``to_whom`` tells receivers of one event apart; with the event and the kind it makes the mail unique."""

    kind: str
    to: str
    language: str
    to_whom: str
    context: dict[str, Any] = field(default_factory=dict)


Make = Callable[[Event], Iterable[Letter]]


def address(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def labels(vocabulary: str, codes: Iterable[str]) -> Any:
    """What the codes are called, in the language of the mail: found out while it is written."""
    return SimpleLazyObject(lambda: [label(vocabulary, code) for code in codes])


def to_people(kind: str, event: Event, people: Iterable[Person], context: dict[str, Any]) -> Iterator[Letter]:
    """Each of them, but not whoever did it."""
    for person in people:
        if person.is_active and person.pid != event.actor_pid:
            yield Letter(kind, person.email, person.language, person.pid, {"name": person.name, **context})
