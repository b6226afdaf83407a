"""All answers of a questionnaire as arrays, kept in the process: a page of figures over a million of them must not read them again each time.

Responses and answers are insert-only, so what was read once stays true; only what has come since is read. Nothing here is a text: of what a customer
wrote it is known that they wrote.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, Max, QuerySet, When
from django.db.models.functions import Coalesce

from feedback.enums import Part
from feedback.models import Answer, Question, Questionnaire, Response

if TYPE_CHECKING:
    import numpy as np

# Questionnaires whose answers a process keeps; a thousand customers with 22 pairs are 0.5 MB.
KEPT = 8
CHUNK = 50_000
# Up to so many new responses their answers are asked for by key, and not by the questionnaire, which may have a million.
FEW = 500
NOTHING = -1  # no value: a text was written
EXPECTED, FOUND = 0, 1
PARTS = {Part.EXPECTATION.value: EXPECTED, Part.PERCEPTION.value: FOUND}


@dataclass(frozen=True)
class AnswerArrays:
    """`responses`: keys, ascending, with the unit of each beside it. `of`, `question`, `part`, `value`: an entry an answer; `of` is the place of its
    response, `question` a key, `part` FOUND of a pair's second half and else 0, `value` NOTHING where there is none."""

    responses: "np.ndarray"
    units: "np.ndarray"
    of: "np.ndarray"
    question: "np.ndarray"
    part: "np.ndarray"
    value: "np.ndarray"
    _tables: dict[tuple[int, ...], "np.ndarray"] = field(default_factory=dict, compare=False)

    @cached_property
    def stand(self) -> tuple[int, int]:
        """How many responses, and the key of the last: what tells whether others have come."""
        return len(self.responses), int(self.responses[-1]) if len(self.responses) else 0

    def about(self, units: set[int] | None) -> "AnswerArrays":
        """Those about the units alone; None: all."""
        import numpy as np

        if units is None:
            return self
        wanted = np.isin(self.units, list(units))
        kept, places = wanted[self.of], np.cumsum(wanted) - 1
        return AnswerArrays(
            self.responses[wanted],
            self.units[wanted],
            places[self.of[kept]],
            self.question[kept],
            self.part[kept],
            self.value[kept],
        )

    def counts_of(self, question: Question) -> dict[int, int]:
        """{answer: how often}."""
        import numpy as np

        values = self.value[self.question == question.pk]
        found, counts = np.unique(values[values != NOTHING], return_counts=True)
        return dict(zip(found.tolist(), counts.tolist(), strict=True))

    def customers_of(self, question: Question) -> int:
        """How many answered it; who chose several answers counts once."""
        import numpy as np

        return len(np.unique(self.of[self.question == question.pk]))

    def pairs_of(self, questions: Iterable[Question]) -> "np.ndarray":
        """Customers × questions × 2 (expected, found); 0 where the question was left out: answers of pairs begin at 1. Made once."""
        keys = tuple(one.pk for one in questions)
        if keys not in self._tables:
            self._tables[keys] = self._pairs_of(keys)
        return self._tables[keys]

    def _pairs_of(self, keys: tuple[int, ...]) -> "np.ndarray":
        import numpy as np

        table = np.zeros((len(self.responses), len(keys), 2), dtype=np.int8)
        order = np.argsort(keys)
        ordered = np.asarray(keys)[order] if keys else np.zeros(1, dtype=np.int64)
        place = np.searchsorted(ordered, self.question).clip(max=len(ordered) - 1)
        own = ordered[place] == self.question
        if keys:
            table[self.of[own], order[place[own]], self.part[own]] = self.value[own]
        return table


_kept: OrderedDict[object, AnswerArrays] = OrderedDict()
_lock = Lock()


def answers_of(questionnaire: Questionnaire) -> AnswerArrays:
    """One query where nothing has come since; else two more for what has, whatever their number."""
    responses = Response.objects.filter(questionnaire=questionnaire)
    stand = responses.aggregate(n=Count("pk"), last=Max("pk"))
    known = _kept.get(questionnaire.public_id)
    if known is None or known.stand != (stand["n"], stand["last"] or 0):
        known = _read_on(questionnaire, known, stand["n"])
    with _lock:
        _kept[questionnaire.public_id] = known
        _kept.move_to_end(questionnaire.public_id)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return known


def _read_on(questionnaire: Questionnaire, known: AnswerArrays | None, n: int) -> AnswerArrays:
    """What has come after the last known response. Where others turn up before it (they were stored at the same time) all is read again."""
    before, last = known.stand if known else (0, 0)
    new = Response.objects.filter(questionnaire=questionnaire, pk__gt=last)
    rows = _table(new.order_by("pk").values_list("pk", "unit"), 2)
    if known is not None and before + len(rows) != n:
        return _read_on(questionnaire, None, n)
    answers = Answer.objects.filter(question__questionnaire=questionnaire)
    if len(rows) <= FEW:
        answers = Answer.objects.filter(response__in=rows[:, 0].tolist())
    elif known is not None:
        answers = answers.filter(response__gt=last)
    found = _read(rows, answers)
    return found if known is None else _joined(known, found)


def _read(responses: "np.ndarray", answers: QuerySet[Answer]) -> AnswerArrays:
    """`responses`: keys, ascending, each with its unit."""
    import numpy as np

    keys, units = responses[:, 0], responses[:, 1]
    # Numbers alone come from the database, so that no row is touched one by one.
    half = Case(*(When(part=name, then=place) for name, place in PARTS.items()), default=0, output_field=IntegerField())
    rows = answers.order_by().annotate(half=half, given=Coalesce("value", NOTHING))
    said = _table(rows.values_list("response", "question", "half", "given").iterator(chunk_size=CHUNK), 4)
    # An answer that was stored between the two queries belongs to a response that the next look will bring.
    place = np.searchsorted(keys, said[:, 0])
    place[place == len(keys)] = 0
    ours = keys[place] == said[:, 0] if len(keys) else np.zeros(len(said), dtype=bool)
    said, place = said[ours], place[ours]
    return AnswerArrays(
        keys,
        units,
        place.astype(np.int32),
        said[:, 1],
        said[:, 2].astype(np.int8),
        said[:, 3].astype(np.int8),
    )


def _table(rows: Iterable[tuple[int, ...]], width: int) -> "np.ndarray":
    """Whole numbers, a row a tuple, without a list of all of them beside it."""
    import numpy as np

    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    return flat.reshape(-1, width)


def _joined(one: AnswerArrays, more: AnswerArrays) -> AnswerArrays:
    import numpy as np

    def both(name: str, shift: int = 0):
        return np.concatenate([getattr(one, name), getattr(more, name) + shift])

    return AnswerArrays(
        both("responses"),
        both("units"),
        both("of", len(one.responses)),
        both("question"),
        both("part"),
        both("value"),
    )
