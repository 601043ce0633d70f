"""What this room does by the clock."""

from gyoryu.common.actors import SystemActor
from gyoryu.registry.domain.offers import expire_offers


def expire_due() -> int:
    """Offers whose last day is over. How many expired."""
    return expire_offers(actor=SystemActor("register"))
