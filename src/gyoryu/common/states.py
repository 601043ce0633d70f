"""States as data: a dictionary of transitions and one conditional UPDATE.

``UPDATE ... WHERE pk = ? AND state = old`` decides races the same way on SQLite and PostgreSQL; ``select_for_update``
does nothing on SQLite.
"""

from collections.abc import Mapping, Set
from typing import Any

from django.db import models

from gyoryu.common.errors import NotInThisState

REGISTERED: dict[str, "States"] = {}


class States:
    """The states of one kind of thing: ``States("missions.visit", {"planned": {"collecting"}, ...})``.

    The first key is the initial state. ``name`` is ``room.thing``; docs/states.md is drawn from ``REGISTERED``.
    """

    def __init__(self, name: str, transitions: Mapping[str, Set[str]], *, field: str = "state") -> None:
        known = set(transitions)
        for start, ends in transitions.items():
            unknown = set(ends) - known
            if unknown:
                raise ValueError(f"{name}: {start} leads to unknown {sorted(unknown)}; give it a line of its own")
        self.name = name
        self.transitions = {start: frozenset(ends) for start, ends in transitions.items()}
        self.field = field
        REGISTERED[name] = self

    @property
    def initial(self) -> str:
        return next(iter(self.transitions))

    @property
    def final(self) -> frozenset[str]:
        return frozenset(state for state, ends in self.transitions.items() if not ends)

    def sources_of(self, state: str) -> frozenset[str]:
        return frozenset(start for start, ends in self.transitions.items() if state in ends)

    def allows(self, now: str, to: str) -> bool:
        return to in self.transitions.get(now, frozenset())

    def move(self, obj: models.Model, to: str, **changes: Any) -> None:
        """Move ``obj`` from the state it was read in to ``to``, setting ``changes`` in the same UPDATE.

        Raises NotInThisState when the move is not allowed or somebody else moved it first; ``obj`` is then untouched.
        """
        old = getattr(obj, self.field)
        if not self.allows(old, to):
            raise self.refusal(obj, to)
        manager = type(obj)._default_manager
        moved = manager.filter(**{"pk": obj.pk, self.field: old}).update(**{self.field: to}, **changes)
        if not moved:
            current = manager.filter(pk=obj.pk).values_list(self.field, flat=True).first()
            raise self.refusal(obj, to, now=current or "?")
        for name, value in {self.field: to, **changes}.items():
            setattr(obj, name, value)

    def refusal(self, obj: models.Model, to: str, *, now: str = "") -> NotInThisState:
        """That ``obj`` is not where ``to`` starts from; its state is called as people call it."""
        state = now or getattr(obj, self.field)
        column: Any = type(obj)._meta.get_field(self.field)
        return NotInThisState(now=dict(column.flatchoices).get(state, state), wanted=to)
