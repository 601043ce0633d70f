"""Words that may be read by few: put into the test world, looked for in every response."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from tests.web.world import CANARY_DRAFT, CANARY_INVITED, CANARY_NOTE, CANARY_TEACHER

MISSION = {"delegate", "lead", "curator"}
READS_DRAFTS = {"delegate", "lead", "other_delegate", "curator", "policy_officer"}

# What is looked for -> who may read it in an ordinary response, that is without a reveal that asks for a reason.
CANARIES: dict[str, set[str]] = {
    "CANARY-PERSON Aroha": set(),  # the contact of a partner
    "canary-contact": set(),
    "555 0199": set(),
    "CANARY-PERSON Darin": MISSION,  # whom a delegation met, before it is in the register
    "canary-darin": MISSION,
    "555 0103": MISSION,
    CANARY_NOTE: MISSION,
    CANARY_DRAFT: READS_DRAFTS,
    CANARY_TEACHER: {"teacher", "operator"},
    CANARY_INVITED: {"principal", "operator"},
    "the secret link": set(),  # what a mail says
    "Traceback (most recent call last)": set(),
}


def leaks(viewer: str, response: Any) -> Iterator[str]:
    """The canaries in this response that the viewer may not read."""
    text = _text_of(response)
    for canary, readers in CANARIES.items():
        if canary in text and viewer not in readers:
            yield canary


def _text_of(response: Any) -> str:
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return headers + content.decode("utf-8", "replace")
