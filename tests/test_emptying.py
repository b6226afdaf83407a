"""What a test commits is gone before the next one begins, and sealed tables are sealed again."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import IntegrityError, transaction

from foundation.audit.models import AuditEvent
from foundation.audit.services import record_event
from foundation.common import sealing
from tests.emptying import empty_database, tables_with_rows


def test_everything_committed_is_gone_and_sealed_tables_are_sealed(committed_cast):
    record_event(actor=committed_cast.li, action="test.thing.change")
    cache.set("a", "b")
    assert {"accounts_user", "audit_auditevent", "django_cache", "organization_unit"} <= set(tables_with_rows())
    empty_database()
    assert (tables_with_rows(), sealing.verify_triggers()) == ([], [])
    assert ContentType.objects.exists()


def test_emptied_table_still_refuses_changes(committed_cast):
    empty_database()
    event = record_event(actor=None, action="test.thing.change")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(action="test.thing.other")


def test_next_test_starts_with_nothing(db):
    assert tables_with_rows() == []
