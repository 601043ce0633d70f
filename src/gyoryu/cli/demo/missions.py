"""The demo's missions and visits."""

import datetime as dt
import io
import random
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

from gyoryu.common.clock import today

if TYPE_CHECKING:
    from gyoryu.cli.demo.world import World

# How far each mission goes: the verbs up to its state.
_STEPS = {"draft": 0, "submitted": 1, "approved": 2, "under_way": 3, "reporting": 4, "completed": 5}


def build_missions(world: "World") -> None:
    for plan in world.plan["missions"]:
        mission = _mission(world, plan)
        if _STEPS[plan["state"]] >= _STEPS["under_way"]:
            _visits(world, plan, mission)
        if plan["state"] == "reporting":
            from gyoryu.missions.domain.missions import finish_visits

            finish_visits(mission, actor=world.people["lead"])
    world.follow()
    _accept_what_was_found(world)
    world.follow()


def _mission(world: "World", plan: dict[str, Any]) -> Any:
    from gyoryu.accounts.models import Organisation
    from gyoryu.missions.domain import members, missions, stops

    lead = world.people[plan["lead"]]
    first, last = (today() + dt.timedelta(days=day) for day in plan["days"])
    mission = missions.create_mission(
        title=plan["title"],
        purpose=plan["purpose"],
        countries=plan["countries"],
        starts_on=first,
        ends_on=last,
        organisation=Organisation.objects.get(kind="office"),
        actor=lead,
    )
    if not mission.members.filter(person=lead).exists():
        members.add_member(mission, person=lead, role="lead", duty="총괄", actor=lead)
    for who, duty in plan["members"]:
        members.add_member(mission, person=world.people[who], duty=duty, actor=lead)
    for stop in plan["stops"]:
        made = stops.add_stop(
            mission,
            on=today() + dt.timedelta(days=stop["day"]),
            at=dt.time(10, 0),
            title=stop["title"],
            kind=stop["kind"],
            place=stop["place"],
            country=stop["country"],
            institution=world.institution(stop["register"]) if "register" in stop else None,
            actor=lead,
        )
        stop["pid"] = made.pid
    steps = _STEPS[plan["state"]]
    if steps >= 1:
        missions.submit_mission(mission, actor=lead)
    if steps >= 2:
        missions.approve_mission(mission, actor=world.people["policy"])
    if steps >= 3:
        missions.begin_mission(mission, actor=lead)
    return mission


def _visits(world: "World", plan: dict[str, Any], mission: Any) -> None:
    from gyoryu.missions.domain import evidence, visits

    by_id = {visit["id"]: visit for visit in world.plan["visits"]}
    for stop in plan["stops"]:
        if "visit" not in stop:
            continue
        said = by_id[stop["visit"]]
        visit = visits.start_visit(mission, body=_body(world, mission, stop, said), actor=world.people["delegate"])
        for caption in ("수업 참관", "협의 장면"):
            evidence.add_evidence(
                visit,
                upload=_picture(stop["title"] + caption),
                caption=caption,
                may_publish=True,
                actor=world.people["delegate2"],
            )
        if said["state"] in ("submitted", "accepted"):
            visits.submit_visit(visit, actor=world.people["lead"])
        world.visits[said["id"]] = visit


def _body(world: "World", mission: Any, stop: dict[str, Any], said: dict[str, Any]) -> Any:
    from gyoryu.missions.body import read_body

    day = (today() + dt.timedelta(days=stop["day"])).isoformat()
    programme = said.get("programme")
    data: dict[str, Any] = {
        "stop": stop["pid"],
        "kind": stop["kind"],
        "met_on": day,
        "objective": "교류 의향과 조건을 확인한다.",
        "said": said["said"],
        "intention": said["intention"],
        "contacts": [
            {
                **said["contact"],
                "consent_on": day,
                "consent_channel": "in_person",
                "consent_language": "en",
                "when_to_contact": "교류 일정 협의",
            }
        ],
    }
    if "register" in said:
        data["institution"] = world.institution(said["register"]).pid
    else:
        data["about"] = {key: said[key] for key in ("name", "romanised", "kind", "country", "region", "locality")} | {
            "language": "th"
        }
    if "offer" in said:
        data["offer"] = said["offer"]
    if programme:
        data["programmes"] = [programme]
    return read_body(data, mission=mission)


def _accept_what_was_found(world: "World") -> None:
    """The curator accepts the visits that were accepted, and what they said of institutions known to the register."""
    from gyoryu.missions.domain.visits import accept_visit
    from gyoryu.registry.domain import offers, programmes
    from gyoryu.registry.domain.records import accept_record
    from gyoryu.registry.models import Offer, Programme, Record

    curator = world.people["curator"]
    for plan in world.plan["visits"]:
        if plan["state"] != "accepted":
            continue
        visit = world.visits[plan["id"]]
        visit.refresh_from_db()
        accept_visit(visit, actor=curator)
        world.follow()
        for record in Record.objects.filter(finding__visit=visit, state="proposed").order_by("parent_id", "id"):
            accept_record(record, actor=curator)
        world.follow()
        for offer in Offer.objects.filter(record__finding__visit=visit):
            if plan.get("offer_state") == "open":
                offers.open_offer(offers.confirm_offer(offer, how="mail", actor=curator), actor=curator)
        for programme in Programme.objects.filter(record__finding__visit=visit):
            programmes.publish_programme(programme, actor=curator)


def _picture(words: str) -> bytes:
    """An invented picture: hills under a sky, the same for the same words."""
    chance = random.Random(words)
    image = Image.new("RGB", (1200, 800), (chance.randint(150, 200), chance.randint(190, 220), 240))
    draw = ImageDraw.Draw(image)
    for layer in range(5):
        height = 300 + layer * 100
        points = [(x, height + chance.randint(-50, 50)) for x in range(0, 1300, 100)]
        shade = 170 - layer * 25
        draw.polygon([(0, 800), *points, (1200, 800)], fill=(shade - 60, shade, shade - 30))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
