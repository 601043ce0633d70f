"""``gyoryu migrate``."""

import os

import click
from django.conf import settings


def bring_up_to_date(*, quiet: bool) -> None:
    """Migrations, the cache table, static files, the office's organisations."""
    from django.core.management import call_command

    from gyoryu.accounts.domain.organisations import ensure_office
    from gyoryu.common.actors import SystemActor

    verbosity = 0 if quiet else 1
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    os.sync()  # a power cut right after this must not leave half of the files
    ensure_office(actor=SystemActor("migrate"))


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
def migrate(quiet: bool) -> None:
    """Bring the database, the static files and the office's organisations up to date. Safe to run again."""
    bring_up_to_date(quiet=quiet)
    if not quiet:
        click.echo(f"Up to date: {settings.HOME}")
