from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "gyoryu.api"
    label = "api"
