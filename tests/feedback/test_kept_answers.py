"""Answers that the process keeps: as they are stored, however they come in, and read once."""

from statistics import fmean
from uuid import uuid4

import pytest

from feedback import services
from feedback.enums import Part, ServqualDimension
from feedback.kept_answers import answers_of
from feedback.models import Answer, Invitation, Question, Response
from feedback.question_figures import figures_of


@pytest.fixture
def questionnaire(cast):
    draft = services.create_questionnaire(actor=cast.li, preset="servqual")
    Question.objects.filter(questionnaire=draft).update(required=False)
    return services.open_questionnaire(questionnaire=draft, actor=cast.li)


@pytest.fixture
def answer(cast, questionnaire):
    """A customer who leaves out every statement whose place is divisible by `without`."""
    statements = list(questionnaire.questions.filter(kind="servqual"))

    def give(seed: int, unit=None, without: int = 0):
        unit = unit or cast.east
        invited = services.invite(questionnaire=questionnaire, unit=unit, count=1, actor=cast.li, key=uuid4())
        said = {
            one.code: {"expectation": str(1 + (seed + place) % 7), "perception": str(1 + (seed * place) % 7)}
            for place, one in enumerate(statements, start=1)
            if not without or place % without
        }
        return services.answer_invitation(token=invited.tokens[0], answers=said, key=uuid4())

    return give


def told(questionnaire, units=None) -> dict:
    """Gap and expectation of each dimension worked out from the rows, customer by customer."""
    found = {}
    for dimension in ServqualDimension:
        own = []
        for response in Response.objects.filter(questionnaire=questionnaire):
            if units is not None and response.unit_id not in units:
                continue
            rows = Answer.objects.filter(response=response, question__dimension=dimension)
            halves = [[row.value for row in rows if row.part == part] for part in (Part.EXPECTATION, Part.PERCEPTION)]
            if halves[0]:
                own.append((fmean(halves[0]), fmean(halves[1])))
        found[str(dimension.label)] = (fmean(e for e, _f in own), fmean(f - e for e, f in own), len(own))
    return found


def seen(questionnaire, units=None) -> dict:
    rows = figures_of(questionnaire, units).gaps.dimensions
    return {row.name: (pytest.approx(row.expected), pytest.approx(row.gap.value), row.gap.n) for row in rows}


def test_gaps_are_those_of_the_rows(cast, questionnaire, answer):
    for seed in range(5):
        answer(seed, without=seed)
    answer(9, unit=cast.west)
    assert told(questionnaire) == seen(questionnaire)
    assert told(questionnaire, {cast.east.pk}) == seen(questionnaire, {cast.east.pk})
    assert answers_of(questionnaire).about({cast.retail.pk}).stand == (0, 0)


def test_only_what_has_come_since_is_read(questionnaire, answer, django_assert_num_queries):
    answer(1)
    first = answers_of(questionnaire)
    with django_assert_num_queries(1):
        assert answers_of(questionnaire) is first
    late = answer(2)
    second = answers_of(questionnaire)
    assert second.stand == (2, late.pk)
    assert len(second.value) == Answer.objects.filter(question__questionnaire=questionnaire).count()
    assert told(questionnaire) == seen(questionnaire)


def test_answer_that_was_stored_late_is_not_missed(cast, questionnaire, answer):
    """Two customers at once: the one who got the higher key may be stored first."""
    first = answer(1)
    copied(cast, first, pk=first.pk + 10)
    before = answers_of(questionnaire)
    copied(cast, first, pk=first.pk + 5)
    after = answers_of(questionnaire)
    assert (before.stand[0], after.stand[0]) == (2, 3)
    assert after.responses.tolist() == [first.pk, first.pk + 5, first.pk + 10]
    assert told(questionnaire) == seen(questionnaire)


def copied(cast, response: Response, *, pk: int) -> None:
    """Another customer of West who says the same."""
    rows = list(Answer.objects.filter(response=response))
    services.invite(questionnaire=response.questionnaire, unit=cast.west, count=1, actor=cast.li, key=uuid4())
    link = Invitation.objects.filter(response=None).latest("pk")
    more = Response.objects.create(
        pk=pk, invitation=link, questionnaire=link.questionnaire, unit=link.unit, answered_at=response.answered_at
    )
    for row in rows:
        row.pk, row.response, row._state.adding = None, more, True
    Answer.objects.bulk_create(rows)
