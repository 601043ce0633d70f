"""Delegates on the road."""

from django.urls import path

from gyoryu.web.field.views import evidence, missions, visits

app_name = "field"
urlpatterns = [
    path("", missions.home, name="home"),
    path("institutions/", missions.find_institutions, name="find_institutions"),
    path("add/", missions.add_visit, name="add_visit"),
    path("missions/<pid:pid>/", missions.view_mission, name="mission"),
    path("missions/<pid:pid>/begin/", missions.begin_mission, name="begin_mission"),
    path("missions/<pid:pid>/finish-visits/", missions.finish_visits, name="finish_visits"),
    path("missions/<pid:pid>/resume-visits/", missions.resume_visits, name="resume_visits"),
    path("missions/<pid:pid>/complete/", missions.complete_mission, name="complete_mission"),
    path("missions/<pid:pid>/visits/start/", visits.start_visit, name="start_visit"),
    path("visits/<pid:pid>/", visits.view_visit, name="visit"),
    path("visits/<pid:pid>/save/", visits.save_visit, name="save_visit"),
    path("visits/<pid:pid>/submit/", visits.submit_visit, name="submit_visit"),
    path("visits/<pid:pid>/cancel/", visits.cancel_visit, name="cancel_visit"),
    path("visits/<pid:pid>/evidence/", evidence.add_evidence, name="add_evidence"),
    path("evidence/<pid:pid>/", evidence.view_evidence, name="evidence"),
    path("evidence/<pid:pid>/describe/", evidence.describe_evidence, name="describe_evidence"),
    path("evidence/<pid:pid>/remove/", evidence.remove_evidence, name="remove_evidence"),
]
