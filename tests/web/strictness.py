"""Templates under test may show nothing that nobody gave them."""

from typing import Any

import pytest


class Undefined(str):
    """Stands for a name no context knows; showing it is a fault."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"a template shows {name}, which nobody gave it")


@pytest.fixture
def strict_templates(settings: Any) -> None:
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "string_if_invalid": Undefined("%s")}}]
