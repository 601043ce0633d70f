"""``gyoryu backup`` and ``gyoryu restore``.

One tar.gz: ``manifest.json`` first (version, what is in it, SHA-256 of each part), the database as a consistent copy,
files by content. The search index is not in it: it is built anew from the register. Keys are only with ``--with-keys``,
so that a backup and the keys to its personal data can be kept apart.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

MANIFEST = "manifest.json"
SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"
BLOCK = 1024 * 1024


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _copy_sqlite(target: Path) -> None:
    """SQLite's own backup: consistent while others write, and short for them."""
    import pysqlite3
    from django.db import connection

    with pysqlite3.connect(str(connection.settings_dict["NAME"])) as source, pysqlite3.connect(str(target)) as into:
        source.backup(into, pages=2_000, sleep=0.01)
        into.execute("PRAGMA journal_mode=DELETE")


def _postgres(program: str) -> list[str]:
    found = shutil.which(program)
    if not found:
        places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
        if not places:
            raise click.ClickException(f"{program} is needed for PostgreSQL. Install it: apt install postgresql-client")
        found = str(places[0])
    return [found]


def _postgres_environment() -> dict[str, str]:
    from django.db import connection

    asked = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return os.environ | {name: str(asked[key]) for name, key in names.items() if asked.get(key)}


def _run(command: list[str]) -> None:
    done = subprocess.run(command, env=_postgres_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"{Path(command[0]).name}: {done.stderr.strip()[-500:]}")


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-keys", is_flag=True, help="Put the key ring in as well; keep such a file like the keys themselves."
)
@click.option("--json", "as_json", is_flag=True, help="Print what is in it as JSON.")
def backup(out: Path, with_keys: bool, as_json: bool) -> None:
    """Write the database and all files into OUT (.tar.gz), while the instance runs."""
    from django.conf import settings
    from django.db import connection

    if out.exists():
        raise click.ClickException(f"{out} exists; backups are never written over. Choose another name.")
    scratch = out.with_name(out.name + ".part")
    with tempfile.TemporaryDirectory(dir=out.resolve().parent) as folder:
        name = SQLITE if connection.vendor == "sqlite" else POSTGRES
        database = Path(folder) / name
        if connection.vendor == "sqlite":
            _copy_sqlite(database)
        else:
            _run([*_postgres("pg_dump"), "--format=custom", "--no-owner", "--no-acl", f"--file={database}"])
        parts = {name: database}
        # After the database: a file it names is there, one that came later is merely extra.
        if settings.FILES_DIR.exists():
            files = sorted(path for path in settings.FILES_DIR.rglob("*") if path.is_file())
            parts |= {f"files/{path.relative_to(settings.FILES_DIR)}": path for path in files}
        keys = settings.HOME / "keys.json"
        if with_keys and keys.exists():
            parts["keys.json"] = keys
        manifest = {
            "product": "gyoryu",
            "version": version("gyoryu"),
            "database": connection.vendor,
            "parts": {part: {"sha256": _sha256(path), "size": path.stat().st_size} for part, path in parts.items()},
        }
        body = json.dumps(manifest, indent=1).encode()
        with tarfile.open(scratch, "w:gz", compresslevel=6) as archive:
            info = tarfile.TarInfo(MANIFEST)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
            for part, path in parts.items():
                archive.add(path, arcname=part, recursive=False)
    with scratch.open("rb") as file:
        os.fsync(file.fileno())
    scratch.rename(out)
    figures = {"file": str(out), "parts": len(parts), "bytes": out.stat().st_size, "with_keys": with_keys}
    click.echo(json.dumps(figures) if as_json else f"Wrote {out}: {len(parts)} parts, {out.stat().st_size:,} bytes.")


def _read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    first = archive.next()
    handle = archive.extractfile(first) if first and first.name == MANIFEST else None
    if handle is None:
        raise click.ClickException("This is not a backup of Gyoryu: it does not begin with manifest.json.")
    manifest: dict[str, Any] = json.loads(handle.read(50 * BLOCK))
    return manifest


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is there.")
def restore(file: Path, force: bool) -> None:
    """Make this instance (GYORYU_HOME, DATABASE_URL) from a backup; every part is checked before any is replaced."""
    from django.conf import settings
    from django.db import connection

    home: Path = settings.HOME
    database = home / "gyoryu.sqlite3"
    there = database.exists() if connection.vendor == "sqlite" else bool(connection.introspection.table_names())
    if there and not force:
        raise click.ClickException(f"{home} already holds an instance. Choose an empty GYORYU_HOME, or add --force.")
    from gyoryu.common.locks import LockBusy, file_lock

    try:
        with file_lock(home / "locks" / "serving.lock"):
            if there and _others_have_it_open(database):
                raise click.ClickException("This instance is running (its database is open). Stop all of it first.")
            parts = _restore(file, home, database)
    except LockBusy as error:
        raise click.ClickException("This instance is running (it is being served). Stop all of it first.") from error
    click.echo(f"Restored {len(parts)} parts into {home}. Now run: gyoryu migrate && gyoryu reindex")
    if "keys.json" not in parts:
        click.echo(
            f"The keys were not in this backup. Put keys.json of that instance into {home} before you serve it: "
            "without them contacts and addresses stay sealed.",
            err=True,
        )


def _others_have_it_open(database: Path) -> bool:
    """Whether another process is connected: what it has open must not be replaced under it."""
    from django.db import connection

    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [_database_name()])
            return bool(cursor.fetchone()[0] > 1)
    import pysqlite3

    connection.close()
    own = pysqlite3.connect(str(database), timeout=0, isolation_level=None)
    try:
        own.execute("PRAGMA journal_mode = DELETE")  # leaves the write-ahead log only when nobody else is there
    except pysqlite3.OperationalError as error:
        return "locked" in str(error)
    except pysqlite3.DatabaseError:
        return False  # no database any more; that is why a backup is asked for
    finally:
        own.close()
    return False


def _restore(file: Path, home: Path, database: Path) -> list[str]:
    from django.db import connection

    with tempfile.TemporaryDirectory(dir=home) as folder:
        try:
            with tarfile.open(file, "r:gz") as archive:
                manifest = _read_manifest(archive)
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise click.ClickException(f"{file} cannot be read to its end: {error}. Use another backup.") from error
        found = {str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file()}
        if found - {MANIFEST} - set(manifest["parts"]):
            raise click.ClickException(f"{file} holds parts that its manifest does not name. Nothing was replaced.")
        for part, stated in manifest["parts"].items():
            path = Path(folder) / part
            if not path.is_file() or _sha256(path) != stated["sha256"]:
                raise click.ClickException(f"{file}: {part} is missing or damaged. Nothing was replaced.")
        if manifest["database"] != connection.vendor:
            raise click.ClickException(
                f"This backup is of {manifest['database']}, this instance is on {connection.vendor}. "
                "Set or unset DATABASE_URL to match."
            )
        connection.close()
        if connection.vendor == "sqlite":
            for leftover in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
                leftover.unlink(missing_ok=True)  # a left-over -wal would corrupt the copy
            shutil.move(Path(folder) / SQLITE, database)
        else:
            _run(
                [
                    *_postgres("pg_restore"),
                    "--clean",
                    "--if-exists",
                    "--no-owner",
                    "--no-acl",
                    f"--dbname={_database_name()}",
                    str(Path(folder) / POSTGRES),
                ]
            )
        if (Path(folder) / "files").exists():
            shutil.rmtree(home / "files", ignore_errors=True)
            shutil.move(Path(folder) / "files", home / "files")
        if (Path(folder) / "keys.json").exists():
            shutil.move(Path(folder) / "keys.json", home / "keys.json")
        shutil.rmtree(home / "index", ignore_errors=True)  # it is built anew
        return list(manifest["parts"])


def _database_name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])
