"""Sheets given to somebody else: chosen or by chance, all or none, blind, told to both, and back again."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.assignment import assign_frozen, seed_of
from assessments.enums import SheetState
from assessments.models import Assignment, Cycle, Handover, ScoreSheet
from assessments.services.assignment_verification import verify_assignments
from assessments.services.drafts import save_draft
from assessments.services.evidence import add_evidence
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import verify_chain
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.enums import Role
from organization.models import RoleAssignment
from organization.services import enter_absence
from tests.assessments.crew import again, give, mark
from tests.assessments.files import png
from tests.cast import EARLY


def told(person) -> list[str]:
    return list(
        Notification.objects.filter(user=person.user, kind__in=("assessments.sheets.given", "assessments.sheets.taken"))
        .order_by("pk")
        .values_list("kind", flat=True)
    )


# to whom


def test_sheet_goes_to_the_chosen_person(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    assert give(crew, [sheet], to=crew.tang) == {"sheets": 1, "people": 1}
    present = again(sheet)
    assert (present.assessor, present.turn, present.state) == (crew.tang, 2, SheetState.ASSIGNED)
    row = Handover.objects.get()
    assert (row.act, row.assessor_before, row.assessor_after, row.text, row.actor) == (
        "reassigned",
        crew.cast.lin,
        crew.tang,
        "负载均衡",
        crew.cast.li,
    )
    assert (verify_assignments(), verify_chain()) == ([], [])


def test_sheets_go_by_chance_to_those_who_may_and_it_can_be_done_again(crew):
    mine = [one for one in crew.sheets if one.assessor == crew.cast.lin and one.method == "record_review"]
    give(crew, mine)
    kept = Assignment.objects.get(number=1)
    seed = seed_of(bytes.fromhex(crew.plan.draw.seed), 1)
    assert (kept.cause, assign_frozen(kept.inputs, seed)) == ("reassign", kept.result)
    # Of the team only the other one is left, and the team comes before those who stand by.
    assert {again(one).assessor for one in mine} == {crew.cast.guo}
    assert set(Handover.objects.values_list("assignment", flat=True)) == {kept.pk}
    assert verify_assignments() == []


def test_chance_never_returns_a_sheet_to_whom_it_left(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    seen = [sheet.assessor]
    for _turn in range(4):
        give(crew, [again(sheet)])
        seen.append(again(sheet).assessor)
    assert len(set(seen)) == 5
    with pytest.raises(Invalid, match="Nobody of those who may assess"):
        give(crew, [again(sheet)])


def test_one_of_two_on_a_visit_is_replaced_and_the_other_stays(crew):
    visit = crew.visit
    give(crew, [visit], to=crew.tang, leaving=visit.co_assessor)
    present = again(visit)
    assert (present.assessor, present.co_assessor) == (visit.assessor, crew.tang)
    give(crew, [present], leaving=present.assessor)
    assert again(visit).co_assessor == crew.tang
    assert again(visit).assessor not in (visit.assessor, crew.tang)


def test_of_two_on_a_visit_the_one_goes_who_cannot_be_there(crew):
    visit = crew.visit
    enter_absence(person=visit.co_assessor, first_day=visit.due_on, last_day=visit.due_on, actor=visit.co_assessor)
    give(crew, [visit], to=crew.tang)
    assert (again(visit).assessor, again(visit).co_assessor) == (visit.assessor, crew.tang)


def test_whoever_may_not_take_a_sheet_is_named_with_the_reason(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    with pytest.raises(Invalid) as refusal:
        give(crew, [sheet], to=crew.cast.chen)
    [first, second] = refusal.value.message_dict["to"]
    assert first == "陈洁 may not take these:"
    assert second.startswith(f"{sheet.number}: Own unit")
    with pytest.raises(Invalid, match="theirs already"):
        give(crew, [sheet], to=crew.cast.lin)


@pytest.mark.parametrize("who", ["qian", "feng", "wu"])
def test_whoever_does_not_assess_gets_nothing(crew, who):
    with pytest.raises(Invalid):
        give(crew, [crew.sheet_of(crew.cast.lin)], to=getattr(crew.cast, who))


# by whom


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "feng", "chen"])
def test_only_leads_reassign(crew, who):
    with pytest.raises(NotAllowed):
        give(crew, [crew.sheet_of(crew.cast.lin)], to=crew.tang, actor=getattr(crew.cast, who))


def test_nobody_gives_sheets_to_themselves(crew):
    RoleAssignment.objects.create(
        person=crew.cast.li, role=Role.ASSESSOR, unit=crew.cast.quality_office, valid_from=EARLY
    )
    with pytest.raises(NotAllowed, match="themselves"):
        give(crew, [crew.sheet_of(crew.cast.lin)], to=crew.cast.li)


# all or none


def test_many_go_together_or_none_does(crew):
    sheets = [one for one in crew.sheets if one.method == "record_review"]
    ScoreSheet.objects.filter(pk=sheets[-1].pk).update(state=SheetState.SUBMITTED)
    with pytest.raises(Conflict, match="sealed"):
        give(crew, sheets, to=crew.tang)
    assert (Handover.objects.count(), set(ScoreSheet.objects.values_list("turn", flat=True))) == (0, {1})


def test_sheet_that_went_elsewhere_since_the_page_was_loaded_refuses_the_whole(crew):
    sheets = [one for one in crew.sheets if one.method == "record_review"][:3]
    give(crew, sheets[:1], to=crew.shen)
    with pytest.raises(Conflict, match=f"Sheet {sheets[0].number} has been given to 沈宇"):
        give(crew, sheets, to=crew.tang)
    assert Handover.objects.count() == 1


def test_the_same_key_gives_the_same_answer_once(crew):
    sheet, key = crew.sheet_of(crew.cast.lin), uuid4()
    assert give(crew, [sheet], to=crew.tang, key=key) == give(crew, [sheet], to=crew.tang, key=key)
    assert Handover.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "长" * 301])
def test_reason_is_needed(crew, reason):
    with pytest.raises(Invalid):
        give(crew, [crew.sheet_of(crew.cast.lin)], to=crew.tang, reason=reason)


def test_sheet_of_the_initial_assessment_can_be_given_away(crew):
    Cycle.objects.update(state="initial")
    sheet = crew.sheet_of(crew.cast.lin)
    give(crew, [sheet], to=crew.tang)
    assert again(sheet).assessor == crew.tang


def test_cycle_past_scoring_keeps_its_sheets_where_they_are(crew):
    Cycle.objects.update(state="feedback")
    with pytest.raises(Invalid, match="past scoring"):
        give(crew, [crew.sheet_of(crew.cast.lin)], to=crew.tang)


# what becomes of the marks


def test_started_draft_is_put_aside_and_the_new_assessor_begins_blind(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    draft = mark(sheet, crew.cast.lin)
    evidence = add_evidence(sheet=again(sheet), actor=crew.cast.lin, source=png(), name="a.png", key=uuid4())
    give(crew, [again(sheet)], to=crew.tang)
    present, row = again(sheet), Handover.objects.get()
    assert (present.draft, present.state, present.started_at, present.draft_by) == ({}, "assigned", None, None)
    assert (row.draft, row.draft_by) == (draft, crew.cast.lin)
    evidence.refresh_from_db()
    assert evidence.removed_at == row.created_at


def test_sheet_that_is_given_back_has_its_own_marks_again(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    draft = mark(sheet, crew.cast.lin)
    evidence = add_evidence(sheet=again(sheet), actor=crew.cast.lin, source=png(), name="a.png", key=uuid4())
    give(crew, [again(sheet)], to=crew.tang)
    other = mark(sheet, crew.tang, level=1)
    give(crew, [again(sheet)], to=crew.cast.lin)
    present = again(sheet)
    assert (present.draft, present.draft_by, present.state) == (draft, crew.cast.lin, "draft")
    assert present.started_at is not None
    assert [row.draft for row in Handover.objects.order_by("turn")] == [draft, other]
    evidence.refresh_from_db()
    assert evidence.removed_at is None


def test_joint_draft_stays_with_the_one_who_wrote_it(crew):
    visit = crew.visit
    draft = mark(visit, visit.assessor)
    give(crew, [again(visit)], to=crew.tang, leaving=visit.co_assessor)
    assert again(visit).draft == draft
    give(crew, [again(visit)], to=crew.shen, leaving=visit.assessor)
    assert again(visit).draft == {}


def test_joint_draft_returns_with_the_two_who_made_it(crew):
    visit = crew.visit
    draft = mark(visit, visit.assessor)
    give(crew, [again(visit)], to=crew.shen, leaving=visit.assessor)
    give(crew, [again(visit)], to=visit.assessor, leaving=crew.shen)
    assert (again(visit).draft, again(visit).assessor) == (draft, visit.assessor)


# who hears of it


def test_both_are_told_once_each(crew):
    mine = [one for one in crew.sheets if one.assessor == crew.cast.lin and one.method == "record_review"]
    give(crew, mine, to=crew.tang)
    assert (told(crew.cast.lin), told(crew.tang), told(crew.cast.guo)) == (
        ["assessments.sheets.taken"],
        ["assessments.sheets.given"],
        [],
    )
    notice = Notification.objects.get(kind="assessments.sheets.taken")
    assert notice.params == {"count": len(mine), "reason": "负载均衡"}


def test_each_sheet_has_its_act_in_the_trail_without_words(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    give(crew, [sheet], to=crew.tang)
    event = AuditEvent.objects.get(action="assessments.sheet.reassign")
    assert event.target == str(sheet.public_id)
    assert (event.details["before"], event.details["after"]) == (
        [str(crew.cast.lin.public_id)],
        [str(crew.tang.public_id)],
    )
    assert "负载均衡" not in str(event.details)


# the former assessor's open page


def test_autosave_of_the_former_assessor_is_told_where_the_sheet_went_and_shows_nothing_of_it(crew, client):
    sheet = crew.sheet_of(crew.cast.lin)
    give(crew, [sheet], to=crew.tang)
    client.force_login(crew.cast.lin.user)
    body = {"marks": {}, "version": 1, "key": str(uuid4()), "sequence": 1}
    url = reverse("assessments:sheet_save", args=[sheet.public_id])
    answer = client.post(url, body, content_type="application/json", headers={"Accept": "application/json"})
    assert (answer.status_code, set(answer.json())) == (409, {"message", "gone"})
    assert "has been given to 唐丽" in answer.json()["message"]


def test_form_of_the_former_assessor_gets_a_page_that_keeps_what_was_typed(crew, client):
    sheet = crew.sheet_of(crew.cast.lin)
    code = sheet.standard_version.indicators.filter(scale="rating").first().code
    give(crew, [sheet], to=crew.tang)
    client.force_login(crew.cast.lin.user)
    data = {f"m.{code}": "3", f"r.{code}": "打断客户一次", "version": "1", "client_key": str(uuid4())}
    answer = client.post(reverse("assessments:sheet_submit", args=[sheet.public_id]), data)
    assert answer.status_code == 409
    assert "打断客户一次" in answer.content.decode()
    assert client.get(reverse("assessments:sheet_score", args=[sheet.public_id])).status_code == 409
    assert client.get(reverse("assessments:sheet_detail", args=[sheet.public_id])).status_code == 404


def test_save_that_was_under_way_is_refused_with_the_name(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    page = again(sheet)
    give(crew, [sheet], to=crew.tang)
    with pytest.raises(Conflict, match="given to 唐丽"):
        save_draft(sheet=page, actor=crew.cast.lin, marks={}, version=page.version)


# the page


def post(client, crew, sheets, who="li", **more):
    client.force_login(getattr(crew.cast, who).user)
    data = {
        "ids": [f"{one.public_id}.{one.turn}" for one in sheets],
        "way": "person",
        "to": crew.tang.public_id,
        "reason": "负载均衡",
        "client_key": str(uuid4()),
        **more,
    }
    return client.post(reverse("assessments:board_reassign"), data)


def test_page_asks_first_and_then_does_it(crew, client):
    sheet = crew.sheet_of(crew.cast.lin)
    client.force_login(crew.cast.li.user)
    asked = client.post(reverse("assessments:board_reassign"), {"ids": [str(sheet.public_id)], "action": "choose"})
    assert (asked.status_code, Handover.objects.count()) == (200, 0)
    assert f"{sheet.public_id}.1" in asked.content.decode()
    assert post(client, crew, [sheet])["Location"] == reverse("assessments:board")
    assert again(sheet).assessor == crew.tang


def test_page_keeps_the_reason_where_somebody_was_quicker(crew, client):
    sheet = crew.sheet_of(crew.cast.lin)
    give(crew, [sheet], to=crew.shen)
    answer = post(client, crew, [sheet])
    assert answer.status_code == 409
    assert "负载均衡" in answer.content.decode()


def test_page_wants_a_person_where_a_person_is_chosen(crew, client):
    answer = post(client, crew, [crew.sheet_of(crew.cast.lin)], to="")
    assert (answer.status_code, Handover.objects.count()) == (422, 0)
    assert "Choose a person." in answer.content.decode()


@pytest.mark.parametrize("foreign", ["01900000-0000-7000-8000-000000000000", "x", "'; --"])
def test_one_foreign_id_refuses_the_whole(crew, client, foreign):
    sheet = crew.sheet_of(crew.cast.lin)
    answer = post(client, crew, [], ids=[f"{sheet.public_id}.1", foreign])
    assert (answer.status_code, Handover.objects.count()) == (404, 0)


def test_nothing_ticked_is_said(crew, client):
    client.force_login(crew.cast.li.user)
    answer = client.post(reverse("assessments:board_reassign"), {"action": "choose"}, follow=True)
    assert "Tick the sheets" in answer.content.decode()
