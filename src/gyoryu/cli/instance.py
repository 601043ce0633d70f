"""Getting this instance ready for a command."""

import click
import django


def prepare(*, database: bool) -> None:
    """Load Django; where a command needs the database, see that it is there and up to date.

    An instance that was never used is set up by its first command. One whose database is older than this version is
    not touched: whoever runs it decides when to migrate.
    """
    django.setup()
    if not database:
        return
    waiting, fresh = waiting_migrations()
    if fresh:
        from gyoryu.cli.migrating import bring_up_to_date

        click.echo("A new instance: making its database.", err=True)
        bring_up_to_date(quiet=True)
    elif waiting:
        raise click.ClickException(
            f"The database lacks {len(waiting)} migrations of this version ({', '.join(waiting[:3])}). "
            "Make a backup (gyoryu of the version before), then run: gyoryu migrate"
        )


def waiting_migrations() -> tuple[list[str], bool]:
    """Names of migrations that were not applied, and whether none ever was."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [
        f"{migration.app_label}.{migration.name}" for migration, _backwards in plan
    ], not executor.loader.applied_migrations
