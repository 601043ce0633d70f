"""What a door declares about itself: who may come through. See ``web.access`` for the decorators."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Access:
    """``kind`` is public, signed_in, needs or partner; ``names`` are permissions or partner purposes."""

    kind: str
    names: tuple[str, ...] = ()
