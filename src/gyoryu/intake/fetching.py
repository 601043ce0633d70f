"""Getting a register over HTTP: politely, within bounds, going on where it stopped.

    fetched = fetch(address, name="nz-directory")
    if not fetched.unchanged:
        take_in(fetched.path, adapter="nz-directory", as_of=fetched.as_of, actor=actor)

A fetch ends in a staged file that is there as a whole, or in FetchRefused (trying again alone will not help) or
FetchLater (go on from ``retry_at``). It applies nothing. What came so far lies beside the staged file as ``NAME.part``,
and the next ``fetch`` of that name goes on from there if the list is still the same one.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import BadInput, Conflict
from gyoryu.common.locks import LockBusy, file_lock, holder_of
from gyoryu.intake.addresses import Address, Fetched, Limits, Pages, Tell
from gyoryu.intake.connections import split
from gyoryu.intake.part_files import PartFile
from gyoryu.intake.polite import PoliteClient
from gyoryu.intake.ways_of_fetching import fetch_pages, fetch_whole

__all__ = ["Address", "Fetched", "Limits", "Pages", "Tell", "fetch", "staged_folder"]


def staged_folder() -> Path:
    return Path(settings.HOME) / "fetched"


def fetch(
    address: Address,
    *,
    name: str,
    limits: Limits = Limits(),  # noqa: B008 -- frozen
    allow_private: bool | None = None,
    tell: Tell | None = None,
) -> Fetched:
    """Get the list at ``address`` into the staged file of the source ``name``.

    Asks with If-None-Match and If-Modified-Since when it was fetched before. Waits between questions, obeys
    Retry-After, counts the questions of the day. Raises FetchRefused, FetchLater, or Conflict while another process
    fetches the same. ``allow_private`` overrides GYORYU_FETCH_PRIVATE (addresses inside a private network).
    """
    split(address.url)
    secrets = {parameter: _secret(setting) for parameter, setting in address.secrets}
    private = settings.FETCH_PRIVATE if allow_private is None else allow_private
    folder = staged_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = Path(settings.HOME) / "locks" / f"fetch-{name}.lock"
    try:
        with file_lock(lock):
            client = PoliteClient(address, limits, secrets, private)
            way = fetch_pages if address.pages else fetch_whole
            return way(client, PartFile(folder, name, address.url), tell or _quiet)
    except LockBusy as error:
        message = _("“%(name)s” is being fetched already (%(who)s). Wait until that is done, then try again.")
        raise Conflict("fetch_running", message, name=name, who=holder_of(lock)) from error


def _quiet(_what: str, _done: int, _total: int) -> None:
    """Nobody wants to know."""


def _secret(setting: str) -> str:
    value = settings.FETCH_SECRETS.get(setting.lower(), "")
    if not value:
        message = _("This source needs a key. Set GYORYU_SECRET_%(name)s in the environment, and start again.")
        raise BadInput("secret_missing", message, field="url", name=setting.upper())
    return str(value)
