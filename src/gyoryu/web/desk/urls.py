"""The curator's desk."""

from django.urls import include, path

from gyoryu.web.desk.views import home, institutions, offers, paste, records, sources

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("inbox/", records.inbox, name="inbox"),
    path("records/<pid:pid>/", records.view_record, name="record"),
    path("records/<pid:pid>/accept/", records.accept_record, name="accept_record"),
    path("records/<pid:pid>/reject/", records.reject_record, name="reject_record"),
    path("records/<pid:pid>/judge/", records.judge_record, name="judge_record"),
    path("judgements/<pid:pid>/undo/", records.undo_judgement, name="undo_judgement"),
    path("institutions/", institutions.list_institutions, name="institutions"),
    path("institutions/download/", institutions.download_institutions, name="download_institutions"),
    path("institutions/save-filter/", institutions.save_filter, name="save_filter"),
    path("institutions/add/", institutions.add_institution, name="add_institution"),
    path("institutions/paste/", paste.paste_institutions, name="paste_institutions"),
    path("institutions/<pid:pid>/", institutions.view_institution, name="institution"),
    path("institutions/<pid:pid>/correct/", institutions.correct_institution, name="correct_institution"),
    path("institutions/<pid:pid>/publish/", institutions.publish_institution, name="publish_institution"),
    path("institutions/<pid:pid>/archive/", institutions.archive_institution, name="archive_institution"),
    path("institutions/<pid:pid>/presence/", institutions.note_presence, name="note_presence"),
    path("contacts/<pid:pid>/reveal/", institutions.reveal_contact, name="reveal_contact"),
    path("offers/<pid:pid>/", offers.view_offer, name="offer"),
    path("offers/<pid:pid>/confirm/", offers.confirm_offer, name="confirm_offer"),
    path("offers/<pid:pid>/open/", offers.open_offer, name="open_offer"),
    path("offers/<pid:pid>/pause/", offers.pause_offer, name="pause_offer"),
    path("offers/<pid:pid>/withdraw/", offers.withdraw_offer, name="withdraw_offer"),
    path("programmes/<pid:pid>/publish/", offers.publish_programme, name="publish_programme"),
    path("programmes/<pid:pid>/archive/", offers.archive_programme, name="archive_programme"),
    path("sources/", sources.list_sources, name="sources"),
    path("", include("gyoryu.web.desk.urls_judging")),
    path("", include("gyoryu.web.desk.urls_entry")),
    path("", include("gyoryu.web.desk.urls_visits")),
    path("", include("gyoryu.web.desk.urls_exchange")),
]
