"""Root of all addresses."""

from django.urls import include, path, register_converter

from gyoryu.common.ids import PidConverter

register_converter(PidConverter, "pid")

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("api/", include("gyoryu.api.urls")),
    path("", include("gyoryu.web.urls")),
]

handler400 = "gyoryu.web.errors.bad_request"
handler403 = "gyoryu.web.errors.forbidden"
handler404 = "gyoryu.web.errors.not_found"
handler500 = "gyoryu.web.errors.server_error"
