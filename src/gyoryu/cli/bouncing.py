"""``gyoryu bounce``: mails that came back."""

import sys
from typing import BinaryIO

import click


@click.command()
@click.argument("mails", type=click.File("rb"), nargs=-1)
def bounce(mails: tuple[BinaryIO, ...]) -> None:
    """Read mails that came back (MAILS, or one from standard input) and write to their addresses no more.

    Let the mail server pipe what comes back into this command. Addresses are not printed.
    """
    from gyoryu.common.actors import SystemActor
    from gyoryu.common.crypto import blind_index
    from gyoryu.notices.bounces import MOST_BYTES, failed_addresses
    from gyoryu.registry.domain.contacts import note_bounce

    actor = SystemActor("mail")
    reports = contacts = 0
    for mail in mails or (sys.stdin.buffer,):
        for address in failed_addresses(mail.read(MOST_BYTES)):
            reports += 1
            contacts += note_bounce(blind_index(address), actor=actor)
    click.echo(f"{reports} addresses do not exist; {contacts} contacts are marked.")
