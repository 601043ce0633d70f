"""Planning missions; part of ``office``, open to delegates as well."""

from django.urls import path

from gyoryu.web.office.views import missions, plans

urlpatterns = [
    path("missions/", missions.list_missions, name="missions"),
    path("missions/create/", missions.create_mission, name="create_mission"),
    path("missions/<pid:pid>/", missions.view_mission, name="mission"),
    path("missions/<pid:pid>/edit/", missions.edit_mission, name="edit_mission"),
    path("missions/<pid:pid>/submit/", missions.submit_mission, name="submit_mission"),
    path("missions/<pid:pid>/approve/", missions.approve_mission, name="approve_mission"),
    path("missions/<pid:pid>/return/", missions.return_mission, name="return_mission"),
    path("missions/<pid:pid>/cancel/", missions.cancel_mission, name="cancel_mission"),
    path("missions/<pid:pid>/members/add/", plans.add_member, name="add_member"),
    path("missions/<pid:pid>/members/<pid:person>/remove/", plans.remove_member, name="remove_member"),
    path("missions/<pid:pid>/members/<pid:person>/lead/", plans.set_lead, name="set_lead"),
    path("missions/<pid:pid>/stops/add/", plans.add_stop, name="add_stop"),
    path("stops/<pid:pid>/edit/", plans.edit_stop, name="edit_stop"),
    path("stops/<pid:pid>/remove/", plans.remove_stop, name="remove_stop"),
]
