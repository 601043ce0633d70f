"""Every component of the design system on one page, with invented content: to look at, and for the browser tests."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gyoryu.web.access import public
from gyoryu.web.icons import ICONS
from gyoryu.web.states import LOOKS

TONES = ("neutral", "accent", "success", "warning", "danger")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="기관 이름", help_text="현지 문자로 적습니다. 한글 표기는 자동으로 만들어집니다.")
    email = forms.EmailField(label="E-mail", required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    met_on = forms.DateField(label="방문일", widget=forms.DateInput(attrs={"type": "date"}))
    pupils = forms.IntegerField(label="학생 수", required=False, min_value=0)
    country = forms.ChoiceField(label="국가", choices=[("NZ", "뉴질랜드"), ("TH", "태국"), ("TR", "튀르키예")])
    kind = forms.ChoiceField(
        label="교류 방식",
        choices=[("joint", "공동 수업"), ("visit", "방문"), ("mail", "편지")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="교류 분야",
        required=False,
        help_text="여러 개를 고를 수 있습니다.",
        choices=[("env", "환경과 지속가능발전"), ("sci", "과학"), ("art", "예술과 문화")],
        widget=forms.CheckboxSelectMultiple,
    )
    said = forms.CharField(label="나눈 이야기", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    photo = forms.FileField(label="사진", required=False, help_text="JPEG 또는 PNG, 10 MB까지. 위치 정보는 지워집니다.")
    agreed = forms.BooleanField(label="사진 사용에 동의를 받았습니다", required=False)


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "styleguide.html",
        {
            "icons": list(ICONS),
            "states": list(LOOKS),
            "tones": TONES,
            "form": SampleForm(),
            "wrong_form": SampleForm({"email": "kim@", "met_on": "31 February"}, prefix="wrong"),
            "page_of_many": Paginator(range(431), 20).get_page(request.GET.get("page", 4)),
            **SAMPLES,
        },
    )


VISIT, REGISTER, PARTNER = "경기 추진단 방문", "Ministry of Education, New Zealand: Directory", "상대 학교의 확인"

SAMPLES = {
    "facts": [
        {
            "term": "공식 이름",
            "value": "Te Kura Takawaenga o Waikākāriki",
            "lang": "mi",
            "source": REGISTER,
            "when": date(2026, 1, 5),
            "why": ["국가 등록부가 이름을 정합니다.", "이 값은 등록부의 가장 새로운 판에서 왔습니다."],
            "others": [{"value": "Waikakariki Intermediate", "source": VISIT, "when": date(2026, 1, 14)}],
        },
        {"term": "학년", "value": "Year 7–8 (초6–중1)", "source": REGISTER, "when": date(2026, 1, 5)},
        {
            "term": "교류 의향",
            "value": "공동 수업, 학생 방문",
            "source": VISIT,
            "when": date(2026, 1, 14),
            "why": ["교감과의 협의에서 확인했습니다. 상대 학교는 아직 확인하지 않았습니다."],
        },
        {"term": "담당자", "missing": True},
    ],
    "names": [
        {"text": "Çankaya Atatürk Anadolu Lisesi", "lang": "tr", "kind": "공식"},
        {"text": "찬카야 아타튀르크 아나돌루 고등학교", "lang": "ko", "kind": "한글 읽기", "note": "자동 생성"},
        {"text": "โรงเรียนสวนกุหลาบวิทยาลัย นนทบุรี", "lang": "th", "kind": "공식"},
        {"text": "Suankularb Wittayalai Nonthaburi School", "lang": "en", "kind": "로마자"},
    ],
    "steps": [
        {"label": "희망 신청", "state": "done", "when": date(2026, 3, 9)},
        {"label": "학교장 승인", "state": "done", "when": date(2026, 3, 11)},
        {"label": "상대교 의향 확인", "state": "current", "note": "답을 기다리고 있습니다"},
        {"label": "연결", "state": "todo"},
        {"label": "사전 협의회", "state": "todo"},
    ],
    "events": [
        {"when": date(2026, 3, 20), "what": "상대 학교에 물었습니다", "who": "국제교육원 박지현", "icon": "mail"},
        {
            "when": date(2026, 3, 18),
            "what": "연결 후보를 정했습니다",
            "who": "국제교육원 박지현",
            "note": "학년과 분야가 모두 맞고, 함께 수업할 수 있는 주가 14주입니다.",
            "icon": "exchange",
        },
        {"when": date(2026, 3, 11), "what": "학교장이 승인했습니다", "who": "교장 이은주", "icon": "check-circle"},
    ],
    "rows": [
        [
            {"text": "Waikākāriki Intermediate", "href": "#tables", "lang": "en", "note": "와이카카리키 중학교"},
            "뉴질랜드",
            "Year 7–8",
            {"text": 412, "numeric": True},
            date(2026, 1, 14),
        ],
        [
            {"text": "โรงเรียนบ้านหนองบัว", "href": "#tables", "lang": "th", "note": "반농부아 학교"},
            "태국",
            "ป.1–ม.3",
            {"text": 268, "numeric": True},
            date(2026, 1, 19),
        ],
        [
            {"text": "Şehit Öğretmen Ortaokulu", "href": "#tables", "lang": "tr", "note": "셰히트 외으레트멘 중학교"},
            "튀르키예",
            "5–8. sınıf",
            {"text": 1034, "numeric": True},
            date(2026, 1, 22),
        ],
    ],
    "head": ["기관", "국가", "학년", {"label": "학생", "numeric": True}, "마지막 확인"],
    "compare": [
        {
            "label": "이름",
            "left": "โรงเรียนบ้านหนองบัว",
            "right": "Ban Nong Bua School",
            "left_lang": "th",
            "right_lang": "en",
            "left_note": VISIT,
            "right_note": "학교 명부 2026",
        },
        {"label": "주소", "left": "Udon Thani", "right": "Udon Thani", "same": True},
        {"label": "공식 번호", "left": "", "right": "1041680123"},
        {"label": "홈페이지", "left": "nongbua.ac.th", "right": "nongbua.ac.th", "same": True},
    ],
    "facets": [
        {
            "title": "국가",
            "open": True,
            "options": [
                {"label": "뉴질랜드", "count": 2461, "url": "?", "selected": True},
                {"label": "태국", "count": 1208, "url": "?"},
                {"label": "튀르키예", "count": 310, "url": "?"},
            ],
        },
        {
            "title": "학교급",
            "open": False,
            "options": [{"label": "초등", "count": 1930, "url": "?"}, {"label": "중등", "count": 640, "url": "?"}],
        },
    ],
    "chosen": [{"label": "뉴질랜드", "url": "?"}],
    "figures": [
        {"label": "수원", "value": 18, "url": "#figures"},
        {"label": "성남", "value": 12},
        {"label": "파주", "value": 7, "note": "지난해 3"},
        {"label": "구리남양주", "value": 4},
        {"label": "시흥", "value": 1},
    ],
    "places": [
        (-36.87, 174.77, "Auckland Grammar School", "#maps"),
        (-36.85, 174.76, "Waikākāriki Intermediate", "#maps"),
        (-37.79, 175.28, "Hamilton Boys' High School", "#maps"),
        (-41.29, 174.78, "Wellington College", "#maps"),
        (-43.53, 172.62, "Christchurch Girls' High School", "#maps"),
        (-45.87, 170.50, "Otago Boys' High School", "#maps"),
    ],
    "world": [
        (37.26, 127.03, "수원", ""),
        (-36.87, 174.77, "Auckland", ""),
        (13.75, 100.5, "กรุงเทพฯ", ""),
        (39.93, 32.85, "Ankara", ""),
        (51.5, -0.12, "London", ""),
        (38.9, -77.03, "Washington", ""),
    ],
}
