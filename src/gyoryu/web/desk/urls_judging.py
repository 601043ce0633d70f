"""The judging desk."""

from django.urls import path

from gyoryu.web.desk.views import judging, second_looks

urlpatterns = [
    path("candidates/", judging.candidates, name="candidates"),
    path("candidates/<pid:pid>/<pid:institution>/", judging.question, name="question"),
    path("candidates/<pid:pid>/<pid:institution>/judge/", judging.judge_question, name="judge_question"),
    path("candidates/<pid:pid>/<pid:institution>/ask/", second_looks.ask_second_look, name="ask_second_look"),
    path("judgements/", judging.list_judgements, name="judgements"),
    path("second-looks/", second_looks.second_looks, name="second_looks"),
    path("second-looks/<pid:pid>/confirm/", second_looks.confirm_second_look, name="confirm_second_look"),
    path("second-looks/<pid:pid>/refuse/", second_looks.refuse_second_look, name="refuse_second_look"),
    path("second-looks/<pid:pid>/withdraw/", second_looks.withdraw_second_look, name="withdraw_second_look"),
]
