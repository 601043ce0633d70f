"""The demo's entries as a register lives: a value kept, an older name, a school that closed, corrections, a request."""

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gyoryu.cli.demo.world import World


def build_entries(world: "World") -> None:
    plan = world.plan["entries"]
    _kept(world, plan["kept"])
    _named(world, plan["named"])
    _closed(world, plan["closed"])
    _suggested(world, plan["suggested"])
    _asked(world, plan["asked"])


def _kept(world: "World", plan: dict[str, Any]) -> None:
    from gyoryu.registry.domain.overrides import override_values
    from gyoryu.registry.facts import InstitutionFacts

    institution = world.institution(plan["register"])
    override_values(
        institution,
        group="size",
        facts=InstitutionFacts(pupils=plan["pupils"]),
        reason=plan["reason"],
        version=institution.version,
        actor=world.people["curator"],
    )


def _named(world: "World", plan: dict[str, Any]) -> None:
    from gyoryu.registry.domain.overrides import add_name
    from gyoryu.registry.facts import NameFact

    text, language, script, kind = plan["name"]
    name = NameFact(text, language, script, kind, until=plan["until"])
    institution = world.institution(plan["register"])
    add_name(institution, name=name, reason=plan["reason"], actor=world.people["curator"])


def _closed(world: "World", plan: dict[str, Any]) -> None:
    from gyoryu.registry.domain.closing import close_institution

    close_institution(
        world.institution(plan["register"]),
        closed_on=dt.date.fromisoformat(plan["day"]),
        reason=plan["reason"],
        successor=world.institution(plan["successor"]),
        actor=world.people["curator"],
    )


def _suggested(world: "World", plan: dict[str, Any]) -> None:
    from gyoryu.registry.domain.changes import suggest_change

    institution, teacher = world.institution(plan["register"]), world.people[plan["by"]]
    suggest_change(institution, field=plan["field"], new=plan["new"], note=plan["note"], actor=teacher)


def _asked(world: "World", plan: dict[str, Any]) -> None:
    """One institution was asked to look at its entry, and disputes a value."""
    from gyoryu.accounts.models import PartnerLink
    from gyoryu.registry.domain.changes import dispute_value
    from gyoryu.registry.domain.requests import plan_requests, send_requests
    from gyoryu.registry.models import ConfirmationRequest

    plan_requests([world.institution(plan["register"])], actor=world.people["curator"])
    send_requests(actor=world.system)
    request = ConfirmationRequest.objects.select_related("institution").get()
    link = PartnerLink.objects.get(target_pid=request.pid)
    world.tokens.append((link.language, f"entry/{link.sealed_token}"))
    dispute_value(request, field=plan["field"], new=plan["new"], note=plan["note"], actor=link)
