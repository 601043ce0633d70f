import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gyoryu.common.locks import LockBusy, file_lock

HOLD = """
import sys
from pathlib import Path
from gyoryu.common.locks import file_lock
with file_lock(Path(sys.argv[1])):
    print("holding", flush=True)
    sys.stdin.readline()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "holding\n"
    return process


def test_a_second_process_is_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "index" / "lock"
    process = holder(path)
    try:
        with pytest.raises(LockBusy, match=f"lock is held by process {process.pid} \\(python"), file_lock(path):
            pass
    finally:
        process.kill()
        process.communicate()
    with file_lock(path, timeout=5):
        assert path.exists()


def test_it_waits_until_the_lock_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = holder(path)
    started = time.monotonic()
    with pytest.raises(LockBusy), file_lock(path, timeout=0.1):
        pass
    assert 0.1 <= time.monotonic() - started < 2
    process.communicate("\n")
    with file_lock(path, timeout=5):
        pass


def test_an_error_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with pytest.raises(ZeroDivisionError), file_lock(path):
        print(1 / 0)
    with file_lock(path):
        assert os.stat(path).st_mode & 0o777 == 0o600
