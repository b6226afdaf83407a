"""An item falls out: the next of the reserve list, in order, with a reason, counted per assessor."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.enums import SheetState
from assessments.models import Handover, ScoreSheet
from assessments.selectors.frames import record_key
from assessments.selectors.replacements import replacements_of
from assessments.services.assignment_verification import verify_assignments
from assessments.services.falling_out import replace_sheet_item
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from records.models import ServiceRecord
from sampling.models import DrawnItem, Replacement
from sampling.services import replace_item
from tests.assessments import planning
from tests.assessments.crew import again, give, mark


def fall_out(sheet, person, **more) -> dict:
    return replace_sheet_item(
        **{
            "sheet": sheet,
            "turn": sheet.turn,
            "actor": person,
            "reason": "unreadable",
            "note": "",
            "key": uuid4(),
            **more,
        }
    )


def reserve_of(sheet) -> list[DrawnItem]:
    return list(sheet.item.draw.items.filter(stratum=sheet.item.stratum, is_reserve=True).order_by("position"))


def test_item_falls_out_while_the_initial_assessment_goes_on(crew):
    type(crew.plan.cycle).objects.update(state="initial")
    sheet = crew.sheet_of(crew.cast.lin)
    fall_out(sheet, crew.cast.lin)
    assert again(sheet).item == reserve_of(sheet)[0]


def test_next_of_the_reserve_list_takes_its_place_and_the_sheet_begins_anew(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    draft = mark(sheet, crew.cast.lin)
    fall_out(again(sheet), crew.cast.lin)
    present, row = again(sheet), Handover.objects.get()
    first = reserve_of(sheet)[0]
    assert (present.item, present.number, present.assessor) == (first, sheet.number, crew.cast.lin)
    assert (record_key("call centre", present.record.number), present.draft, present.state) == (
        first.key,
        {},
        SheetState.ASSIGNED,
    )
    assert (row.act, row.kind, row.draft, row.item_before, row.item_after) == (
        "replaced",
        "unreadable",
        draft,
        sheet.item,
        first,
    )
    assert not any(run_verifiers().values())


def test_items_come_in_the_order_of_the_list_and_end_with_it(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    keys = []
    for item in reserve_of(sheet):
        fall_out(again(sheet), crew.cast.lin)
        keys.append(again(sheet).item)
        assert keys[-1] == item
    with pytest.raises(Invalid, match="used up"):
        fall_out(again(sheet), crew.cast.lin)
    assert again(sheet).item == keys[-1]


def test_two_sheets_of_one_stratum_get_different_items(crew):
    first, second = [one for one in crew.sheets if one.item.stratum == "phone"][:2]
    fall_out(first, first.assessor)
    fall_out(second, second.assessor)
    assert [again(first).item, again(second).item] == reserve_of(first)[:2]


def test_item_is_replaced_once(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    replace_item(draw=sheet.item.draw, item=sheet.item, reason="other", text="x", actor=crew.cast.li)
    with pytest.raises(Conflict):
        replace_item(draw=sheet.item.draw, item=sheet.item, reason="other", text="x", actor=crew.cast.li)


def test_half_day_of_the_reserve_list_that_has_passed_is_passed_over_with_that_reason(crew):
    visit = crew.visit
    days = [date.fromisoformat(item.key[6:16]) for item in reserve_of(visit)]
    late = max(days[0], clock.today()) + timedelta(days=0)
    with clock.travelling(clock.at_local(late, 12)):
        usable = [item for item, day in zip(reserve_of(visit), days, strict=True) if day > late]
        if not usable:
            with pytest.raises(Invalid, match="used up"):
                fall_out(visit, visit.assessor, reason="impossible")
            return
        fall_out(visit, visit.assessor, reason="impossible")
    present = again(visit)
    assert present.item == usable[0]
    assert present.due_on == date.fromisoformat(usable[0].key[6:16])
    reasons = list(Replacement.objects.order_by("pk").values_list("reason", flat=True))
    assert reasons[0] == "impossible"
    assert set(reasons[1:]) == {"passed"}


def test_new_item_that_its_assessor_may_not_take_goes_to_another_one(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    source, _colon, number = reserve_of(sheet)[0].key.partition(":")
    ServiceRecord.objects.filter(number=number).update(agent="林晓")
    fall_out(sheet, crew.cast.lin)
    assert again(sheet).assessor == crew.cast.guo
    assert Handover.objects.get().assignment.cause == "replace"
    assert verify_assignments() == []
    assert source


@pytest.mark.parametrize(
    ("who", "may"), [("li", True), ("guo", False), ("zhou", False), ("qian", False), ("chen", False)]
)
def test_its_assessor_or_a_lead_says_so(crew, who, may):
    sheet = crew.sheet_of(crew.cast.lin)
    if may:
        fall_out(sheet, getattr(crew.cast, who))
        assert Handover.objects.get().assessor_before == crew.cast.lin
    else:
        with pytest.raises(NotAllowed):
            fall_out(sheet, getattr(crew.cast, who))


@pytest.mark.parametrize(
    "wrong", [{"reason": "boring"}, {"reason": "passed"}, {"reason": "other"}, {"note": "长" * 301}]
)
def test_reason_is_one_of_the_list_and_another_one_is_put_in_words(crew, wrong):
    with pytest.raises(Invalid):
        fall_out(crew.sheet_of(crew.cast.lin), crew.cast.lin, **wrong)
    assert not Replacement.objects.exists()


def test_sealed_sheet_keeps_its_item(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.SUBMITTED)
    with pytest.raises(Conflict):
        fall_out(sheet, crew.cast.lin)


def test_page_that_shows_an_earlier_turn_replaces_nothing(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    fall_out(sheet, crew.cast.lin)
    with pytest.raises(Conflict):
        fall_out(sheet, crew.cast.lin)
    assert Replacement.objects.count() == 1


def test_trail_names_items_and_reason(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    fall_out(sheet, crew.cast.lin, note="录音损坏")
    event = AuditEvent.objects.get(action="assessments.sheet.replace")
    assert event.details["reason"] == "unreadable"
    assert event.details["items"] == [str(sheet.item.public_id), str(again(sheet).item.public_id)]
    assert "录音损坏" not in str(event.details)


# counted per assessor


def test_replacements_are_counted_for_whose_item_fell_out(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    fall_out(sheet, crew.cast.lin)
    fall_out(again(sheet), crew.cast.li, reason="wrong_unit")
    visit = crew.visit
    fall_out(visit, visit.assessor, reason="impossible")
    give(crew, [again(sheet)], to=crew.tang)
    tallies, overall = replacements_of(ScoreSheet.objects.filter(cycle=crew.plan.cycle))
    found = {one.person.name: (one.replaced, one.had) for one in tallies}
    held = {
        one.name: sum(one.pk in (s.assessor_id, s.co_assessor_id) for s in crew.sheets)
        for one in (crew.cast.lin, crew.cast.guo)
    }
    assert found == {"林晓": (3, held["林晓"] + 3), "郭敏": (1, held["郭敏"] + 1), "唐丽": (0, 1)}
    assert overall == 4 / sum(had for _replaced, had in found.values())
    lin = next(one for one in tallies if one.person == crew.cast.lin)
    assert dict(lin.reasons) == {"unreadable": 1, "wrong_unit": 1, "impossible": 1}


def test_high_is_who_lies_above_everybody_with_the_whole_interval(crew):
    planning.records_for(crew.cast.east, 60, first=400)
    sheet = crew.sheet_of(crew.cast.lin)
    people = [crew.cast.guo, crew.tang, crew.shen]
    # Lin had eight of ten replaced; the others none of ninety.
    for turn in range(8):
        Handover.objects.create(
            sheet=sheet, turn=100 + turn, act="replaced", assessor_before=crew.cast.lin, assessor_after=crew.cast.lin,
            item_before=sheet.item, item_after=sheet.item, kind="unreachable",
        )  # fmt: skip
    ScoreSheet.objects.exclude(assessor=crew.cast.lin).update(co_assessor=None)
    for number in range(90):
        item = DrawnItem.objects.create(draw=sheet.item.draw, stratum="x", position=number, key=f"x:{number}")
        ScoreSheet.objects.create(
            cycle=sheet.cycle, plan=sheet.plan, item=item, number=f"X-{number}", unit=sheet.unit, method=sheet.method,
            standard_version=sheet.standard_version, assessor=people[number % 3],
        )  # fmt: skip
    tallies, _overall = replacements_of(ScoreSheet.objects.filter(cycle=crew.plan.cycle))
    assert [one.person.name for one in tallies if one.is_high] == ["林晓"]


# pages


def test_page_says_what_will_happen_and_goes_on_with_the_next_item(crew, client):
    sheet = crew.sheet_of(crew.cast.lin)
    client.force_login(crew.cast.lin.user)
    url = reverse("assessments:sheet_replace", args=[sheet.public_id])
    assert "It cannot be taken back" in client.get(url).content.decode()
    data = {"turn": 1, "reason": "other", "note": "", "client_key": str(uuid4())}
    refused = client.post(url, data)
    assert (refused.status_code, Replacement.objects.count()) == (422, 0)
    assert "Say what it is." in refused.content.decode()
    data |= {"reason": "unreadable"}
    assert client.post(url, data)["Location"] == reverse("assessments:sheet_score", args=[sheet.public_id])
    assert client.post(url, data).status_code == 302
    assert Replacement.objects.count() == 1


def test_tally_page_reads_for_lead_and_supervisor(crew, client):
    fall_out(crew.sheet_of(crew.cast.lin), crew.cast.lin)
    for who, status in (("li", 200), ("qian", 200), ("zhou", 403), ("lin", 403)):
        client.force_login(getattr(crew.cast, who).user)
        answer = client.get(reverse("assessments:replacement_list"))
        assert answer.status_code == status
    client.force_login(crew.cast.li.user)
    page = client.get(reverse("assessments:replacement_list")).content.decode()
    assert "Record or recording cannot be read 1" in page
