"""One's own account, and the pages that the links in mails open."""

from django.urls import path

from gyoryu.web.account.views import colleagues, invitations, me, stop

app_name = "account"
urlpatterns = [
    path("", me.home, name="home"),
    path("profile/", me.edit_profile, name="edit_profile"),
    path("filters/<pid:pid>/delete/", me.delete_filter, name="delete_filter"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/<pid:pid>/invite/", colleagues.invite_colleague, name="invite_colleague"),
    path("invitations/<pid:pid>/withdraw/", colleagues.withdraw_invitation, name="withdraw_invitation"),
    path("invitations/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("stop/<str:token>/", stop.silence_address, name="silence_address"),
]
