"""Queries whose SQL is written once a process: the same rows as the queryset they stand for, on both databases."""

from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from foundation.common.prepared import Prepared
from organization.enums import UnitKind
from organization.models import Person, Unit
from tests import cast

pytestmark = pytest.mark.django_db


def make_unit(parent: Unit | None = None) -> Unit:
    code = f"P{Unit.objects.count():02}"
    return cast.make_unit(code, f"单位{code}", f"Unit {code}", UnitKind.BRANCH, parent)


def below(*, parent: int) -> QuerySet[Unit]:
    return Unit.objects.filter(parent=parent).select_related("parent").order_by("code")


def named(*, public_id: UUID, parent: int) -> QuerySet[Unit]:
    return Unit.objects.filter(public_id=public_id, parent=parent).annotate(above=F("parent__code"))


@pytest.fixture
def head_office() -> Unit:
    return make_unit()


@pytest.fixture
def branches(head_office) -> list[Unit]:
    return sorted((make_unit(parent=head_office) for _one in range(3)), key=lambda unit: unit.code)


def test_rows_are_the_querysets_own_objects_with_what_was_joined(head_office, branches):
    ask = Prepared(below)

    rows = ask(parent=head_office.pk)

    assert rows == list(below(parent=head_office.pk)) == branches
    with CaptureQueriesContext(connection) as asked:
        assert {row.parent for row in rows} == {head_office}
    assert len(asked) == 0
    assert rows[0].public_id == branches[0].public_id
    assert rows[0].created_at == Unit.objects.get(pk=branches[0].pk).created_at


def test_each_call_puts_its_own_values_in(head_office, branches):
    ask = Prepared(named)

    for unit in branches:
        row = ask.first(public_id=unit.public_id, parent=head_office.pk)
        assert (row, row.above) == (unit, head_office.code)
    assert ask.first(public_id=uuid4(), parent=head_office.pk) is None
    assert ask.first(public_id=branches[0].public_id, parent=branches[1].pk) is None


def test_values_without_a_key_are_rows_of_values(branches):
    ask = Prepared(lambda: Unit.objects.order_by("-pk").values_list("public_id", flat=True)[:1])

    assert ask() == [Unit.objects.latest("pk").public_id]
    newer = make_unit()
    assert ask() == [newer.public_id]


def test_values_by_name_are_rows_of_names(head_office, branches):
    ask = Prepared(lambda: Unit.objects.order_by("code").values("code", "parent__code"))

    assert ask() == [
        {"code": unit.code, "parent__code": unit.parent and unit.parent.code} for unit in [head_office, *branches]
    ]


def test_it_is_one_statement_like_the_querysets(head_office, branches):
    ask = Prepared(below)
    with CaptureQueriesContext(connection) as first:
        ask(parent=head_office.pk)
    with CaptureQueriesContext(connection) as second:
        ask(parent=head_office.pk)
    with CaptureQueriesContext(connection) as plain:
        list(below(parent=head_office.pk))

    assert [len(first), len(second)] == [1, 1]
    assert second.captured_queries[0]["sql"] == plain.captured_queries[0]["sql"]


def test_the_rest_of_a_row_can_still_be_read(head_office, branches):
    ask = Prepared(lambda: Unit.objects.order_by("code").only("code"))

    assert {row.name_zh for row in ask()} == {unit.name_zh for unit in [head_office, *branches]}


@pytest.mark.parametrize("values", [{}, {"parent": 1, "other": 2}, {"other": 1}])
def test_missing_and_unknown_names_are_refused(values):
    with pytest.raises(TypeError):
        Prepared(below)(**values)


def of_text(*, code: str) -> QuerySet[Unit]:
    return Unit.objects.filter(code=code)


def of_nothing(*, parent: int) -> QuerySet[Unit]:
    return Unit.objects.all()


def with_lock(*, parent: int) -> QuerySet[Unit]:
    return Unit.objects.select_for_update().filter(parent=parent)


def with_more(*, unit: int) -> QuerySet[Person]:
    return Person.objects.filter(unit=unit).prefetch_related("absences")


@pytest.mark.parametrize(
    ("build", "values"),
    [(of_text, {"code": "A"}), (of_nothing, {"parent": 1}), (with_lock, {"parent": 1}), (with_more, {"unit": 1})],
)
def test_what_cannot_be_prepared_says_so(build, values):
    with pytest.raises(TypeError):
        Prepared(build)(**values)


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_each_get_their_own_rows():
    head_office = make_unit()
    branches = [make_unit(parent=head_office) for _one in range(4)]
    outlets = {branch.pk: {make_unit(parent=branch).pk for _one in range(2)} for branch in branches}
    ask, wrong = Prepared(below), []

    def look(branch: int) -> None:
        try:
            for _time in range(25):
                if (found := {row.pk for row in ask(parent=branch)}) != outlets[branch]:
                    wrong.append((branch, found))
        finally:
            connection.close()

    threads = [Thread(target=look, args=[branch]) for branch in outlets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_postgresql_keeps_what_it_is_asked_again(head_office, branches):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is sent the text each time")
    ask = Prepared(named)
    with CaptureQueriesContext(connection) as asked:
        found = [ask.first(public_id=one.public_id, parent=head_office.pk) for one in [*branches, *branches]]

    assert found == [*branches, *branches]
    assert len(asked) == 6
    assert [query["sql"].partition(" ")[0] for query in asked.captured_queries] == ["SELECT"] * 2 + ["EXECUTE"] * 4


def test_a_percent_sign_in_the_query_itself_is_one(head_office, branches):
    ask = Prepared(
        lambda: Unit.objects.exclude(kind=UnitKind.HEAD_OFFICE).filter(code__startswith="P%").order_by("code")
    )
    for _time in range(5):
        assert ask() == []
    with_sign = cast.make_unit("P%1", "百分", "Percent", UnitKind.BRANCH, head_office)
    assert ask() == [with_sign]
