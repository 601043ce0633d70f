"""Reading mails that came back (RFC 3464): which addresses do not exist. Nothing else of them is kept."""

import email
import email.policy
from email.message import Message

MOST_BYTES = 2_000_000


def failed_addresses(raw: bytes) -> list[str]:
    """Addresses that the report calls failed for good; a delay, a full mailbox or a success is none."""
    message = email.message_from_bytes(raw[:MOST_BYTES], policy=email.policy.compat32)
    found: dict[str, None] = {}
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if isinstance(block, Message) and (address := _failed(block)):
                found[address] = None
    return list(found)


def _failed(block: Message) -> str:
    """The recipient of one block, when delivery to it failed for good (5.x.x, but not 5.2.2: the mailbox is full)."""
    action, status = str(block.get("Action", "")).strip().lower(), str(block.get("Status", "")).strip()
    if action != "failed" or not status.startswith("5.") or status.startswith("5.2.2"):
        return ""
    named = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    kind, _semicolon, address = named.partition(";")
    address = address.strip().strip("<>")
    return address if kind.strip().lower() == "rfc822" and "@" in address and len(address) <= 254 else ""
