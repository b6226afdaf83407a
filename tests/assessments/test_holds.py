"""What is drawn stays what was drawn: a later file says nothing else of unit, touchpoint, agent or content of a record that is assessed (R13)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import PlanState, SheetState
from assessments.models import Plan, ScoreSheet
from assessments.services.falling_out import replace_sheet_item
from assessments.services.plans import finish_plan_draw
from foundation.audit.selectors import events_about
from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.common.files import store_bytes
from foundation.notifications.models import Notification
from organization.worklist import work_waiting_for
from records import services
from records.mapping import Mapping
from records.models import ImportRun, RejectedRow, ServiceRecord
from sampling.models import Replacement
from sampling.services import add_nonce
from tests.assessments import planning
from tests.assessments.crew import again, drawn_crew
from tests.assessments.planning import drawing, plan_of
from tests.records.files import counts, imported, started

COLUMNS = {"number": "编号", "date": "日期", "time": "时间", "unit": "部门", "agent": "坐席", "transcript": "内容"}
NONCE = "a red kite over the river"


def file_of(records, **changed) -> bytes:
    """The records as they are, but for what is changed."""
    rows = [",".join(COLUMNS.values()) + ",方式,评分"]
    for one in records:
        at = clock.local(one.occurred_at)
        now = {
            "unit": one.unit.code if one.unit else "",
            "agent": one.agent,
            "transcript": one.transcript,
            "touchpoint": one.touchpoint,
            "rating": one.rating or "",
            **changed,
        }
        rows.append(
            f"{one.number},{at:%Y-%m-%d},{at:%H:%M},{now['unit']},{now['agent']},{now['transcript']},{now['touchpoint']},{now['rating']}"
        )
    return "\n".join((*rows, "")).encode()


def mapping() -> Mapping:
    return Mapping(
        columns={**COLUMNS, "touchpoint": "方式", "rating": "评分"},
        values={
            "touchpoint": {"phone": "phone", "counter": "counter"},
            "unit": {code: code for code in ("BR-E", "BR-E-1", "BR-W")},
        },
    )


def brought_in(cast, records, **changed) -> ImportRun:
    return imported(file_of(records, **changed), cast.feng, source="call centre", mapping=mapping())


def under_sheets(plan: Plan) -> list[ServiceRecord]:
    """Those of the branch itself; its outlet has other touchpoints."""
    sheets = plan.sheets.filter(record__touchpoint="phone").select_related("record__unit").order_by("number")
    return [sheet.record for sheet in sheets]


@pytest.mark.parametrize(
    "changed",
    [{"unit": "BR-W"}, {"agent": "00999"}, {"transcript": "另一段话"}, {"touchpoint": "counter"}],
    ids=lambda changed: next(iter(changed)),
)
def test_row_that_would_change_what_a_sheet_is_about_is_sent_back(cast, crew, changed):
    records = under_sheets(crew.plan)
    run = brought_in(cast, records, rating=2, **changed)
    assert counts(run) == (0, 0, 0, len(records))
    assert {row.reason for row in RejectedRow.objects.filter(run=run)} == {"held"}
    kept = ServiceRecord.objects.filter(pk__in=[one.pk for one in records], unit=cast.east, touchpoint="phone")
    assert kept.filter(agent="", transcript="", rating=None).count() == len(records)


def test_other_values_of_such_a_record_are_corrected(cast, crew):
    records = under_sheets(crew.plan)
    assert counts(brought_in(cast, records, rating=2)) == (0, len(records), 0, 0)
    assert set(ServiceRecord.objects.filter(pk__in=[one.pk for one in records]).values_list("rating", flat=True)) == {2}


def test_sealed_sheet_holds_its_record_too(cast, crew):
    records = under_sheets(crew.plan)
    ScoreSheet.objects.update(state=SheetState.SUBMITTED)
    assert counts(brought_in(cast, records, unit="BR-W")) == (0, 0, 0, len(records))


def test_frozen_frame_holds_all_that_is_in_it_and_nothing_else(cast, plan):
    drawing(cast, plan, visits_wanted=0)
    east = list(ServiceRecord.objects.filter(unit=cast.east).select_related("unit"))
    west = list(ServiceRecord.objects.filter(unit=cast.west).select_related("unit"))
    later = planning.records_for(cast.east, 3, first=500)
    assert counts(brought_in(cast, east, unit="BR-W")) == (0, 0, 0, len(east))
    assert counts(brought_in(cast, [*west, *later], agent="00999")) == (0, len(west) + len(later), 0, 0)


def test_once_drawn_the_sample_and_its_reserve_list_are_held_and_the_rest_is_free(cast, crew):
    items = crew.plan.draw.items.exclude(stratum="visit")
    drawn = {key.partition(":")[2] for key in items.values_list("key", flat=True)}
    east = list(ServiceRecord.objects.filter(unit=cast.east).select_related("unit"))
    held = [one for one in east if one.number in drawn]
    run = brought_in(cast, east, agent="00999")
    assert counts(run) == (0, len(east) - len(held), 0, len(held))
    assert len(held) > len([one for one in under_sheets(crew.plan) if one.unit == cast.east])


def test_reserve_list_is_free_when_all_is_scored(cast, crew):
    ScoreSheet.objects.update(state=SheetState.SUBMITTED)
    reserve = crew.plan.draw.items.filter(is_reserve=True).exclude(stratum="visit")
    numbers = [key.partition(":")[2] for key in reserve.values_list("key", flat=True)]
    records = list(ServiceRecord.objects.filter(number__in=numbers).select_related("unit"))
    assert counts(brought_in(cast, records, agent="00999")) == (0, len(records), 0, 0)


def test_trial_run_counts_what_would_be_sent_back(cast, crew):
    records = under_sheets(crew.plan)
    file = store_bytes(data=file_of(records, agent="00999"), name="later.csv", actor=cast.feng)
    run = services.open_import(file=file, source="call centre", actor=cast.feng, key=uuid4())
    services.assign_columns(run=run, mapping=mapping(), actor=cast.feng)
    told = services.check_import(ImportRun.objects.get(pk=run.pk))
    assert (told["corrected"], told["rejected"]) == (0, len(records))
    assert [(reason["code"], reason["count"]) for reason in told["reasons"]] == [("held", len(records))]


def test_draw_whose_records_are_gone_or_elsewhere_waits_and_says_why(cast, plan):
    """Nothing in the portal changes them; somebody at the database may."""
    for spoil in (
        lambda rows: rows.update(unit=cast.west),
        lambda rows: rows.update(unit=cast.east, touchpoint="chat"),
    ):
        waiting = plan_of(plan.cycle, cast.east)
        if waiting.state != PlanState.DRAWING:
            waiting = drawing(cast, plan, records_wanted=40, visits_wanted=0)
            rows = ServiceRecord.objects.filter(unit=cast.east)
            keys = list(rows.values_list("pk", flat=True))
        spoil(ServiceRecord.objects.filter(pk__in=keys))
        if waiting.draw.nonces.count() < 2:
            add_nonce(draw=waiting.draw, person=cast.qian, value=NONCE)
        with pytest.raises(Invalid, match="call centre|call%20centre"):
            finish_plan_draw(plan=waiting)
        assert plan_of(plan.cycle, cast.east).state == PlanState.DRAWING
    ServiceRecord.objects.filter(pk__in=keys).update(touchpoint="phone")
    assert finish_plan_draw(plan=plan_of(plan.cycle, cast.east))


def test_draw_with_a_record_that_was_removed_waits(cast, plan):
    waiting = drawing(cast, plan, records_wanted=40, visits_wanted=0)
    ServiceRecord.objects.filter(unit=cast.east).delete()
    add_nonce(draw=waiting.draw, person=cast.qian, value=NONCE)
    assert plan_of(plan.cycle, cast.east).state == PlanState.DRAWING


def test_reserve_item_whose_record_is_gone_is_passed_over(cast, plan):
    crew = drawn_crew(cast, plan, records_wanted=12, visits_wanted=0)
    sheet = next(one for one in crew.sheets if one.item.stratum == "phone")
    first, second = crew.plan.draw.items.filter(stratum="phone", is_reserve=True).order_by("position")[:2]
    ServiceRecord.objects.filter(number=first.key.partition(":")[2]).delete()
    replace_sheet_item(sheet=sheet, turn=1, actor=sheet.assessor, reason="unreadable", note="", key=uuid4())
    assert again(sheet).item == second
    assert list(Replacement.objects.order_by("ordinal").values_list("reason", flat=True)) == ["unreadable", "missing"]


def test_import_that_is_under_way_waits_for_nothing_it_does_not_touch(cast, crew):
    """New records, and a row that is as it was, ask nobody."""
    records = under_sheets(crew.plan)
    assert counts(brought_in(cast, records)) == (0, 0, len(records), 0)
    run = started(file_of(planning.records_for(cast.west, 1, first=900)), cast.feng, source="new", mapping=mapping())
    services.run_import(run.pk)
    assert counts(ImportRun.objects.get(pk=run.pk)) == (1, 0, 0, 0)


def waits(person) -> list[str]:
    return [item.title for item in work_waiting_for(person) if item.state == "Held back"]


def told(kind: str) -> set[str]:
    return set(Notification.objects.filter(kind=f"records.import.{kind}").values_list("user__username", flat=True))


def test_lead_is_told_of_rows_that_were_held_back_and_may_leave_it_at_that(cast, crew, client):
    records = under_sheets(crew.plan)
    run = brought_in(cast, records, agent="00999")

    assert told("held") == {"liwen"}
    assert waits(cast.li) == [f"{len(records)} rows were held back: their records are being assessed"]
    assert waits(cast.feng) == waits(cast.zhou) == []
    url = reverse("records:import_settle_held", args=[run.public_id])
    client.force_login(cast.feng.user)
    assert client.post(url).status_code == 403
    client.force_login(cast.li.user)
    assert "Leave it at that" in client.get(run.get_absolute_url()).content.decode()
    assert [client.post(url).status_code for _twice in range(2)] == [302, 409]
    assert waits(cast.li) == []
    assert "Leave it at that" not in client.get(run.get_absolute_url()).content.decode()
    assert [event.action for event in events_about(run)][0] == "records.import.settle_held"


def test_what_was_held_back_is_taken_away_as_soon_as_the_records_are_free(cast, crew):
    reserve = crew.plan.draw.items.filter(is_reserve=True).exclude(stratum="visit")
    numbers = [key.partition(":")[2] for key in reserve.values_list("key", flat=True)]
    records = list(ServiceRecord.objects.filter(number__in=numbers).select_related("unit"))
    brought_in(cast, records, agent="00999")
    assert (services.release_held_rows(), len(waits(cast.li))) == (0, 1)

    ScoreSheet.objects.update(state=SheetState.SUBMITTED)
    assert [services.release_held_rows() for _twice in range(2)] == [1, 0]
    assert waits(cast.li) == []
    assert told("released") == {"liwen", "fengbo"}


def test_file_of_which_nothing_is_held_back_tells_no_lead(cast, crew):
    brought_in(cast, under_sheets(crew.plan), rating=3)
    assert (told("held"), waits(cast.li)) == (set(), [])
