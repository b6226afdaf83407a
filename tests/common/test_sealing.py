"""Insert-only tables: the triggers hold, and one that was disarmed is named (decision 3)."""

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.audit.models import AuditEvent
from foundation.audit.services import record_event
from foundation.common import engine
from foundation.common.sealing import sealed_models, verify_triggers

TABLE = AuditEvent._meta.db_table
NAMED = [f"Table {TABLE} can be changed: its triggers are missing."]

ON_INSERT = {
    "postgresql": [
        f'DROP TRIGGER "{TABLE}_sealed" ON "{TABLE}"',
        f'CREATE TRIGGER "{TABLE}_sealed" BEFORE INSERT ON "{TABLE}" FOR EACH STATEMENT EXECUTE FUNCTION qa_refuse_change()',
    ],
    "sqlite": [
        f'DROP TRIGGER "{TABLE}_sealed_update"',
        f'CREATE TRIGGER "{TABLE}_sealed_update" BEFORE INSERT ON "{TABLE}" BEGIN SELECT 1; END',
    ],
}
WITHOUT_EFFECT = {
    "postgresql": [
        "CREATE OR REPLACE FUNCTION qa_nothing() RETURNS trigger AS $$BEGIN RETURN NULL; END$$ LANGUAGE plpgsql",
        f'DROP TRIGGER "{TABLE}_sealed" ON "{TABLE}"',
        f'CREATE TRIGGER "{TABLE}_sealed" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{TABLE}" FOR EACH STATEMENT EXECUTE FUNCTION qa_nothing()',
    ],
    "sqlite": [
        f'DROP TRIGGER "{TABLE}_sealed_delete"',
        f'CREATE TRIGGER "{TABLE}_sealed_delete" BEFORE DELETE ON "{TABLE}" BEGIN SELECT 1; END',
    ],
}


def run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_every_sealed_table_has_its_triggers(db):
    assert verify_triggers() == []
    assert engine.sealed_tables() == {model._meta.db_table for model in sealed_models()}


@pytest.mark.parametrize("act", [lambda rows: rows.update(action="x"), lambda rows: rows.delete()])
def test_sealed_rows_are_neither_changed_nor_removed(cast, act):
    record_event(actor=cast.li, action="accounts.user.sign_in")
    with pytest.raises(DatabaseError), transaction.atomic():
        act(AuditEvent.objects.all())


@pytest.mark.parametrize("disarmed", [ON_INSERT, WITHOUT_EFFECT], ids=["on another act", "without effect"])
def test_trigger_of_the_right_name_that_refuses_nothing_is_named(db, disarmed):
    run(disarmed[connection.vendor])
    assert verify_triggers() == NAMED


def test_function_that_lets_everything_through_disarms_all_tables(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no functions behind its triggers")
    run(
        ["CREATE OR REPLACE FUNCTION qa_refuse_change() RETURNS trigger AS $$BEGIN RETURN NULL; END$$ LANGUAGE plpgsql"]
    )
    assert len(verify_triggers()) == len(sealed_models())
