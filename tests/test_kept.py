"""Worlds that are put back are the world that was built, and nobody else's."""

import pytest
from django.db import IntegrityError, transaction

from assessments.models import Plan
from foundation.audit.services import record_event
from foundation.common import clock
from organization.models import Person
from standards.models import Standard
from standards.services import create_standard_from_preset
from tests import kept as module
from tests.assessments.crew import drawn_crew
from tests.assessments.planning import NOON, plan_of, quarter_with_records
from tests.cast import make_cast
from tests.emptying import empty_database, tables_with_rows
from tests.kept import kept


def standard_of(cast):
    return create_standard_from_preset(preset="four-dimensions", author=cast.li)


def renamed_and_doubled(cast, person):
    """A build that adds, changes and removes rows, and changes what it was given."""
    Person.objects.filter(pk=cast.he.pk).update(name="何亭")
    cast.feng.role_assignments.all().delete()
    person.name = "林小"
    person.save()
    return {"person": person, "standard": standard_of(cast), "cast": cast}


@pytest.fixture(autouse=True)
def _own_worlds(monkeypatch):
    monkeypatch.setattr(module, "_worlds", {})


def everything() -> dict:
    """All rows of the database."""
    return {table: rows for table, rows in module._rows().items() if rows}


@pytest.fixture
def undone(db):
    """`undone(work)`: what work returns; its rows are taken back."""

    def run(work):
        mark = transaction.savepoint()
        try:
            return work()
        finally:
            transaction.savepoint_rollback(mark)

    return run


def test_put_back_is_what_was_built(undone):
    def work():
        cast = kept(make_cast)
        person = Person.objects.get(pk=cast.lin.pk)
        result = kept(renamed_and_doubled, cast, person)
        assert (person.name, result["person"], result["cast"]) == ("林小", person, cast)
        assert result["person"] is person and result["cast"] is cast
        assert result["standard"].dimensions.count() == 4
        return everything()

    assert undone(work) == undone(work)


def test_what_a_test_does_to_its_world_is_not_in_the_next_one(undone):
    def spoil():
        cast = kept(make_cast)
        cast.lin.name = "somebody else"
        cast.lin.save()
        cast.zhao.role_assignments.all().delete()
        cast.zhao.delete()
        return cast

    spoilt, cast = undone(spoil), undone(lambda: kept(make_cast))
    assert cast.lin is not spoilt.lin
    assert (cast.lin.name, cast.lin.pk) == ("林晓", spoilt.lin.pk)
    undone(lambda: kept(make_cast))
    assert tables_with_rows() == []


def test_a_world_upon_a_world_is_the_same_as_built(undone):
    def work():
        with clock.travelling(NOON):
            cast = kept(make_cast)
            plan = plan_of(kept(quarter_with_records, cast), cast.east)
            crew = kept(drawn_crew, cast, plan)
        assert Plan.objects.get(pk=plan.pk).version == crew.plan.version
        return everything(), [one.number for one in crew.sheets], crew.cast is cast, {**vars(plan), "_state": None}

    assert undone(work) == undone(work)


def test_what_is_made_beside_it_has_numbers_of_its_own(undone):
    def work(early: bool):
        if early:
            other = Standard.objects.create(code="OTHER", name_zh="另一", name_en="Other")
        cast = kept(make_cast)
        standard = kept(standard_of, cast).standard
        late = Standard.objects.create(code="LATE", name_zh="后来", name_en="Late")
        return len({standard.pk, late.pk, *([other.pk] if early else [])})

    assert undone(lambda: work(False)) == 2
    assert undone(lambda: work(False)) == 2
    assert undone(lambda: work(True)) == 3


def test_where_the_database_is_another_the_world_is_built(undone):
    undone(lambda: kept(make_cast))

    def work():
        make_cast()
        # Its units have codes that are taken: it is built, and refused, as if nothing were kept.
        with pytest.raises(IntegrityError), transaction.atomic():
            kept(make_cast)

    undone(work)


def test_committed_world_is_put_back_committed(transactional_db):
    first = everything() if kept(make_cast) else None
    empty_database()
    cast = kept(make_cast)
    assert everything() == first
    assert record_event(actor=cast.li, action="test.thing.change").number == 1
