"""``gyoryu invite``."""

from typing import Any

import click


@click.command()
@click.argument("email")
@click.option(
    "--role",
    required=True,
    help="teacher, principal, district_officer, delegate, curator, policy_officer, operator or privacy_officer.",
)
@click.option(
    "--organisation", "pid", metavar="PID", help="Where; without it, the office (or the institute for a curator)."
)
@click.option(
    "--school", "number", metavar="NUMBER", help="Where, by the number the register gives the school or district."
)
@click.option("--name", default="", help="The person's name.")
@click.option("--language", default="ko", show_default=True, help="Language of the mail.")
def invite(email: str, role: str, pid: str | None, number: str | None, name: str, language: str) -> None:
    """Invite EMAIL to hold a role. The link is mailed, and printed for the case that mail does not work yet."""
    from django.conf import settings

    from gyoryu.accounts.domain.invitations import invite_person
    from gyoryu.accounts.enums import OrganisationKind, Role
    from gyoryu.accounts.models import Organisation
    from gyoryu.cli.working import catch_up
    from gyoryu.common.actors import SystemActor

    if role not in Role.values:
        raise click.UsageError(f"There is no role “{role}”. Roles: {', '.join(Role.values)}.")
    if pid and number:
        raise click.UsageError("Say either --organisation PID or --school NUMBER.")
    if number:
        organisation = _by_number(number)
    elif pid:
        organisation = Organisation.objects.filter(pid=pid).first()
        if organisation is None:
            raise click.ClickException(f"No organisation has the pid {pid}.")
    else:
        kind = OrganisationKind.INSTITUTE if role == Role.CURATOR else OrganisationKind.OFFICE
        organisation = Organisation.objects.filter(kind=kind).order_by("id").first()
        if organisation is None or role in (Role.TEACHER, Role.PRINCIPAL, Role.DISTRICT_OFFICER):
            raise click.UsageError(
                f"A {role} belongs to a school or district: add --organisation PID or --school NUMBER."
            )
    _invitation, token = invite_person(
        email, role=role, organisation=organisation, name=name, language=language, actor=SystemActor("command line")
    )
    catch_up()
    click.echo(f"{email} may join {organisation.name} as {role}:")
    click.echo(f"{settings.BASE_URL}/account/invitations/{token}/")


def _by_number(number: str) -> Any:
    from gyoryu.accounts.models import Organisation

    found = list(Organisation.objects.filter(official_id=number)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise click.ClickException(f"Several organisations have the number {number}: use --organisation PID.")
    raise click.ClickException(f"No organisation has the number {number}. Take the register of home schools in first.")
