from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gyoryu.documents"
    label = "documents"
