"""The lists behind the measures: just what is counted, by the same rights, and nothing that leads to a customer."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from feedback.models import Answer, Invitation, InvitationBatch, Response
from foundation.audit.models import AuditEvent
from foundation.common import clock
from records.measures import compute, measures

ANSWERS = reverse("feedback:answer_list")
LINKS = reverse("feedback:link_list")
CODES = (
    "feedback.satisfaction",
    "feedback.recommend",
    "feedback.effort",
    "feedback.need_met",
    "feedback.response_rate",
)
QUARTER = date(2021, 1, 1), date(2021, 4, 1)


def at(year, month, day, hour=12):
    return clock.travelling(clock.at_local(date(year, month, day), hour))


@pytest.fixture
def said(cast, questionnaire, make_tokens, answer):
    """East: six customers and one link without an answer; its outlet: one; West: one. One answer lies before the quarter."""
    with at(2020, 12, 31):
        answer()
    with at(2021, 1, 1, 0):  # 31 December in UTC
        answer(satisfaction="4", recommend="10")
    with at(2021, 2, 1):
        for satisfaction, recommend, met in (
            ("5", "9", "1"),
            ("3", "8", "1"),
            ("1", "7", "0"),
            ("2", "6", "0"),
            ("4", "", "1"),
        ):
            answer(satisfaction=satisfaction, recommend=recommend, need_met=met)
        answer(unit=cast.east_outlet, satisfaction="1", recommend="0")
        answer(unit=cast.west, satisfaction="5")
        make_tokens()


def login(client, person):
    client.force_login(person.user)
    return client


@pytest.mark.parametrize("code", CODES)
def test_list_holds_what_the_figure_counts_outcome_by_outcome(client, cast, said, code):
    measure = measures.get(code)
    figure = compute(code, [cast.east.pk], *QUARTER)[cast.east.pk]
    counts = {"all": figure.n} | measure.counts_of(figure)
    login(client, cast.zhou)
    for outcome, count in counts.items():
        page = client.get(measure.listing("BR-E", *QUARTER, outcome)).context["page"]
        assert (outcome, page.paginator.count) == (outcome, count)
    assert sum(counts.values()) == 2 * figure.n


def test_net_promoter_score_has_three_outcomes(cast, said):
    figure = compute("feedback.recommend", [cast.east.pk], *QUARTER)[cast.east.pk]
    assert measures.get("feedback.recommend").counts_of(figure) == {"hit": 2, "neither": 2, "miss": 2}


def test_what_does_not_count_stays_out(client, cast, said):
    login(client, cast.zhou)
    assert client.get(ANSWERS).context["page"].paginator.count == Answer.objects.filter(value__isnull=False).count()
    InvitationBatch.objects.filter(invitations__answered_at=None).update(withdrawn_at=clock.now())
    page = client.get(LINKS).context["page"]
    assert page.paginator.count == Response.objects.count()


@pytest.mark.parametrize("url", [ANSWERS, LINKS])
def test_head_gets_the_own_units_alone(client, cast, said, url):
    login(client, cast.sun)
    found = client.get(url, {"since": "2021-01-01"})
    units = {getattr(row, "unit", None) or row.response.unit for row in found.context["page"]}
    assert units == {cast.west}
    assert "East" not in found.content.decode()
    # Another's unit is none that can be chosen: the list is empty and the field says so.
    asked = client.get(url, {"unit": "BR-E"})
    assert (asked.context["page"].paginator.count, "unit" in asked.context["filter"].form.errors) == (0, True)


@pytest.mark.parametrize("url", [ANSWERS, LINKS])
def test_nothing_leads_to_a_customer_and_not_even_the_order_tells_who_came_first(client, cast, said, url):
    page = login(client, cast.zhou).get(url).content.decode()
    assert not [one for one in Invitation.objects.all() if one.token_hash in page or str(one.public_id) in page]
    assert not [one for one in Response.objects.all() if str(one.public_id) in page]
    assert "柜员很耐心" not in page
    rows = [row for row in client.get(url).context["page"] if row.day == date(2021, 2, 1)]
    hashes = [getattr(row, "token_hash", None) or row.response.invitation.token_hash for row in rows]
    units = [(getattr(row, "unit", None) or row.response.unit).code for row in rows]
    assert list(zip(units, hashes, strict=True)) == sorted(zip(units, hashes, strict=True))


@pytest.mark.parametrize(
    "url, action", [(ANSWERS, "feedback.list.export"), (LINKS, "feedback.links.export")], ids=["answers", "links"]
)
def test_export_holds_what_is_shown_and_is_noted(client, cast, said, url, action):
    login(client, cast.chen)
    asked = {"since": "2021-01-01", "until": "2021-03-31", "outcome": "hit"}
    shown = client.get(url, asked).context["page"].paginator.count
    content = b"".join(client.get(f"{url}export/", asked).streaming_content)
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.values)
    assert len(rows) - 1 == shown
    assert {row[0] for row in rows[1:]} == {cast.east.code, cast.east_outlet.code}
    event = AuditEvent.objects.latest("number")
    assert (event.action, event.details["query"]) == (action, ["outcome", "since", "until"])


def test_figures_of_a_questionnaire_leave_an_event_too(client, cast, questionnaire, answer):
    answer()
    login(client, cast.li).get(reverse("feedback:questionnaire_export", args=[questionnaire.public_id]))
    event = AuditEvent.objects.latest("number")
    assert (event.action, event.target) == ("feedback.figures.export", str(questionnaire.public_id))
