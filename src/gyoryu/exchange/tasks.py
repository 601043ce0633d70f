"""What this room does by the clock."""

from gyoryu.common.actors import SystemActor
from gyoryu.exchange.domain.matches import expire_matches


def expire_due() -> int:
    """Once a day: matches whose last day to answer is over. How many expired."""
    return expire_matches(actor=SystemActor("matching"))
