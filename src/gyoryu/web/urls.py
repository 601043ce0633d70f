"""All pages, by audience."""

from django.urls import include, path

from gyoryu.web.health import healthz, readyz
from gyoryu.web.home import home

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("home/", home, name="home"),
    path("", include("gyoryu.web.public.urls")),
    path("school/", include("gyoryu.web.school.urls")),
    path("desk/", include("gyoryu.web.desk.urls")),
    path("field/", include("gyoryu.web.field.urls")),
    path("p/", include("gyoryu.web.partner.urls")),
    path("office/", include("gyoryu.web.office.urls")),
    path("account/", include("gyoryu.web.account.urls")),
]
