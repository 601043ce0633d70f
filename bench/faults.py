"""Faults, made on purpose: a disk whose power can be cut, and processes that are frozen or killed."""

import fcntl
import os
import shutil
import signal
import struct
import subprocess
import time
from pathlib import Path

# The file system stops at once and forgets what it has not written: as near to a power cut as software comes.
EXT4_IOC_SHUTDOWN = 0x8004587D
WITHOUT_FLUSHING = 2


class CannotCutPower(RuntimeError):
    """This machine does not let us mount a disk of our own."""


class Disk:
    """An ext4 file system in a file, mounted by a loop device."""

    def __init__(self, folder: Path, megabytes: int = 768) -> None:
        self.image = folder / "disk.img"
        self.mount_point = folder / "disk"
        self.megabytes = megabytes

    def make(self) -> None:
        missing = [tool for tool in ("mkfs.ext4", "mount", "umount") if not shutil.which(tool, path=_sbin())]
        if os.geteuid() != 0 or missing:
            why = f"{', '.join(missing)} is missing" if missing else "only root may mount a disk"
            raise CannotCutPower(f"{why}; use --fault kill, or run this as root on a machine with loop devices")
        with self.image.open("wb") as file:
            file.truncate(self.megabytes * 1024 * 1024)
        self.mount_point.mkdir()
        _run("mkfs.ext4", "-q", "-F", str(self.image))
        try:
            self.mount()
        except subprocess.CalledProcessError as error:
            raise CannotCutPower(f"mount: {error.stderr.strip()}; use --fault kill") from error

    def mount(self) -> None:
        _run("mount", "-o", "loop", str(self.image), str(self.mount_point))

    def unmount(self) -> None:
        if not self.mount_point.is_mount():
            return
        for attempt in range(100):
            done = subprocess.run(["umount", str(self.mount_point)], capture_output=True, check=False)
            if done.returncode == 0:
                return
            time.sleep(0.02 * (attempt + 1))
        raise RuntimeError(f"{self.mount_point} stays busy")

    def cut_power(self) -> None:
        handle = os.open(self.mount_point, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, EXT4_IOC_SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING))
        finally:
            os.close(handle)


def _sbin() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def _run(*command: str) -> None:
    environment = os.environ | {"PATH": _sbin()}
    subprocess.run(command, check=True, capture_output=True, text=True, env=environment)


def members_of(group: int) -> list[int]:
    """The processes of a process group, as /proc tells."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                found.append(int(folder.name))
        except (ProcessLookupError, ValueError):
            continue
    return found


def freeze(group: int) -> None:
    """Stop every process of the group where it stands, and see that each did: nothing is acknowledged after this."""
    os.killpg(group, signal.SIGSTOP)
    deadline = time.monotonic() + 5
    while not all(_threads_stand(pid) for pid in members_of(group)):
        if time.monotonic() > deadline:
            raise RuntimeError("a process does not stop")
        time.sleep(0.001)


def _threads_stand(pid: int) -> bool:
    """A thread in the middle of an fsync is stopped only when it comes back: wait for it, or its answer may follow."""
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        try:
            state = stat.read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state not in ("T", "t", "Z", "X"):
            return False
    return True


def kill(group: int) -> None:
    os.killpg(group, signal.SIGKILL)
