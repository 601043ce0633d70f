"""Visits at the curator's desk; part of ``desk``."""

from django.urls import path

from gyoryu.web.desk.views import visits

urlpatterns = [
    path("visits/", visits.list_visits, name="visits"),
    path("visits/<pid:pid>/", visits.view_visit, name="visit"),
    path("visits/<pid:pid>/accept/", visits.accept_visit, name="accept_visit"),
    path("visits/<pid:pid>/return/", visits.return_visit, name="return_visit"),
]
