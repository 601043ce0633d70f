"""Pages for partners abroad: by a signed link, without an account."""

from django.urls import path

from gyoryu.web.partner.views import answers

app_name = "partner"
urlpatterns = [
    path("answer/<str:token>/", answers.answer_match, name="answer_match"),
    path("answer/<str:token>/accept/", answers.accept_as_partner, name="accept_as_partner"),
    path("answer/<str:token>/decline/", answers.decline_as_partner, name="decline_as_partner"),
    path("answer/<str:token>/new-link/", answers.ask_new_link, name="ask_new_link"),
    path("answer/<str:token>/stop/", answers.stop_contact, name="stop_contact"),
    path("answer/<str:token>/teacher/", answers.reveal_teacher, name="reveal_teacher"),
]
