from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gyoryu.web"
    label = "web"
