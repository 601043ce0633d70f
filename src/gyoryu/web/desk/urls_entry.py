"""Single values of an entry, relations, closing."""

from django.urls import path

from gyoryu.web.desk.views import relations, values

urlpatterns = [
    path("institutions/<pid:pid>/values/<slug:group>/", values.values, name="values"),
    path("institutions/<pid:pid>/values/<slug:group>/keep/", values.override_values, name="override_values"),
    path("institutions/<pid:pid>/names/add/", values.add_name, name="add_name"),
    path("institutions/<pid:pid>/relations/add/", relations.relate_institutions, name="relate_institutions"),
    path("institutions/<pid:pid>/close/", relations.close_institution, name="close_institution"),
    path("records/<pid:pid>/withdraw/", values.withdraw_record, name="withdraw_record"),
]
