"""Many rows at once: INSERT and UPDATE of plain columns, without an object for each row.

Values are as for a model field (dates, lists and dictionaries for JSON, ids for foreign keys); encrypted fields and
fields with side effects do not belong here. Runs in the caller's transaction. Only ``domain`` modules may call it.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

CHUNK = 5_000
MOST_PARAMETERS = 20_000  # of one statement; SQLite takes 32,766
T = TypeVar("T")
Prepare = Callable[[Any], Any]


class JsonText(str):
    """JSON that was written already: stored as it stands."""


def _json(value: Any) -> Any:
    if value is None or isinstance(value, JsonText):
        return value
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=64)
def _adapted(vendor: str, value: dt.date) -> Any:
    """As the database stores it; the rows of a bulk write share a few days and moments."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value)


def _prepared(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterable[Sequence[Any]]:
    vendor = connection.vendor  # asked once: the connection of a thread is found anew each time

    def moment(value: Any) -> Any:
        return None if value is None else _adapted(vendor, value)

    prepares: dict[type[models.Field[Any, Any]], Prepare] = {
        models.JSONField: _json,
        models.DateTimeField: moment,
        models.DateField: moment,
    }
    fields = _fields(model, names)
    todo = [(at, prepares[type(field)]) for at, field in enumerate(fields) if type(field) in prepares]
    for row in rows:
        values = list(row)
        for at, prepare in todo:
            values[at] = prepare(values[at])
        yield values


def _fields(model: type[models.Model], names: Sequence[str]) -> "list[models.Field[Any, Any]]":
    concrete = {field.name: field for field in model._meta.concrete_fields}
    return [concrete[name] for name in names]


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    quote = connection.ops.quote_name
    return [quote(str(field.column)) for field in _fields(model, names)]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """INSERT ``rows`` of values for the fields ``names``. No defaults but the database's own: name every column."""
    table, columns = connection.ops.quote_name(model._meta.db_table), ", ".join(_columns(model, names))
    stream = iter(_prepared(model, names, rows))
    with connection.cursor() as cursor:
        while chunk := list(islice(stream, CHUNK)):
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in chunk:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(names))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", chunk)


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """UPDATE by primary key: each row holds the values for ``names`` and then the id."""
    stream = iter(_prepared(model, names, rows))
    if connection.vendor == "sqlite":
        _update_together(model, _columns(model, names), stream)
        return
    table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name("id")
    changes = ", ".join(f"{column} = %s" for column in _columns(model, names))
    with connection.cursor() as cursor:
        while chunk := list(islice(stream, CHUNK)):
            cursor.executemany(f"UPDATE {table} SET {changes} WHERE {key} = %s", chunk)


def _update_together(model: type[models.Model], columns: Sequence[str], stream: Iterator[Sequence[Any]]) -> None:
    """Many rows in one statement: within a savepoint SQLite copies the pages it changes anew for each statement."""
    table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name("id")
    changes = ", ".join(f"{column} = v.column{at}" for at, column in enumerate(columns, start=1))
    width = len(columns) + 1
    row = f"({', '.join(['%s'] * width)})"
    with connection.cursor() as cursor:
        while chunk := list(islice(stream, MOST_PARAMETERS // width)):
            values = ", ".join([row] * len(chunk))
            cursor.execute(
                f"UPDATE {table} SET {changes} FROM (VALUES {values}) AS v WHERE {table}.{key} = v.column{width}",
                [value for values_of_row in chunk for value in values_of_row],
            )


def among(name: str, ids: Sequence[int]) -> models.Q:
    """Rows whose ``name`` is one of ``ids`` (sorted): as a range where nothing lies between, which costs far less."""
    if ids and ids[-1] - ids[0] + 1 == len(ids):
        return models.Q(**{f"{name}__gte": ids[0], f"{name}__lte": ids[-1]})
    return models.Q(**{f"{name}__in": ids})


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` in lists of at most ``size``."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk
