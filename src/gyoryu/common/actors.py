"""Who does something: a person with an account, a partner by signed link, or the system itself."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class Actor(Protocol):
    """What the trail keeps of whoever acted."""

    @property
    def actor_kind(self) -> str:
        """``person``, ``partner`` or ``system``."""

    @property
    def actor_pid(self) -> str:
        """The pid of the person or partner link; a name for the system."""

    @property
    def actor_label(self) -> str:
        """How the timeline names them."""


@dataclass(frozen=True)
class SystemActor:
    """The product acting by itself or from the command line, e.g. ``SystemActor("intake")``."""

    name: str
    actor_kind: str = "system"

    @property
    def actor_pid(self) -> str:
        return self.name

    @property
    def actor_label(self) -> str:
        return self.name
