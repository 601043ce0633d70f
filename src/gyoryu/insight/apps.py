from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "gyoryu.insight"
    label = "insight"

    def ready(self) -> None:
        """Judging asks what hangs on an entry; only this room can see all of it."""
        from gyoryu.insight.stakes import stakes_of
        from gyoryu.resolution.stakes import counted_by

        counted_by(stakes_of)
