from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "gyoryu.insight"
    label = "insight"
