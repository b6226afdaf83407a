"""One row in one statement: the same as Django's own update, and only where the row is as expected."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from assessments.models import ScoreSheet
from foundation.common.models import Receipt
from foundation.common.rows import insert_row, update_row
from organization.models import Person, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(db) -> Receipt:
    return Receipt.objects.create(actor="a", action="b", key=uuid.uuid4(), payload_digest="c")


def test_values_are_stored_as_their_fields_store_them(receipt, cast):
    answer = {"词": ["一", 1, None], "%s": '"'}
    assert update_row(Receipt, receipt.pk, {"answer": answer, "action": "d'e"})
    receipt.refresh_from_db()
    assert (receipt.answer, receipt.action) == (answer, "d'e")

    day = datetime.date(2026, 11, 3)
    assert update_row(Person, cast.chen.pk, {"unit": cast.west, "left_on": day})
    assert Person.objects.filter(pk=cast.chen.pk, unit=cast.west, left_on=day).exists()
    assert update_row(
        Person, cast.chen.pk, {"unit_id": cast.east.pk, "left_on": None}, {"unit": cast.west, "left_on": day}
    )
    assert Person.objects.filter(pk=cast.chen.pk, unit=cast.east, left_on=None).exists()


def test_only_the_row_that_is_as_expected(receipt):
    assert not update_row(Receipt, receipt.pk, {"action": "x"}, {"action": "another"})
    assert not update_row(Receipt, receipt.pk + 1, {"action": "x"})
    assert update_row(Receipt, receipt.pk, {"action": "x"}, {"action": "b", "actor": "a"})
    assert list(Receipt.objects.values_list("action", flat=True)) == ["x"]


def test_expected_to_be_empty(cast):
    row = Person.objects.filter(pk=cast.chen.pk)
    assert update_row(Person, cast.chen.pk, {"staff_number": "1"}, {"left_on": None})
    row.update(left_on=datetime.date(2026, 11, 3))
    assert not update_row(Person, cast.chen.pk, {"staff_number": "2"}, {"left_on": None})
    assert row.get().staff_number == "1"


def test_expression_and_unknown_name_are_refused(cast):
    with pytest.raises(TypeError, match="version"):
        update_row(ScoreSheet, 1, {"version": F("version") + 1})
    with pytest.raises(Exception, match="no_such"):
        update_row(Unit, cast.east.pk, {"no_such": 1})


def test_same_as_an_update_of_django(receipt, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        update_row(Receipt, receipt.pk, {"action": "x"}, {"actor": "a"})
    with django_assert_num_queries(1) as own:
        Receipt.objects.filter(pk=receipt.pk, actor="a").update(action="x")
    ours, django = (each.captured_queries[0]["sql"].partition(" WHERE ")[0] for each in (asked, own))
    assert ours == django


def test_an_inserted_row_is_as_if_saved(receipt, cast):
    """More than twice: PostgreSQL is asked to keep the statement from the third time on."""
    for number in range(5):
        row = Receipt(actor="a'%s", action="b", key=uuid.uuid4(), payload_digest="c", answer={"n": number, "词": None})
        insert_row(row)
        kept = Receipt.objects.get(pk=row.pk)
        names = ("actor", "action", "key", "payload_digest", "answer", "created_at")
        assert [getattr(row, name) for name in names] == [getattr(kept, name) for name in names]
        assert not row._state.adding
        assert update_row(Receipt, row.pk, {"answer": {"n": -number}}, {"actor": "a'%s"})
        assert Receipt.objects.get(pk=row.pk).answer == {"n": -number}
        assert not update_row(Receipt, row.pk, {"answer": {}}, {"actor": "another"})


def test_an_insert_that_breaks_a_constraint_says_so(receipt):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(Receipt(actor="a", action="b", key=receipt.key, payload_digest="c"))
