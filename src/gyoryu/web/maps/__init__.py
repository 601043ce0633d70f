"""Maps drawn on the server: inline SVG, no script, no outside host. The list beside a map is the truth."""

from gyoryu.web.maps.figures import locator_map, results_map

__all__ = ["locator_map", "results_map"]
