"""One writer at a time: threads, processes, and everything that can go wrong while one holds the lock."""

import gc
import os
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import OperationalError, connections, transaction

from gyoryu.common.locks import LockBusy
from gyoryu.common.sqlite.write_lock import WriteLock

Writer = Callable[..., subprocess.Popen[str]]


def value(alias: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT value FROM counter")
        found: int = cursor.fetchone()[0]
    return found


def increment(alias: str) -> None:
    """Read, then write: what is lost when two do it at once."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT value FROM counter")
        cursor.execute("UPDATE counter SET value = %s", [cursor.fetchone()[0] + 1])


def go(process: subprocess.Popen[str], expected: str = "ready") -> None:
    assert process.stdout is not None
    assert process.stdout.readline().strip() == expected


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_threads_lose_no_increment(scratch: str) -> None:
    def work() -> None:
        for _ in range(25):
            increment(scratch)
        connections[scratch].close()

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(work) for _ in range(8)]:
            future.result()
    assert value(scratch) == 200


def test_processes_and_threads_together_lose_no_increment(scratch: str, writer: Writer) -> None:
    others = [writer("count", 40) for _ in range(3)]
    for process in others:
        go(process)
    for process in others:
        tell(process)
    for _ in range(40):
        increment(scratch)
    assert [process.wait(30) for process in others] == [0, 0, 0]
    assert value(scratch) == 160


def test_competing_processes_each_get_their_share(scratch: str, writer: Writer) -> None:
    others = [writer("compete", 1500) for _ in range(2)]
    for process in others:
        go(process)
    for process in others:
        tell(process)
    shares = [int(process.communicate(timeout=30)[0]) for process in others]
    assert sum(shares) == value(scratch)
    assert min(shares) > max(shares) / 4


def test_a_killed_process_frees_the_lock_and_leaves_nothing(scratch: str, writer: Writer) -> None:
    holder = writer("hold and die")
    go(holder, "holding")
    threading.Timer(0.2, tell, [holder]).start()
    started = time.monotonic()
    increment(scratch)
    assert time.monotonic() - started < 5
    assert value(scratch) == 1


def test_who_waits_too_long_is_told_which_process_holds_it(scratch: str, writer: Writer) -> None:
    holder = writer("hold and die")
    go(holder, "holding")
    connection = connections[scratch]
    connection.busy_timeout = 0.2  # type: ignore[attr-defined]
    with pytest.raises(OperationalError, match=f"database is locked.*process {holder.pid} \\(python"):
        increment(scratch)
    assert not connection.in_atomic_block
    assert value(scratch) == 0


def test_waiting_threads_are_served_in_the_order_they_came() -> None:
    lock = WriteLock(None)
    served: list[int] = []

    def wait_and_note(number: int) -> None:
        hold = lock.acquire(20)
        served.append(number)
        hold.release()

    first = lock.acquire(20)
    threads = []
    for number in range(6):
        threads.append(threading.Thread(target=wait_and_note, args=[number]))
        threads[-1].start()
        time.sleep(0.02)
    first.release()
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4, 5]


def test_who_gives_up_leaves_the_line(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "writer")
    hold = lock.acquire(1)
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(LockBusy, match="held by thread MainThread of this process"):
            pool.submit(lock.acquire, 0.05).result()
        hold.release()
        pool.submit(lock.acquire, 0.05).result().release()
    lock.acquire(0.05).release()


def test_the_thread_that_holds_the_lock_may_take_it_again(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "writer")
    outer = lock.acquire(1)
    inner = lock.acquire(1)
    assert (outer.nested, inner.nested) == (False, True)
    inner.release()
    inner.release()
    with ThreadPoolExecutor(1) as pool, pytest.raises(LockBusy):
        pool.submit(lock.acquire, 0.05).result()
    outer.release()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lock.acquire, 0.05).result().release()


def test_a_removed_lock_file_still_keeps_two_writers_apart(tmp_path: Path) -> None:
    path = tmp_path / "writer"
    early, late = WriteLock(path), WriteLock(path)
    early.acquire(1).release()
    path.unlink()
    hold = late.acquire(1)
    with pytest.raises(LockBusy):
        early.acquire(0.05)
    hold.release()
    early.acquire(1).release()


def can_write(alias: str) -> bool:
    """Whether another thread gets its turn at once."""

    def work() -> None:
        connections[alias].busy_timeout = 1  # type: ignore[attr-defined]
        connections[alias].ensure_connection()
        increment(alias)
        connections[alias].close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
    return True


class Mishap(Exception):
    pass


def test_an_error_in_the_block_frees_the_lock(scratch: str) -> None:
    with pytest.raises(Mishap), transaction.atomic(using=scratch):
        increment(scratch)
        raise Mishap
    assert can_write(scratch)
    assert value(scratch) == 1


def test_closing_within_the_block_frees_the_lock(scratch: str) -> None:
    with transaction.atomic(using=scratch):
        connections[scratch].close()
        assert can_write(scratch)


def test_a_transaction_that_cannot_begin_frees_the_lock(scratch: str) -> None:
    with transaction.atomic(using=scratch):
        pass
    connections[scratch].transaction_mode = "NONSENSE"  # type: ignore[attr-defined]
    with pytest.raises(OperationalError), transaction.atomic(using=scratch):
        pass
    connections[scratch].transaction_mode = "IMMEDIATE"  # type: ignore[attr-defined]
    assert can_write(scratch)


def test_a_thread_that_ends_within_its_block_frees_the_lock(scratch: str) -> None:
    def die() -> None:
        transaction.atomic(using=scratch).__enter__()
        with connections[scratch].cursor() as cursor:
            cursor.execute("UPDATE counter SET value = value + 1000")

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    gc.collect()
    assert can_write(scratch)
    assert value(scratch) == 1


def test_a_write_outside_a_transaction_waits_in_the_same_line(scratch: str) -> None:
    def write() -> None:
        with connections[scratch].cursor() as cursor:
            cursor.execute("UPDATE counter SET value = value + 1")
            cursor.executemany("UPDATE counter SET value = value + %s", [(1,), (1,)])
        connections[scratch].close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(using=scratch):
            waiting = pool.submit(write)
            time.sleep(0.2)
            assert not waiting.done()
        waiting.result()
    assert value(scratch) == 3


def test_reading_does_not_wait_for_a_writer(scratch: str) -> None:
    with ThreadPoolExecutor(1) as pool, transaction.atomic(using=scratch):
        increment(scratch)
        assert pool.submit(value, scratch).result(timeout=1) == 0


def test_a_forked_child_neither_holds_nor_frees_its_parents_lock(scratch: str) -> None:
    with transaction.atomic(using=scratch):
        lock = connections[scratch].write_lock  # type: ignore[attr-defined]
        child = os.fork()
        if child == 0:
            connections[scratch]._release()  # type: ignore[attr-defined]
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        with pytest.raises(LockBusy, match=str(os.getpid())):
            WriteLock(lock.path).acquire(0.05)
    WriteLock(lock.path).acquire(0.05).release()
