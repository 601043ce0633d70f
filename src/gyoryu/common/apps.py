from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "gyoryu.common"
    label = "common"

    def ready(self) -> None:
        from gyoryu.common import durable  # noqa: F401 - registers its system check
