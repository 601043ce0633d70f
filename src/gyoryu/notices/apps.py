from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gyoryu.notices"
    label = "notices"
