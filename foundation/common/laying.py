"""A new database is laid down from the models as they are now; one that is in use is migrated.

Going through a hundred migrations to arrive at the tables that the models describe takes a minute of a core, most of it for rendering past models.
That both ways end at the same is tested on both databases (`tests/launcher/test_laying.py`), with what the migrations of libraries do.
"""

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model


def is_new(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database holds no table at all."""
    return not connection.introspection.table_names()


def lay_down(connection: BaseDatabaseWrapper) -> int:
    """Make all tables in an empty database, and say that every migration is applied: all of it or nothing. Returns the number of models."""
    recorder = MigrationRecorder(connection)
    known = MigrationLoader(connection).disk_migrations
    made = [model for model in apps.get_models() if _has_table(model)]
    with connection.schema_editor() as editor:
        for model in (recorder.Migration, *made):
            editor.create_model(model)
        recorder.migration_qs.bulk_create(recorder.Migration(app=label, name=name) for label, name in sorted(known))
    return len(made)


def _has_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and not model._meta.swapped
