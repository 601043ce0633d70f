"""The office: figures, people, mail, who looked at what."""

from django.urls import include, path

from gyoryu.web.office.views import access_log, invitations, organisations, outbox, overview, people, trail

app_name = "office"
urlpatterns = [
    path("", overview.home, name="home"),
    path("download/", overview.download_overview, name="download_overview"),
    path("ally-schools/", overview.ally_schools, name="ally_schools"),
    path("ally-schools/download/", overview.download_ally_schools, name="download_ally_schools"),
    path("people/", people.list_of_people, name="people"),
    path("people/download/", people.download_people, name="download_people"),
    path("people/<pid:pid>/", people.view_person, name="person"),
    path("people/<pid:pid>/grant-role/", people.grant_role, name="grant_role"),
    path("people/<pid:pid>/end-membership/", people.end_membership, name="end_membership"),
    path("people/<pid:pid>/move/", people.move_person, name="move_person"),
    path("people/<pid:pid>/close/", people.close_account, name="close_account"),
    path("people/<pid:pid>/reopen/", people.reopen_account, name="reopen_account"),
    path("invitations/", invitations.list_of_invitations, name="invitations"),
    path("invitations/invite/", invitations.invite_person, name="invite_person"),
    path("invitations/<pid:pid>/withdraw/", invitations.withdraw_invitation, name="withdraw_invitation"),
    path("organisations/", organisations.list_of_organisations, name="organisations"),
    path("organisations/download/", organisations.download_organisations, name="download_organisations"),
    path("organisations/<pid:pid>/", organisations.view_organisation, name="organisation"),
    path("organisations/<pid:pid>/classes/", organisations.set_priority_classes, name="set_priority_classes"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/lift-silence/", outbox.lift_silence, name="lift_silence"),
    path("outbox/<pid:pid>/", outbox.view_notice, name="notice"),
    path("access-log/", access_log.access_log, name="access_log"),
    path("access-log/download/", access_log.download_access_log, name="download_access_log"),
    path("access-log/sign/", access_log.sign_access_review, name="sign_access_review"),
    path("trail/", trail.trail, name="trail"),
    path("", include("gyoryu.web.office.urls_missions")),
]
