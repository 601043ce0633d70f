from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "gyoryu.cli"
    label = "cli"
