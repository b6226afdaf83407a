"""Emptying the database after a test that committed, in the time of what the test wrote.

Django's own flush empties every table, and then lays down every content type and permission and makes every trigger anew: about 200 tables for a test
that wrote to twenty. Here only tables that hold rows are emptied, in one transaction; what `migrate` laid down stays.
"""

from functools import cache

from django.db import connection, transaction

from foundation.common import engine, sealing

# Laid down by `migrate` from the models themselves: no test writes there.
LAID_DOWN = {"django_content_type", "auth_permission"}


@cache
def tables() -> tuple[str, ...]:
    """Every table that a test can write to, the cache's included."""
    own = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(sorted({*own, "django_cache"} - LAID_DOWN))


def tables_with_rows() -> list[str]:
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def empty_database() -> None:
    """Foreign keys are checked when all is gone, so the order does not matter; sealed tables are open only within the transaction."""
    with transaction.atomic():
        full = tables_with_rows()
        sealed = {model._meta.db_table for model in sealing.sealed_models()} & set(full)
        for table in sealed:
            engine.unseal_table(table)
        with connection.cursor() as cursor:
            for table in full:
                cursor.execute(f'DELETE FROM "{table}"')
        connection.check_constraints()
        for table in sealed:
            engine.seal_table(table)
