"""Figures question by question and the export of all answers."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import load_workbook

from feedback import services
from feedback.findings import sentence_about_gaps
from feedback.question_figures import figures_of
from foundation.audit.models import AuditEvent
from foundation.common import clock
from records.measures import MeasureFigure, compute
from tests.feedback.test_kinds import GOOD, QUESTIONS

EN = {"accept-language": "en"}


@pytest.fixture
def questionnaire(cast):
    draft = services.create_questionnaire(actor=cast.li, preset="empty", title_zh="各种题")
    for content in QUESTIONS:
        services.save_question(questionnaire=draft, actor=cast.li, content=content, version=draft.version)
    return services.open_questionnaire(questionnaire=draft, actor=cast.li)


@pytest.fixture
def answer(cast, questionnaire):
    def give(unit=None, **answers):
        invited = services.invite(
            questionnaire=questionnaire, unit=unit or cast.east, count=1, actor=cast.li, key=uuid4()
        )
        return services.answer_invitation(token=invited.tokens[0], answers={**GOOD, **answers}, key=uuid4())

    return give


def of(figures, code):
    return next(one for one in figures.questions if one.question.code == code)


def pair(expectation, perception):
    return {"expectation": str(expectation), "perception": str(perception)}


def test_effort_has_a_mean_and_the_share_of_five_to_seven(questionnaire, answer):
    for value in ("7", "5", "4", "2"):
        answer(q1=value)
    found = of(figures_of(questionnaire, None), "q1")
    assert (found.n, found.mean.value, found.headline.value) == (4, 4.5, 50)
    assert found.headline.low < 50 < found.headline.high
    assert found.mean.half == pytest.approx(3.3124, abs=1e-4)  # t of 3 degrees 3.18245 × 2.08167 / 2


def test_agreement_has_a_mean_and_its_share(questionnaire, answer):
    for value in ("5", "4", "1", ""):
        answer(q2=value)
    found = of(figures_of(questionnaire, None), "q2")
    assert (found.n, round(found.mean.value, 3), round(found.headline.value)) == (3, 3.333, 67)


def test_shares_of_several_answers_are_of_customers(questionnaire, answer):
    answer(q6=["1", "2"])
    answer(q6=["1"])
    answer()
    found = of(figures_of(questionnaire, None), "q6")
    assert found.n == 2
    assert [(one.figure.value, one.figure.n) for one in found.shares] == [(100, 2), (50, 2), (0, 2)]


def test_single_choice_has_shares(questionnaire, answer):
    for value in ("1", "1", "3"):
        answer(q5=value)
    shares = of(figures_of(questionnaire, None), "q5").shares
    assert [round(one.figure.value) for one in shares] == [67, 0, 33]


def test_gap_is_what_was_found_less_what_was_expected(questionnaire, answer):
    for expected, found in ((7, 5), (6, 5), (7, 6)):
        answer(q4=pair(expected, found))
    gaps = figures_of(questionnaire, None).gaps
    [statement], [dimension] = gaps.statements, gaps.dimensions
    assert (round(statement.expected, 3), round(statement.found, 3)) == (6.667, 5.333)
    assert round(statement.gap.value, 3) == round(dimension.gap.value, 3) == round(gaps.whole.gap.value, 3) == -1.333
    assert (dimension.alpha_expected, gaps.whole.complete) == (None, 3)


def test_sentence_about_gaps_names_the_worst_dimension(questionnaire, answer):
    from django.utils import translation

    with translation.override("en"):
        assert sentence_about_gaps(figures_of(questionnaire, None).gaps) == "Nobody has answered the pairs yet."
        answer(q4=pair(7, 5))
        assert "told from chance" in sentence_about_gaps(figures_of(questionnaire, None).gaps)
        answer(q4=pair(5, 6))
        assert "told from chance" in sentence_about_gaps(figures_of(questionnaire, None).gaps)
        for _customer in range(6):
            answer(q4=pair(7, 5))
        assert "most of all in Assurance: −1.63" in sentence_about_gaps(figures_of(questionnaire, None).gaps)


def test_effort_is_a_measure_of_what_counts_alone(cast, answer):
    for value in ("7", "5", "2"):
        answer(q1=value)
    day = clock.today()
    from datetime import timedelta

    found = compute("feedback.effort", [cast.east.pk, cast.west.pk], day, day + timedelta(days=1))
    assert found == {cast.east.pk: MeasureFigure(3, 2, 2), cast.west.pk: MeasureFigure()}


def test_questions_that_do_not_count_stay_out_of_the_measures(cast, answer):
    from datetime import timedelta

    answer()  # yes/no questions are none that count here, and agreement is no measure at all
    day = clock.today()
    for measure in ("feedback.need_met", "feedback.satisfaction", "feedback.recommend"):
        assert compute(measure, [cast.east.pk], day, day + timedelta(days=1))[cast.east.pk].n == 0


# --- Pages


def page(name, questionnaire):
    return reverse(f"feedback:{name}", args=[questionnaire.public_id])


def test_figures_are_shown_within_the_readers_scope(client, cast, questionnaire, answer):
    answer(q1="7")
    answer(unit=cast.west, q1="1")
    seen = {}
    for person in (cast.li, cast.chen):
        client.force_login(person.user)
        shown = client.get(page("questionnaire_figures", questionnaire), headers=EN)
        seen[person.user.username] = of(shown.context["figures"], "q1").n
    assert seen == {"liwen": 2, "chenjie": 1}
    west = page("questionnaire_figures", questionnaire) + f"?unit={cast.west.code}"
    assert client.get(west).status_code == 404  # Chen leads East
    client.force_login(cast.li.user)
    assert of(client.get(west).context["figures"], "q1").mean.value == 1


def test_figures_say_that_nobody_has_answered(client, cast, questionnaire):
    client.force_login(cast.li.user)
    assert "No answers yet" in client.get(page("questionnaire_figures", questionnaire), headers=EN).content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_figures_need_a_fixed_number_of_queries(client, cast, questionnaire, answer, count):
    for _customer in range(count):
        answer()
        answer(unit=cast.west)
    client.force_login(cast.li.user)
    client.get(page("questionnaire_figures", questionnaire))
    with CaptureQueriesContext(connection) as queries:
        client.get(page("questionnaire_figures", questionnaire))
    assert len([one for one in queries if "feedback_" in one["sql"]]) == 4


def rows_of(response):
    return load_workbook(BytesIO(b"".join(response.streaming_content))).get_sheet_by_index(0).to_python()


def test_export_has_a_row_a_response_and_a_column_an_answer(client, cast, questionnaire, answer):
    answer(q5="2", q6=["1", "3"], q7="7", q8="很快")
    client.force_login(cast.li.user)
    headers, row = rows_of(client.get(page("answers_export", questionnaire), headers=EN))
    said = dict(zip(headers, row, strict=True))
    assert said["Unit"] == "East Branch"
    assert said["4. The staff are courteous. – What you found with us"] == 5
    assert said["5. What did you do?"] == "Loan"
    assert [said[f"6. What else? – {name}"] for name in ("Deposit", "Loan", "Other")] == [1, "", 1]
    assert said["8. What was good?"] == "很快"
    event = AuditEvent.objects.get(action="feedback.answers.export")
    assert (event.details["texts"], event.target) == (True, str(questionnaire.public_id))


def test_head_exports_own_units_without_texts(client, cast, questionnaire, answer):
    answer(q5="2", q7="7", q8="很快")
    answer(unit=cast.west)
    client.force_login(cast.chen.user)
    rows = rows_of(client.get(page("answers_export", questionnaire), headers=EN))
    assert [row[0] for row in rows] == ["Unit", "East Branch"]
    assert not any("What was good?" in header for header in rows[0])
    assert "很快" not in str(rows)
