from django.apps import AppConfig


class ResolutionConfig(AppConfig):
    name = "gyoryu.resolution"
    label = "resolution"
