"""``gyoryu serve`` and ``gyoryu worker``."""

import logging
import signal
import threading
import time
from typing import Any

import click
from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)
LARGEST_BODY = 64 * 1024 * 1024  # the photos of one visit
SLOWEST_CLIENT = 30  # seconds without a byte


def _duties(stop: threading.Event) -> None:
    """Each duty of ``settings.DUTIES`` (dotted path, seconds) when it is due; a failure is logged and tried again."""
    due = {path: 0.0 for path, _seconds in settings.DUTIES}
    while not stop.is_set():
        for path, seconds in settings.DUTIES:
            if time.monotonic() < due[path]:
                continue
            due[path] = time.monotonic() + seconds
            try:
                import_string(path)()
            except Exception:
                log.exception("%s failed; it will be tried again in %s s", path, seconds)
        close_old_connections()
        stop.wait(1)


def _tasks(stop: threading.Event) -> None:
    """Long work that a page has enqueued."""
    from django_tasks_db.management.commands.db_worker import Worker

    while not stop.is_set():
        try:
            Worker(
                queue_names=["default"],
                excluded_queue_names=[],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=None,
                worker_id=f"gyoryu-{threading.get_ident()}",
            ).run()
        except Exception:
            log.exception("the task worker failed; it goes on")
        close_old_connections()
        stop.wait(2)


def _followers(stop: threading.Event) -> None:
    from gyoryu.audit.tasks import follow_forever

    follow_forever(stop)


def start_work(stop: threading.Event) -> list[threading.Thread]:
    """Followers of the trail, duties and tasks, each in a thread of its own that ends when ``stop`` is set."""
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    threads = [threading.Thread(target=loop, args=(stop,), daemon=True) for loop in (_followers, _duties, _tasks)]
    for thread in threads:
        thread.start()
    return threads


def _stop_on_signal(stop: threading.Event) -> None:
    def end(*_signal: Any) -> None:
        stop.set()
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)


def serve_until_stopped(host: str, port: int, *, threads: int, work: bool) -> None:
    import waitress
    from django.core.wsgi import get_wsgi_application

    from gyoryu.common.durable import assert_durable
    from gyoryu.common.locks import LockBusy, file_lock

    assert_durable()
    stop = threading.Event()
    _stop_on_signal(stop)
    try:
        with file_lock(settings.HOME / "locks" / "serving.lock"):  # so that nobody restores over a running instance
            if work:
                start_work(stop)
            waitress.serve(
                get_wsgi_application(),
                host=host,
                port=port,
                threads=threads,
                connection_limit=1_000,
                asyncore_use_poll=True,
                channel_timeout=SLOWEST_CLIENT,
                max_request_body_size=LARGEST_BODY,
                ident=None,
            )
    except LockBusy as error:
        raise click.ClickException(f"{settings.HOME} is being served already. Stop that process first.") from error
    finally:
        stop.set()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Requests answered at a time."
)
@click.option("--no-worker", is_flag=True, help="Leave mail, search and resolution to `gyoryu worker`.")
def serve(host: str, port: int, threads: int, no_worker: bool) -> None:
    """Serve the pages and the API; one process is enough for an office on SQLite."""
    click.echo(f"Gyoryu at http://{host}:{port}  (instance: {settings.HOME}; Ctrl+C ends it)")
    serve_until_stopped(host, port, threads=threads, work=not no_worker)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, then end.")
def worker(once: bool) -> None:
    """Follow the trail, send mail, run enqueued work."""
    from gyoryu.audit.tasks import advance_all
    from gyoryu.common.durable import assert_durable

    assert_durable()
    if once:
        read = advance_all(wait=30)
        for path, _seconds in settings.DUTIES:
            import_string(path)()
        click.echo(f"Read {sum(read.values())} events.")
        return
    stop = threading.Event()
    _stop_on_signal(stop)
    threads = start_work(stop)
    click.echo("Working (Ctrl+C ends it)")
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        stop.set()
