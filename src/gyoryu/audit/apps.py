from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "gyoryu.audit"
    label = "audit"
