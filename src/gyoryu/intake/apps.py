from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "gyoryu.intake"
    label = "intake"
