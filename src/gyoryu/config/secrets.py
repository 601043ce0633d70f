"""Keys: from the environment, or made once and kept in the instance's own folder."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from environs import Env


@dataclass(frozen=True)
class Keys:
    """``field_keys`` are 32 bytes each, newest first; they are independent of the secret key on purpose."""

    secret_key: str
    secret_key_fallbacks: list[str]
    field_keys: list[bytes]
    blind_index_key: bytes


def _make() -> dict[str, str]:
    def key() -> str:
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()

    return {"SECRET_KEY": secrets.token_urlsafe(48), "FIELD_KEYS": key(), "BLIND_INDEX_KEY": key()}


def _kept(home: Path) -> dict[str, str]:
    path = home / "keys.json"
    if not path.exists():
        scratch = home / f"keys.json.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(_make(), file)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(scratch, path)  # atomic: of two first starts, one wins and both read the same keys
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def load_or_create_keys(home: Path, env: Env) -> Keys:
    """SECRET_KEY, FIELD_KEYS and BLIND_INDEX_KEY of the environment; those not set come from ``home/keys.json``."""
    names = ("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY")
    values = {name: env.str(name, "") for name in names}
    if not all(values.values()):
        kept = _kept(home)
        values = {name: values[name] or kept[name] for name in names}
    return Keys(
        secret_key=values["SECRET_KEY"],
        secret_key_fallbacks=env.list("SECRET_KEY_FALLBACKS", []),
        field_keys=[base64.urlsafe_b64decode(key) for key in values["FIELD_KEYS"].split(",")],
        blind_index_key=base64.urlsafe_b64decode(values["BLIND_INDEX_KEY"]),
    )


def load_fetch_secrets() -> dict[str, str]:
    """Keys of services that registers are fetched from: GYORYU_SECRET_NEIS is ``neis``."""
    start = "GYORYU_SECRET_"
    return {name.removeprefix(start).lower(): value for name, value in os.environ.items() if name.startswith(start)}
