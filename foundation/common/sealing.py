"""Insert-only tables. A room lists them when its app is ready; the triggers are re-made after each migrate."""

from django.db import models

from foundation.common import engine

_sealed: list[type[models.Model]] = []


def seal(*table_models: type[models.Model]) -> None:
    """List models whose rows may be inserted and never changed or removed."""
    for model in table_models:
        if model not in _sealed:
            _sealed.append(model)


def sealed_models() -> list[type[models.Model]]:
    return list(_sealed)


def make_triggers(**_kwargs) -> None:
    """Signal receiver of post_migrate; quiet where a table does not exist yet."""
    from django.db import connection

    present = set(connection.introspection.table_names())
    for model in _sealed:
        if model._meta.db_table in present:
            engine.seal_table(model._meta.db_table)


def verify_triggers() -> list[str]:
    """For `manage.py verify`: one sentence for each table that has lost its triggers."""
    present = engine.sealed_tables()
    return [
        f"Table {model._meta.db_table} can be changed: its triggers are missing."
        for model in _sealed
        if model._meta.db_table not in present
    ]
