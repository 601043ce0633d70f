"""How far two positions are apart."""

import math

EARTH_KM = 6371.0088
Position = tuple[float | None, float | None]  # latitude, longitude


def km_between(here: Position, there: Position) -> float | None:
    """Great-circle distance; None when one of them is not known."""
    if None in here or None in there:
        return None
    (a, b), (c, d) = ((math.radians(x or 0.0), math.radians(y or 0.0)) for x, y in (here, there))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
