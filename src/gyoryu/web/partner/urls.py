"""Pages for partners abroad: by a signed link, without an account."""

from django.urls import path

from gyoryu.web.partner.views import answers, entry

app_name = "partner"
urlpatterns = [
    path("answer/<str:token>/", answers.answer_match, name="answer_match"),
    path("answer/<str:token>/accept/", answers.accept_as_partner, name="accept_as_partner"),
    path("answer/<str:token>/decline/", answers.decline_as_partner, name="decline_as_partner"),
    path("answer/<str:token>/new-link/", answers.ask_new_link, name="ask_new_link"),
    path("answer/<str:token>/stop/", answers.stop_contact, name="stop_contact"),
    path("answer/<str:token>/teacher/", answers.reveal_teacher, name="reveal_teacher"),
    path("entry/<str:token>/", entry.check_entry, name="check_entry"),
    path("entry/<str:token>/confirm/", entry.confirm_entry, name="confirm_entry"),
    path("entry/<str:token>/wrong/<slug:field>/", entry.dispute_value, name="dispute_value"),
    path("entry/<str:token>/right/<slug:field>/", entry.withdraw_change, name="withdraw_change"),
    path("entry/<str:token>/stop/", entry.stop_requests, name="stop_requests"),
]
