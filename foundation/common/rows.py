"""Writing one row in one statement that is written by hand.

Django builds the SQL of an insert and of an update anew each time, which costs three times what the database needs to carry it out. A submit writes
six rows; here the words come from the model's columns, once a process, and only the values differ. What a value becomes is still its field's own.
PostgreSQL keeps the statements with their plans (`common.statements`).
"""

from functools import cache

from django.db import connection, models

from foundation.common.statements import Kept


def insert_row(row: models.Model) -> None:
    """Insert a row that was not saved yet, with its defaults, and set its key. As `save(force_insert=True)`, without signals."""
    statement, fields = _insert(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        statement.execute(cursor, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@cache
def _insert(model: type[models.Model]) -> tuple[Kept, list[models.Field]]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({values}) RETURNING "{model._meta.pk.column}"'
    return Kept(f"insert_{model._meta.model_name}", sql), fields


def update_row(model: type[models.Model], pk: int, changes: dict, expected: dict | None = None) -> bool:
    """Write `changes` ({field: value}) to the row with this key where it still has the `expected` values (None: is empty). Whether there was one.

    As `QuerySet.update`: neither signals nor `auto_now`. Raises TypeError for an expression: that is Django's to write.
    """
    expected = expected or {}
    empty = tuple(name for name, value in expected.items() if value is None)
    asked = tuple(name for name in expected if name not in empty)
    written = [_stored(model, name, value) for name, value in changes.items()]
    written += [pk, *(_stored(model, name, expected[name]) for name in asked)]
    with connection.cursor() as cursor:
        _update(model, tuple(changes), asked, empty).execute(cursor, written)
        return cursor.rowcount > 0


@cache
def _update(
    model: type[models.Model], changed: tuple[str, ...], asked: tuple[str, ...], empty: tuple[str, ...]
) -> Kept:
    """The names are those of fields, never from outside."""
    column = {name: model._meta.get_field(name).column for name in (*changed, *asked, *empty)}
    sets = ", ".join(f'"{column[name]}" = %s' for name in changed)
    where = [f'"{model._meta.pk.column}" = %s', *(f'"{column[name]}" = %s' for name in asked)]
    where += [f'"{column[name]}" IS NULL' for name in empty]
    sql = f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {" AND ".join(where)}'
    return Kept(f"update_{model._meta.model_name}", sql)


def _stored(model: type[models.Model], name: str, value: object) -> object:
    field = model._meta.get_field(name)
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"{name}: an expression is not a value")
    if isinstance(value, models.Model):
        value = value.pk
    return field.get_db_prep_save(value, connection)
