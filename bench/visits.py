"""Delegates who record visits by the form or the API, and what the database says of it afterwards.

``python -m bench.visits prepare CLIENTS MISSIONS`` makes people and missions in GYORYU_HOME and prints, as JSON, the
session of each client and its missions.
"""

import datetime as dt
import http.client
import json
import random
import sys
import threading
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

MOST_A_MISSION = 450  # a mission takes 500 visits
WORDS = [
    "학생",
    "교류",
    "수업",
    "공동",
    "화상",
    "언어",
    "문화",
    "협약",
    "방문",
    "여름",
    "겨울",
    "학교",
    "교장",
    "교사",
    "희망",
]


def prepare(clients: int, missions: int) -> list[dict[str, Any]]:
    """``clients`` delegates, each leading ``missions`` missions that are under way. Made by the verbs people use."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from gyoryu.accounts.domain.invitations import accept_invitation, invite_person
    from gyoryu.accounts.models import Organisation
    from gyoryu.common.actors import SystemActor
    from gyoryu.common.clock import today
    from gyoryu.missions.domain import missions as verbs
    from gyoryu.missions.domain.stops import add_stop

    settings.ALLOWED_HOSTS = ["*"]
    system = SystemActor("bench")
    office = Organisation.objects.filter(kind="office").order_by("id").get()

    def person(name: str, role: str) -> Any:
        _invitation, token = invite_person(
            f"{name}@gyoryu.example", role=role, organisation=office, name=name, actor=system
        )
        return accept_invitation(token, name=name, password=uuid.uuid4().hex)

    policy = person("policy", "policy_officer")
    made = []
    for number in range(clients):
        lead = person(f"lead{number}", "delegate")
        led = []
        for turn in range(missions):
            mission = verbs.create_mission(
                title=f"Bench {number}-{turn}",
                purpose="To be counted.",
                countries=["NZ"],
                starts_on=today() - dt.timedelta(days=2),
                ends_on=today() + dt.timedelta(days=5),
                organisation=office,
                lead=lead,
                actor=lead,
            )
            add_stop(
                mission,
                on=today(),
                at=None,
                title="A school",
                kind="school_visit",
                place="Auckland",
                country="NZ",
                actor=lead,
            )
            verbs.submit_mission(mission, actor=lead)
            verbs.approve_mission(mission, actor=policy)
            verbs.begin_mission(mission, actor=lead)
            led.append(mission)
        browser = Client()
        browser.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
        made.append(
            {
                "session": browser.cookies[settings.SESSION_COOKIE_NAME].value,
                "missions": [mission.pid for mission in led],
            }
        )
    return made


@dataclass
class Tally:
    """What one client knows: what it sent, and what it was told is stored."""

    sent: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)


def by_form(mission: str, visit: str, said: str, token: str) -> tuple[str, str, str, str]:
    """What a browser sends: method, address, kind of body, body."""
    body = {
        "csrfmiddlewaretoken": token,
        "client_uuid": visit,
        "kind": "school_visit",
        "met_on": dt.datetime.now(dt.UTC).date().isoformat(),
        "intention": "interested",
        "said": said,
        "about-name": f"Counted School {visit[:8]}",
        "about-language": "en",
        "about-country": "NZ",
        "contacts-count": "1",
        "contacts-0-name": "Somebody Met",
        "contacts-0-email": f"{visit[:8]}@school.example",
        "contacts-0-consent_scope": "office",
        "programmes-count": "0",
        "do": "save",
    }
    return "POST", f"/field/missions/{mission}/visits/start/", "application/x-www-form-urlencoded", urlencode(body)


def by_api(mission: str, visit: str, said: str, token: str) -> tuple[str, str, str, str]:
    """What a program sends: the same visit."""
    body = {
        "mission": mission,
        "kind": "school_visit",
        "met_on": dt.datetime.now(dt.UTC).date().isoformat(),
        "intention": "interested",
        "said": said,
        "about": {"name": f"Counted School {visit[:8]}", "language": "en", "country": "NZ"},
        "contacts": [{"name": "Somebody Met", "email": f"{visit[:8]}@school.example", "consent_scope": "office"}],
    }
    return "PUT", f"/api/v1/visits/{visit}", "application/json", json.dumps(body)


DOORS = {"form": by_form, "api": by_api}


def says_saved(answer: http.client.HTTPResponse) -> bool:
    """The browser is sent on to the visit, which is what a delegate sees as "saved"; a program gets a receipt."""
    sent_on = answer.status == 302 and (answer.getheader("Location") or "").startswith("/field/visits/")
    return sent_on or answer.status == 201


class Poster(threading.Thread):
    """One delegate: records visit after visit until told to stop or the line goes dead."""

    def __init__(self, door: str, port: int, session: str, mission: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.door = DOORS[door]
        self.port = port
        self.session = session
        self.mission = mission
        self.stop_now = stop
        self.tally = Tally()

    def run(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        token = uuid.uuid4().hex
        cookies = f"gyoryu_session={self.session}; gyoryu_csrf={token}; gyoryu_language=en"
        while not self.stop_now.is_set() and len(self.tally.sent) < MOST_A_MISSION:
            visit, said = str(uuid.uuid4()), " ".join(random.choices(WORDS, k=200))
            method, address, kind, body = self.door(self.mission, visit, said, token)
            self.tally.sent[visit] = said
            try:
                line.request(method, address, body, {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": kind})
                answer = line.getresponse()
                page = answer.read()
            except (OSError, http.client.HTTPException):
                return
            if says_saved(answer):
                self.tally.acknowledged.add(visit)
            else:
                self.tally.refused.append(f"{answer.status} {page[:300]!r}")
                return


def stored(database: Path) -> tuple[dict[str, str], list[str]]:
    """What is in the database: the text of each visit by its id, and everything that is only half there."""
    import pysqlite3

    line = pysqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        visits = {
            str(uuid.UUID(key)): said for key, said in line.execute("SELECT client_uuid, said FROM missions_visit")
        }
        wrong = [f"integrity: {row[0]}" for row in line.execute("PRAGMA integrity_check") if row[0] != "ok"]
        wrong += [f"foreign key: {row}" for row in line.execute("PRAGMA foreign_key_check")]
        halves = {
            "no receipt": "SELECT client_uuid FROM missions_visit v WHERE NOT EXISTS"
            " (SELECT 1 FROM missions_receipt r WHERE r.visit_id = v.id AND r.body_hash = v.body_hash)",
            "no event": "SELECT client_uuid FROM missions_visit v WHERE NOT EXISTS (SELECT 1 FROM audit_event e"
            " WHERE e.verb = 'missions.start_visit' AND e.subject_id = v.id)",
            "no finding": "SELECT client_uuid FROM missions_visit v WHERE NOT EXISTS"
            " (SELECT 1 FROM missions_finding f WHERE f.visit_id = v.id)",
            "an event without its visit": "SELECT subject_id FROM audit_event e WHERE e.verb = 'missions.start_visit'"
            " AND NOT EXISTS (SELECT 1 FROM missions_visit v WHERE v.id = e.subject_id)",
        }
        wrong += [f"{name}: {row[0]}" for name, query in halves.items() for row in line.execute(query)]
    finally:
        line.close()
    return visits, wrong


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gyoryu.config.settings")
    print(json.dumps(prepare(int(sys.argv[2]), int(sys.argv[3]))))
