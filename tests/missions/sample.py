"""What a delegate says at a visit, for the tests of missions."""

import io
from typing import Any

from PIL import Image

from gyoryu.audit.models import Event
from gyoryu.missions.body import VisitBody, read_body
from gyoryu.missions.models import Mission

SAID: dict[str, Any] = {
    "kind": "school_visit",
    "met_on": "2026-01-13",
    "about": {
        "name": "โรงเรียนบ้านดาวเหนือ",
        "language": "th",
        "romanised": "Rongrian Ban Dao Nuea",
        "name_ko": "반다오느아 학교",
        "kind": "school",
        "country": "TH",
        "region": "เชียงใหม่",
        "locality": "เมืองเชียงใหม่",
        "level_from": 7,
        "level_to": 12,
        "website": "https://daonuea.example",
        "latitude": 18.79,
        "longitude": 98.99,
    },
    "objective": "교류 의향을 확인한다.",
    "said": "북부 지역 문화 수업을 함께 만들고 싶어 한다.\n인터넷이 느려 영상은 녹화로 주고받기를 바란다.",
    "intention": "yes",
    "private_note": "CANARY-NOTE 교장이 곧 바뀐다.",
    "contacts": [
        {
            "name": "CANARY-PERSON Darin",
            "role": "English teacher",
            "when_to_contact": "dates",
            "email": "canary-darin@daonuea.example",
            "telephone": "+66 2 555 0103",
            "languages": ["th", "en"],
            "consent_scope": "matched_school",
            "consent_on": "2026-01-13",
            "consent_language": "en",
            "consent_channel": "in_person",
        }
    ],
    "offer": {
        "types": ["joint_class", "language"],
        "fields": ["language_culture"],
        "level_from": 7,
        "level_to": 12,
        "languages": ["en:B1", "th"],
        "weeks": "June to September",
        "live_hours": "13:00-15:00",
        "capacity": 2,
        "needs": "A camera",
        "valid_until": "2027-03-31",
    },
    "programmes": [
        {
            "title": "ตลาดน้ำสองวัฒนธรรม",
            "title_ko": "두 문화 수상시장",
            "title_en": "Floating market of two cultures",
            "description": "Five lessons",
            "types": ["language"],
            "fields": ["language_culture"],
            "level_from": 7,
            "level_to": 10,
            "languages": ["th", "en"],
            "sessions": 5,
            "website": "https://daonuea.example/market",
        }
    ],
}


def said(mission: Mission, **changes: Any) -> VisitBody:
    """The body of a whole visit; ``changes`` replace parts of it, None leaves one out."""
    data = {**SAID, **changes}
    return read_body({name: value for name, value in data.items() if value is not None}, mission=mission)


def trail() -> list[str]:
    """The verbs that were done, in order."""
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def jpeg(size: tuple[int, int] = (60, 40), colour: str = "navy", **more: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG", **more)
    return target.getvalue()
