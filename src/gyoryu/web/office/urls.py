"""The office: missions, people, figures."""

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("", include("gyoryu.web.office.urls_missions")),
]
