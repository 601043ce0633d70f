"""``gyoryu demo``: an invented world, built by the same verbs that people use, and served."""

import click

from gyoryu.cli.demo.world import PASSWORD, World

# Who to be, in the order of the story: the person's name in the world file, what they do first.
FIRST_STEPS = {
    "delegate": ("delegate", "the mission to Thailand is under way: record a visit"),
    "lead": ("lead", "submit the visit of Chiang Mai"),
    "curator": ("curator", "accept a visit, judge, publish, match"),
    "policy": ("policy officer", "approve the mission to Türkiye; the overview"),
    "teacher": ("teacher", "a wish that was connected: see the contact"),
    "principal": ("principal", "approve a wish"),
    "district": ("district officer", "the wishes of the district"),
    "operator": ("operator", "people, invitations, mail"),
    "privacy": ("privacy officer", "the access log"),
}


def _say_where(world: World, address: str) -> None:
    click.echo("\nGyoryu, an invented world. No school, person or offer in it is real.\n")
    click.echo(f"  {address}/   anybody: type 코와이 베이 칼리지\n")
    click.echo(f"  Sign in at {address}/account/login/  with the password:  {PASSWORD}\n")
    for who, (role, first) in FIRST_STEPS.items():
        click.echo(f"    {world.email_of(who):28} {role:17} {first}")
    for language, link in world.partner_links(address):
        click.echo(f"\n  A partner abroad answers without an account ({language}):\n    {link}")
    click.echo(f"\n  No mail leaves the demo; the operator reads them at {address}/office/outbox/\n")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Build the world and stop.")
def demo(host: str, port: int, no_serve: bool) -> None:
    """Build an invented world in GYORYU_HOME (default var/demo) and serve it. A world that is there is kept."""
    from django.conf import settings

    from gyoryu.cli.migrating import bring_up_to_date
    from gyoryu.cli.serving import serve_until_stopped

    world = World()
    bring_up_to_date(quiet=True)
    if world.is_built():
        click.echo(f"The demo world is there already ({settings.HOME}); delete that folder to begin anew.")
    else:
        click.echo("Building the demo world …")
        world.build()
    _say_where(world, f"http://{host}:{port}")
    if not no_serve:
        serve_until_stopped(host, port, threads=8, work=True)
