from gyoryu.exchange.models.match import Match
from gyoryu.exchange.models.wish import Wish

__all__ = ["Match", "Wish"]
