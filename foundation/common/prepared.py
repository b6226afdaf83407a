"""Queries whose SQL is written once a process.

Writing the SQL of a query with a dozen joins takes Django ten times as long as the database takes to answer it. A page that is opened hundreds
of times a day asks such a query with nothing changed but a key or two: `Prepared` keeps the SQL and puts the values in. What is read and how it
becomes objects is still the queryset's own. PostgreSQL keeps it as well, with its plan (`common.statements`).
"""

import copy
import inspect
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

from foundation.common.statements import is_kept, literal, new_name

# Values that no row has, so that they are found again among the parameters of the written query.
_NUMBER, _KEY = 0x5EED_0000_0000_0000, 0x5EED_0000_0000_0000_0000_0000_0000_0000
TYPES = {int: "bigint", UUID: "uuid"}
MARKS = {int: lambda place: _NUMBER + place, UUID: lambda place: UUID(int=_KEY + place)}


class Prepared:
    """`ask = Prepared(build)`, where `build(*, name: int | UUID, …)` makes a queryset from keys; then `ask(name=value, …)` is the list of its rows.

    The queryset may have joins, annotations and a limit; its shape must depend on nothing but the code: no `if` on a value, no empty `in`, no
    prefetching, no lock. Every name must come back as a parameter of its own. Raises TypeError for anything else.
    """

    def __init__(self, build: Callable[..., models.QuerySet]):
        self._build = build
        self._written: dict[str, _Written] = {}
        self.__doc__ = build.__doc__

    def __call__(self, **values) -> list:
        connection = connections[DEFAULT_DB_ALIAS]
        # By engine: two databases of one kind are asked with the same words.
        written = self._written.get(connection.vendor)
        if written is None:
            marks = _marked(self._build)
            queryset = self._build(**marks)
            name = new_name(queryset.model._meta.db_table)
            written = self._written[connection.vendor] = _Written(name, queryset, marks)
        return list(written.rows(connection, values))

    def first(self, **values):
        """The first row, or None."""
        return next(iter(self(**values)), None)


def _marked(build: Callable) -> dict[str, int | UUID]:
    """A mark for each of the names, by the kind that its annotation states."""
    names = inspect.signature(build).parameters.values()
    if unknown := [one.name for one in names if one.annotation not in MARKS]:
        raise TypeError(f"{build.__qualname__}: {', '.join(unknown)} must be annotated as int or UUID")
    return {one.name: MARKS[one.annotation](place) for place, one in enumerate(names)}


class _Written:
    """The SQL of a queryset, where its values go, and how its rows become objects."""

    def __init__(self, name: str, queryset: models.QuerySet, marks: dict[str, int | UUID]):
        if queryset._prefetch_related_lookups or queryset.query.select_for_update:
            raise TypeError("a prepared query neither prefetches nor locks")
        self._name, self._marks = name, marks
        self._iterable, self._model = queryset._iterable_class, queryset.model
        self._selected = queryset.query.selected
        self._compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self._sql, parameters = self._compiler.as_sql()
        self._parameters, self._places = list(parameters), {}
        for name, mark in marks.items():
            self._places[name] = [place for place, given in enumerate(self._parameters) if _stands_for(given, mark)]
            if not self._places[name]:
                raise TypeError(f"{name} is no parameter of the query")
        places = ", ".join(["%s"] * len(marks))
        self._call = f'EXECUTE "{self._name}"{f" ({places})" if places else ""}'
        self._converters = self._compiler.get_converters(
            [column[0] for column in self._compiler.select[: self._compiler.col_count]]
        )

    def rows(self, connection, values: dict[str, int | UUID]) -> Iterable:
        if values.keys() != self._places.keys():
            raise TypeError(f"takes {', '.join(self._places)}")
        if is_kept(connection, self._name, self._statement):
            asked_for = self._call, tuple([values[name] for name in self._places])
        else:
            asked_for = self._sql, self._filled(values)
        compiler = copy.copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_given, **_named: asked_for
        compiler.get_converters = lambda _fields: self._converters
        asked = SimpleNamespace(
            db=connection.alias,
            # Called `using` by rows of objects and by its place by rows of values.
            query=SimpleNamespace(get_compiler=lambda using: compiler, selected=self._selected),
            model=self._model,
            _known_related_objects={},
        )
        return self._iterable(asked)

    def _filled(self, values: dict[str, int | UUID]) -> tuple:
        parameters = list(self._parameters)
        for name, places in self._places.items():
            for place in places:
                # A UUID is text on SQLite.
                as_text = isinstance(values[name], UUID) and isinstance(parameters[place], str)
                parameters[place] = values[name].hex if as_text else values[name]
        return tuple(parameters)

    def _statement(self, mogrify: Callable) -> str:
        """As PostgreSQL keeps it: the values are its parameters, whatever else is one of the query's is written out."""
        parameters = list(self._parameters)
        for number, places in enumerate(self._places.values(), start=1):
            for place in places:
                parameters[place] = literal(f"${number}")
        types = ", ".join(TYPES[type(mark)] for mark in self._marks.values())
        return f'PREPARE "{self._name}"{f" ({types})" if types else ""} AS {mogrify(self._sql, parameters).decode()}'


def _stands_for(given: object, mark: int | UUID) -> bool:
    return given == mark or (isinstance(mark, UUID) and given == mark.hex)
