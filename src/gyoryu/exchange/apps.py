from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gyoryu.exchange"
    label = "exchange"
