"""The audit trail: what it keeps, and that tampering is named."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from foundation.audit.models import AuditEvent
from foundation.audit.services import record_event
from foundation.audit.verifiers import verify_chain
from foundation.common import engine


def tamper(sql: str, *values) -> None:
    """What somebody with a database client could do, triggers lifted."""
    engine.unseal_table("audit_auditevent")
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    engine.seal_table("audit_auditevent")


@pytest.fixture
def three_events(cast):
    return [record_event(actor=cast.li, action="test.thing.change", target=cast.east, after=n) for n in range(3)]


def test_chain_of_untouched_events_holds(three_events):
    assert verify_chain() == []


def test_event_keeps_ids_only(cast):
    event = record_event(actor=cast.li, action="test.thing.change", target=cast.east, before="draft", after="approved")

    assert (event.actor, event.actor_label, event.target) == (str(cast.li.public_id), "00201", str(cast.east.public_id))
    assert event.details == {"before": "draft", "after": "approved"}


def test_changed_event_is_named(three_events):
    tamper("UPDATE audit_auditevent SET action = 'test.thing.nothing' WHERE number = 2")
    assert verify_chain() == ["Audit event 2 was changed after it was written."]


def test_removed_event_is_named(three_events):
    tamper("DELETE FROM audit_auditevent WHERE number = 2")
    assert verify_chain() == ["Audit event 2 is missing (the next one is 3)."]


def test_event_cannot_be_updated(three_events):
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.filter(number=1).update(action="x")


def test_event_cannot_be_deleted(three_events):
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.filter(number=1).delete()


def test_verify_command_names_what_is_wrong(three_events, capsys):
    tamper("UPDATE audit_auditevent SET actor_label = '99999' WHERE number = 1")

    with pytest.raises(CommandError):
        call_command("verify")

    assert "Audit event 1 was changed after it was written." in capsys.readouterr().out


def test_verify_command_names_missing_triggers(three_events):
    engine.unseal_table("audit_auditevent")
    try:
        with pytest.raises(CommandError):
            call_command("verify")
    finally:
        engine.seal_table("audit_auditevent")


@pytest.mark.race
def test_parallel_writers_keep_one_chain(committed_cast):
    def write():
        try:
            for _ in range(10):
                record_event(actor=committed_cast.li, action="test.thing.change")
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert AuditEvent.objects.count() == 60
    assert verify_chain() == []
