from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "gyoryu.registry"
    label = "registry"
