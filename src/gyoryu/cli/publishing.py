"""``gyoryu publish``."""

import json

import click

from gyoryu.cli.working import catch_up


@click.command()
@click.option("--source", metavar="SLUG", help="What this source says, e.g. nz-directory.")
@click.option("--all", "everything", is_flag=True, help="Every draft that has what publishing needs.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def publish(source: str | None, everything: bool, as_json: bool) -> None:
    """Publish drafts as one decision, recorded as such; returns when search finds them.

    A draft that lacks a name, a place, a kind or an accepted record stays a draft; how many lack what is printed.
    """
    from gyoryu.common.actors import SystemActor
    from gyoryu.registry.domain.institutions import publish_institutions

    if bool(source) == everything:
        raise click.UsageError("Say either --source SLUG or --all.")
    catch_up()
    done = publish_institutions(source, actor=SystemActor("command line"))
    catch_up()
    if as_json:
        click.echo(json.dumps({"published": done.published, "left": done.left, "missing": done.missing}))
        return
    click.echo(f"Published {done.published:,}.")
    if done.left:
        lacking = ", ".join(f"{what}: {count:,}" for what, count in done.missing.items() if count)
        click.echo(f"{done.left:,} stay drafts ({lacking})." if lacking else f"{done.left:,} stay drafts.")
