#!/usr/bin/env python3
"""Pages drawn from the code: docs/states.md from every States object, docs/openapi.json from the REST door.

generated_docs.py write   write them
generated_docs.py check   exit 1, naming them, when one is not what the code says
"""

import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def states() -> str:
    """Every state machine of the house as a Mermaid diagram, room by room."""
    from django.apps import apps

    from gyoryu.common.states import REGISTERED

    for app in apps.get_app_configs():
        if app.name.startswith("gyoryu.") and find_spec(f"{app.name}.states"):
            import_module(f"{app.name}.states")
    lines = [
        "# States",
        "",
        "Drawn from the `States` objects in the code by `make docs`. A thing moves only along these arrows.",
    ]
    room = ""
    # What a test makes up for itself is no state of the house.
    for name, machine in sorted(REGISTERED.items()):
        here, _dot, thing = name.partition(".")
        if not find_spec(f"gyoryu.{here}"):
            continue
        if here != room:
            room = here
            lines += ["", f"## {room}"]
        lines += ["", f"### {thing}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {machine.initial}"]
        for start, ends in machine.transitions.items():
            lines += [f"    {start} --> {end}" for end in sorted(ends)]
        lines += [f"    {end} --> [*]" for end in sorted(machine.final)]
        lines += ["```"]
    return "\n".join(lines) + "\n"


def openapi() -> str:
    """The contract of the REST door."""
    from django.core.serializers.json import DjangoJSONEncoder
    from django.urls import get_resolver
    from django.utils.translation import override

    from gyoryu.api.rest.door import api

    get_resolver().url_patterns  # noqa: B018 - the operations register when the addresses load
    with override("en"):
        schema = api.get_openapi_schema()
        return json.dumps(schema, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n"


PAGES = {"states.md": states, "openapi.json": openapi}


def outdated() -> list[str]:
    """The pages whose file is not what the code says now."""
    wrong = []
    for name, draw in PAGES.items():
        path = DOCS / name
        if not path.exists() or path.read_text(encoding="utf-8") != draw():
            wrong.append(f"docs/{name}")
    return wrong


def main(what: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gyoryu.config.settings")
    import django

    django.setup()
    if what == "write":
        for name, draw in PAGES.items():
            (DOCS / name).write_text(draw(), encoding="utf-8")
        return 0
    wrong = outdated()
    if wrong:
        print(f"Out of date: {', '.join(wrong)}. Run: make docs")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["write"], ["check"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
