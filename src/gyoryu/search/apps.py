from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gyoryu.search"
    label = "search"
