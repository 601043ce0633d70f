"""Single values of an entry, relations, closing."""

from django.urls import path

from gyoryu.web.desk.views import changes, freshness, quality, relations, values

urlpatterns = [
    path("institutions/<pid:pid>/values/<slug:group>/", values.values, name="values"),
    path("institutions/<pid:pid>/values/<slug:group>/keep/", values.override_values, name="override_values"),
    path("institutions/<pid:pid>/names/add/", values.add_name, name="add_name"),
    path("institutions/<pid:pid>/relations/add/", relations.relate_institutions, name="relate_institutions"),
    path("institutions/<pid:pid>/close/", relations.close_institution, name="close_institution"),
    path("records/<pid:pid>/withdraw/", values.withdraw_record, name="withdraw_record"),
    path("kept/", values.kept_values, name="kept_values"),
    path("changes/", changes.list_changes, name="changes"),
    path("changes/<pid:pid>/", changes.view_change, name="change"),
    path("changes/<pid:pid>/accept/", changes.accept_change, name="accept_change"),
    path("changes/<pid:pid>/reject/", changes.reject_change, name="reject_change"),
    path("quality/", quality.quality, name="quality"),
    path("freshness/", freshness.freshness, name="freshness"),
    path("freshness/plan/", freshness.plan_requests, name="plan_requests"),
    path("requests/<pid:pid>/cancel/", freshness.cancel_request, name="cancel_request"),
    path("contacts/<pid:pid>/works-again/", freshness.clear_bounce, name="clear_bounce"),
]
