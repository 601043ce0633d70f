"""A school's desk: wishes, cases, contacts."""

from django.urls import path

from gyoryu.web.school.views import home, matches, offers, wishes

app_name = "school"
urlpatterns = [
    path("", home.home, name="home"),
    path("cases/", home.cases, name="cases"),
    path("offers/", offers.list_offers, name="offers"),
    path("wishes/new/", wishes.draft_wish, name="draft_wish"),
    path("wishes/hand-over/", wishes.hand_over_wishes, name="hand_over_wishes"),
    path("wishes/<pid:pid>/", wishes.view_wish, name="wish"),
    path("wishes/<pid:pid>/edit/", wishes.edit_wish, name="edit_wish"),
    path("wishes/<pid:pid>/submit/", wishes.submit_wish, name="submit_wish"),
    path("wishes/<pid:pid>/take-back/", wishes.take_back_wish, name="take_back_wish"),
    path("wishes/<pid:pid>/reopen/", wishes.reopen_wish, name="reopen_wish"),
    path("wishes/<pid:pid>/approve/", wishes.approve_wish, name="approve_wish"),
    path("wishes/<pid:pid>/send-back/", wishes.send_back_wish, name="send_back_wish"),
    path("wishes/<pid:pid>/recommend/", wishes.recommend_wish, name="recommend_wish"),
    path("wishes/<pid:pid>/consent/", wishes.consent_to_contact, name="consent_to_contact"),
    path("wishes/<pid:pid>/close/", wishes.close_wish, name="close_wish"),
    path("wishes/<pid:pid>/hand-over/", wishes.hand_over_wish, name="hand_over_wish"),
    path("matches/<pid:pid>/", matches.view_match, name="match"),
    path("matches/<pid:pid>/accept/", matches.accept_for_school, name="accept_for_school"),
    path("matches/<pid:pid>/decline/", matches.decline_for_school, name="decline_for_school"),
    path("matches/<pid:pid>/contacts/<pid:contact>/reveal/", matches.reveal_contact, name="reveal_contact"),
]
