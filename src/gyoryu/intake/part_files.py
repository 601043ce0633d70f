"""What came so far of a list, on disk: beside it is written how much of it is safe and which list it was.

``NAME.part`` grows; ``NAME.state`` (JSON) says up to which byte it was flushed, what the server called that list (ETag,
Last-Modified), and what is staged already. After ``kill -9`` the part is cut back to what the state vouches for.
"""

import contextlib
import gzip
import hashlib
import json
import os
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from gyoryu.intake.answers import refuse_page
from gyoryu.intake.problems import FetchRefused

CHECKPOINT = 8_000_000  # bytes
LARGEST_UNPACKED = 2_000_000_000
LARGEST_RATIO = 300
SMALL = 32_000_000  # bytes below which the ratio says nothing
_CHUNK = 1 << 18


@dataclass(slots=True)
class Part:
    """An unfinished fetch."""

    etag: str = ""
    last_modified: str = ""
    size: int = 0  # bytes that are safe
    length: int = 0  # bytes of the whole, when the server said
    total: int | None = None  # rows of all pages, when the server said
    began: str = ""
    pages: list[str] = field(default_factory=list)  # SHA-256 of each page that is here
    rows: int = 0


@dataclass(slots=True)
class Staged:
    """What was fetched last."""

    file: str = ""
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    size: int = 0
    pages: int = 1


@dataclass(slots=True)
class Asked:
    """How often the source was asked today, and when last."""

    day: str = ""
    count: int = 0
    last: float = 0.0


class PartFile:
    """The part, the state and the staged file of one source. Used under that source's lock."""

    def __init__(self, folder: Path, name: str, url: str) -> None:
        self.folder, self.name = folder, name
        self.path, self._state = folder / f"{name}.part", folder / f"{name}.state"
        self._which = hashlib.sha256(url.encode()).hexdigest()
        self.part, self.staged, self.asked = Part(), Staged(), Asked()
        self._load()

    def _load(self) -> None:
        """A state that cannot be read, or of another address, is as good as none."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            data: dict[str, Any] = json.loads(self._state.read_text(encoding="utf-8"))
            self.asked = Asked(**data["asked"])
            if data["which"] == self._which:
                self.part, self.staged = Part(**data["part"]), Staged(**data["staged"])
        if not self.staged.file or not self.staged_path.is_file():
            self.staged = Staged()
        if not self.path.is_file() or self.path.stat().st_size < self.part.size:
            self.part = Part()

    @property
    def staged_path(self) -> Path:
        return self.folder / self.staged.file

    def keep(self) -> None:
        data = {"which": self._which} | {name: asdict(getattr(self, name)) for name in ("part", "staged", "asked")}
        fresh = self._state.with_suffix(".state.new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(data, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._state)

    def restart(self) -> None:
        """Forget what came so far."""
        self.part = Part()
        self.path.unlink(missing_ok=True)
        self.keep()

    @contextlib.contextmanager
    def appending(self) -> Any:
        """``add(bytes)`` appends after what is safe; all that was added is safe afterwards, also after an error."""
        with self.path.open("r+b" if self.path.is_file() else "w+b") as file:
            file.truncate(self.part.size)
            file.seek(self.part.size)
            unsafe = 0

            def checkpoint() -> None:
                nonlocal unsafe
                file.flush()
                os.fsync(file.fileno())
                self.part.size, unsafe = file.tell(), 0
                self.keep()

            def add(piece: bytes) -> None:
                nonlocal unsafe
                file.write(piece)
                unsafe += len(piece)
                if unsafe >= CHECKPOINT:
                    checkpoint()

            try:
                yield add
            finally:
                checkpoint()

    def finish(self, content_type: str) -> bool:
        """The part becomes the staged file; False when it is byte for byte what was staged before."""
        suffix = self._examine(content_type)
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        fresh, part = digest.hexdigest() != self.staged.sha256, self.part
        before = self.staged.file
        self.staged = Staged(
            self.name + suffix, part.etag, part.last_modified, digest.hexdigest(), part.size, max(len(part.pages), 1)
        )
        self.path.replace(self.staged_path)
        self.part = Part()
        self.keep()
        if before and before != self.staged.file:
            (self.folder / before).unlink(missing_ok=True)
        return fresh

    def _examine(self, content_type: str) -> str:
        """What kind of file it is by its bytes; refuses a page for people, a bomb and a damaged packed file."""
        with self.path.open("rb") as file:
            start = file.read(4_096)
        if not start.strip():
            raise self._refused("nothing_came", "Nothing came", "Check the address.")
        packed = start[:2] == b"\x1f\x8b"
        if packed:
            start = self._unpack()
        try:
            refuse_page(start, "" if packed else content_type)
        except FetchRefused:
            self.restart()
            raise
        if start[:2] == b"PK":
            return ".xlsx"
        begins = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        return (".json" if begins in (b"{", b"[") else ".csv") + (".gz" if packed else "")

    def _unpack(self) -> bytes:
        """Goes through a packed file once; its first bytes."""
        start, size, packed = b"", 0, self.path.stat().st_size
        try:
            with gzip.open(self.path) as file:
                while chunk := file.read(_CHUNK):
                    start = start or chunk[:4_096]
                    size += len(chunk)
                    if size > LARGEST_UNPACKED or (size > SMALL and size > packed * LARGEST_RATIO):
                        problem = f"{packed:,} bytes unpack to more than {size:,}"
                        raise self._refused("bomb", problem, "That is no list of schools: check the address.")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            problem = f"The packed file is damaged ({error})"
            raise self._refused(
                "damaged", problem, "Fetch it again; if that does not help, ask its operator."
            ) from error
        return start

    def _refused(self, code: str, problem: str, mend: str) -> FetchRefused:
        self.restart()
        return FetchRefused(code, problem, mend)
