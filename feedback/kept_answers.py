"""All answers of a questionnaire as arrays, kept in the process: a page of figures over a million of them must not read them again each time.

Responses and answers are insert-only, so what was read once stays true; only what has come since is read. Nothing here is a text: of what a customer
wrote it is known that they wrote.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from django.db.models import Count, Max, QuerySet

from feedback.enums import Part
from feedback.models import Answer, Question, Questionnaire, Response

if TYPE_CHECKING:
    import numpy as np

# Questionnaires whose answers a process keeps; a thousand customers with 22 pairs are 0.5 MB.
KEPT = 8
CHUNK = 50_000
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
        """Customers × questions × 2 (expected, found); 0 where the question was left out: answers of pairs begin at 1."""
        import numpy as np

        places = {one.pk: place for place, one in enumerate(questions)}
        table = np.zeros((len(self.responses), len(places), 2), dtype=np.int64)
        for key, place in places.items():
            own = self.question == key
            table[self.of[own], place, self.part[own]] = self.value[own]
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
    if known is not None and before + new.count() != n:
        return _read_on(questionnaire, None, n)
    found = _read(new, Answer.objects.filter(question__questionnaire=questionnaire, response__gt=last))
    return found if known is None else _joined(known, found)


def _read(responses: QuerySet[Response], answers: QuerySet[Answer]) -> AnswerArrays:
    import numpy as np

    rows = _table(responses.order_by("pk").values_list("pk", "unit"), 2)
    keys, units = rows[:, 0], rows[:, 1]
    said = _table(
        (
            (response, question, PARTS.get(part, 0), NOTHING if value is None else value)
            for response, question, part, value in answers.order_by()
            .values_list("response", "question", "part", "value")
            .iterator(chunk_size=CHUNK)
        ),
        4,
    )
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

    flat = np.fromiter((number for row in rows for number in row), dtype=np.int64)
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
