"""The curator's desk: wishes and matches. Included by ``web.desk.urls``."""

from django.urls import path

from gyoryu.web.desk.views import matches, wishes

urlpatterns = [
    path("wishes/", wishes.wish_queue, name="wishes"),
    path("wishes/download/", wishes.download_wishes, name="download_wishes"),
    path("wishes/save-filter/", wishes.save_wish_filter, name="save_wish_filter"),
    path("wishes/<pid:pid>/", wishes.view_wish, name="wish"),
    path("wishes/<pid:pid>/eligible/", wishes.find_eligible, name="find_eligible"),
    path("wishes/<pid:pid>/refuse/", wishes.refuse_wish, name="refuse_wish"),
    path("wishes/<pid:pid>/propose/<pid:offer>/", wishes.propose_match, name="propose_match"),
    path("matches/", matches.match_list, name="matches"),
    path("matches/<pid:pid>/", matches.view_match, name="match"),
    path("matches/<pid:pid>/decide/", matches.decide_match, name="decide_match"),
    path("matches/<pid:pid>/ask/", matches.ask_both, name="ask_both"),
    path("matches/<pid:pid>/renew-link/", matches.renew_link, name="renew_link"),
    path("matches/<pid:pid>/record-answer/", matches.record_partner_answer, name="record_partner_answer"),
    path("matches/<pid:pid>/withdraw/", matches.withdraw_match, name="withdraw_match"),
    path("matches/<pid:pid>/expire/", matches.expire_match, name="expire_match"),
]
