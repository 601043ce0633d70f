from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, register


class ReferenceConfig(AppConfig):
    name = "gyoryu.reference"
    label = "reference"

    def ready(self) -> None:
        register(data_files)


def data_files(app_configs: Any, **_kwargs: Any) -> list[Error]:
    """A broken office or reference file is said before anything is served."""
    from gyoryu.reference.queries import problems

    return [Error(problem, id="reference.E001") for problem in problems()]
