"""``gyoryu``: the command line. A command's module is loaded when it is asked for, so ``--help`` answers at once."""

import os
import sys
from copy import copy
from functools import wraps
from importlib import import_module
from typing import Any

import click

# command -> (module, attribute, one line for the list)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "serve": ("serving", "serve", "Serve the pages and the API, and do the work behind them."),
    "worker": ("serving", "worker", "Do the work behind the pages in a process of its own."),
    "demo": ("demo", "demo", "Build an invented world and serve it."),
    "migrate": ("migrating", "migrate", "Bring the database and the static files up to date."),
    "check": ("checking", "check", "Look for broken invariants."),
    "intake": ("intake", "intake", "Read a national register or a spreadsheet."),
    "publish": ("publishing", "publish", "Publish what a source says, as one decision."),
    "resolve": ("resolving", "resolve", "Say which records are one institution."),
    "search": ("search", "search", "Find published institutions by name."),
    "reindex": ("search", "reindex", "Build the search index anew."),
    "evaluate": ("evaluating", "evaluate", "Measure answers against known ones."),
    "export": ("exporting", "export", "Write the published register to a file."),
    "backup": ("backups", "backup", "Write everything into one file."),
    "restore": ("backups", "restore", "Make an instance from a backup."),
    "bounce": ("bouncing", "bounce", "Read mails that came back."),
    "invite": ("inviting", "invite", "Invite somebody by e-mail."),
}
NEED_NO_DATABASE = {"restore", "migrate", "demo", "resolve"}


def _prepared(name: str, command: click.Command) -> click.Command:
    """The command, for which Django is loaded once it is clear that it was spelt right and is to be run."""
    act = command.callback
    assert act is not None

    @wraps(act)
    def prepare_and_act(*args: Any, **options: Any) -> Any:
        if name == "demo":
            os.environ["GYORYU_DEMO"] = "1"
        from gyoryu.cli.instance import prepare

        prepare(database=name not in NEED_NO_DATABASE)
        return act(*args, **options)

    prepared = copy(command)
    prepared.callback = prepare_and_act
    return prepared


class Commands(click.Group):
    """A group whose commands are imported one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _line = COMMANDS[cmd_name]
        return _prepared(cmd_name, getattr(import_module(f"gyoryu.cli.{module}"), attribute))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_module, _attribute, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gyoryu")
def gyoryu() -> None:
    """Gyoryu (교류): find partner schools abroad and make exchanges happen.

    GYORYU_HOME says where this instance lives (default: var/), DATABASE_URL which PostgreSQL it uses, if any.
    """


def main() -> None:
    """Exit code 0: done. 1: refused, or a check failed, with the reason on standard error. 2: misspelt."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gyoryu.config.settings")
    try:
        gyoryu.main(standalone_mode=True)
    except Exception as error:  # the last resort: a refusal of the domain is a sentence, not a traceback
        from gyoryu.common.errors import DomainError

        if not isinstance(error, DomainError):
            raise
        click.echo(f"gyoryu: {error}", err=True)
        sys.exit(1)
