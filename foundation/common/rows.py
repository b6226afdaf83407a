"""Changing one row in one statement that is written by hand.

Django builds the SQL of an update anew each time, which costs three times what the database needs to carry it out. A submit changes rows by their
key several times over; here the words come from the model's columns and only the values differ. What a value becomes is still its field's own.
"""

from functools import cache

from django.db import connection, models


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
        cursor.execute(_update(model, tuple(changes), asked, empty), written)
        return cursor.rowcount > 0


@cache
def _update(model: type[models.Model], changed: tuple[str, ...], asked: tuple[str, ...], empty: tuple[str, ...]) -> str:
    """The names are those of fields, never from outside."""
    column = {name: model._meta.get_field(name).column for name in (*changed, *asked, *empty)}
    sets = ", ".join(f'"{column[name]}" = %s' for name in changed)
    where = [f'"{model._meta.pk.column}" = %s', *(f'"{column[name]}" = %s' for name in asked)]
    where += [f'"{column[name]}" IS NULL' for name in empty]
    return f'UPDATE "{model._meta.db_table}" SET {sets} WHERE {" AND ".join(where)}'


def _stored(model: type[models.Model], name: str, value: object) -> object:
    field = model._meta.get_field(name)
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"{name}: an expression is not a value")
    if isinstance(value, models.Model):
        value = value.pk
    return field.get_db_prep_save(value, connection)
