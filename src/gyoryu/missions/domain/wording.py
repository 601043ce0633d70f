"""Texts that come with a verb: kept clean and within their length."""

from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput
from gyoryu.missions.reading import Problem, Reader

__all__: list[str] = []


def line(text: str, *, field: str, limit: int = 200, required: bool = False) -> str:
    """One line of text within ``limit``."""
    return _checked(text, field, limit, lines=False, required=required)


def paragraphs(text: str, *, field: str, limit: int = 5_000, required: bool = False) -> str:
    return _checked(text, field, limit, lines=True, required=required)


def _checked(text: str, field: str, limit: int, *, lines: bool, required: bool) -> str:
    problems: dict[str, Problem] = {}
    found = Reader({field: text}, problems).text(field, limit, lines=lines)
    if problems:
        problem = problems[field]
        raise BadInput(problem.code, problem.message, field=field, **problem.params)
    if required and not found:
        raise BadInput("empty", _("Fill this in."), field=field)
    return found
