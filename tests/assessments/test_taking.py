"""A sheet's page for a device, and whose device may send what was marked on it (R16, R18)."""

import json
from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from assessments.enums import Method, SheetState
from assessments.models import ScoreSheet
from assessments.selectors.sheets import visits_due
from assessments.services.sheets import submit_sheet
from foundation.audit.models import AuditEvent
from foundation.common import clock
from tests.assessments.sheet_world import full_marks, make_sheet


def take(client, sheet):
    return client.post(reverse("assessments:sheet_take", args=[sheet.public_id]))


def test_page_for_the_device_is_the_sheet_s_page_with_the_rules_and_without_a_token(sheets, client):
    client.force_login(sheets.cast.lin.user)
    answer = take(client, sheets.sheet)
    pack = answer.json()
    assert (pack["number"], pack["unit"], pack["language"]) == (sheets.sheet.number, "East Branch", "en")
    assert pack["url"] == reverse("assessments:sheet_score", args=[sheets.sheet.public_id])
    assert 'id="sheet-form"' in pack["html"]
    assert 'name="csrfmiddlewaretoken" value=""' in pack["html"]
    assert "13812345678" not in pack["html"]  # the customer stays masked
    assert [client.get(url).status_code for url in pack["more"]] == [200]
    assert answer["Cache-Control"] == "private, no-store"


def test_taking_is_in_the_trail_and_begins_nothing(sheets, client):
    client.force_login(sheets.cast.lin.user)
    take(client, sheets.sheet)
    event = AuditEvent.objects.get(action="assessments.sheet.take")
    assert event.target == str(sheets.sheet.public_id)
    assert ScoreSheet.objects.get(pk=sheets.sheet.pk).state == SheetState.ASSIGNED


def test_sealed_sheet_is_not_taken_along(sheets, client):
    lin = sheets.cast.lin
    submit_sheet(sheet=sheets.sheet, actor=lin, marks=full_marks(), version=1, key=uuid4())
    client.force_login(lin.user)
    assert take(client, sheets.sheet).status_code == 409
    assert not AuditEvent.objects.filter(action="assessments.sheet.take").exists()


def test_visits_that_are_due_are_the_open_ones_of_today_and_before(sheets):
    cast, today = sheets.cast, clock.today()

    def visit(days: int, person=cast.lin, **more) -> ScoreSheet:
        due = today + timedelta(days=days)
        return make_sheet(sheets.plan, person, method=Method.ON_SITE, due_on=due, **more)

    late, now, joint = visit(-1), visit(0), visit(0, cast.guo, co_assessor=cast.lin)
    visit(1), visit(0, cast.guo), visit(0, state=SheetState.SUBMITTED)
    assert list(visits_due(cast.lin)) == [late, now, joint]


def test_list_offers_to_take_the_visits_due(sheets, client):
    client.force_login(sheets.cast.lin.user)
    url = reverse("assessments:sheet_list")
    assert b"data-take-all" not in client.get(url).content
    visit = make_sheet(sheets.plan, sheets.cast.lin, method=Method.ON_SITE, due_on=clock.today())
    page = client.get(url).content.decode()
    assert f'data-take-all="{reverse("assessments:sheet_take", args=[visit.public_id])}"' in page


def test_marks_of_one_person_are_not_stored_under_the_name_of_another(sheets, client):
    """A shared tablet: Lin's marks wait on it, and Guo has signed in by now. Both may score this sheet."""
    cast = sheets.cast
    visit = make_sheet(sheets.plan, cast.lin, method=Method.ON_SITE, co_assessor=cast.guo)
    url = reverse("assessments:sheet_save", args=[visit.public_id])
    body = json.dumps({"version": 1, "key": str(uuid4()), "sequence": 1, "marks": {"2.1": {"level": 5}}})

    def send(person) -> int:
        headers = {"X-QA-Person": str(cast.lin.public_id), "Accept": "application/json"}
        client.force_login(person.user)
        return client.post(url, body, content_type="application/json", headers=headers).status_code

    assert send(cast.guo) == 401
    assert ScoreSheet.objects.get(pk=visit.pk).draft == {}
    assert send(cast.lin) == 200
    kept = ScoreSheet.objects.get(pk=visit.pk)
    assert (kept.draft, kept.draft_by) == ({"2.1": {"level": 5}}, cast.lin)
