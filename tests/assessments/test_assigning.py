"""Items meet assessors: recusal, absence, expertise and own service are gone round, and what shaped it is frozen and can be done again."""

import hmac
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from assessments.assignment import assign_frozen, seed_of
from assessments.enums import Exclusion, Method
from assessments.models import Assignment, Recusal, ScoreSheet
from assessments.selectors.board import stuck_on
from assessments.selectors.exclusions import find_exclusions, pieces_of_sheets, reasons_against
from assessments.services.assignment_verification import verify_assignments
from assessments.services.recusals import declare_recusal
from foundation.audit.models import AuditEvent
from foundation.common import engine
from foundation.common.errors import Invalid
from organization.services import enter_absence, give_expertise, set_need
from records.models import ServiceRecord
from sampling.services import add_nonce
from tests.assessments import planning
from tests.assessments.crew import drawn_crew, give, make_others
from tests.assessments.planning import DUE_ON, drawing, drawn


def why(person, sheet) -> str | None:
    return reasons_against([(person, pieces_of_sheets([sheet])[sheet.pk])])[0]


def test_draw_keeps_what_it_was_made_of_and_the_same_comes_out_again(crew):
    [kept] = Assignment.objects.filter(draw=crew.plan.draw)
    assert (kept.number, kept.cause) == (0, "draw")
    again = assign_frozen(kept.inputs, seed_of(bytes.fromhex(crew.plan.draw.seed), 0))
    assert again == kept.result
    assert {sheet.item.key: str(sheet.assessor.public_id) for sheet in crew.sheets} == {
        item: people[0] for item, people in again.items()
    }
    assert verify_assignments() == []


def test_proof_holds_all_that_is_needed_to_do_it_again_with_nothing_of_the_portal(crew, client):
    give(crew, [crew.sheet_of(crew.cast.lin)])
    client.force_login(crew.cast.qian.user)
    proof = client.get(reverse("assessments:assignment_proof", args=[crew.plan.draw.public_id])).json()
    assert [one["number"] for one in proof["assignments"]] == [0, 1]
    for one in proof["assignments"]:
        seed = bytes.fromhex(proof["seed"])
        if one["number"]:
            seed = hmac.new(seed, b"assignment\n%d" % one["number"], "sha256").digest()
        assert by_hand(one["inputs"], seed) == one["result"]


def by_hand(inputs: dict, seed: bytes) -> dict:
    """Decision 36 followed once more, without the portal's own arithmetic."""
    load = {person: inputs["loads"].get(person, 0) for person, _unit in inputs["team"] + inputs["stand_ins"]}
    result = {}
    for item, wanted in inputs["items"]:
        chosen = list(map(tuple, inputs["stays"].get(item, [])))
        while len(chosen) < wanted:
            for pool in (inputs["team"], inputs["stand_ins"]):
                able = [
                    (person, unit)
                    for person, unit in pool
                    if person not in inputs["excluded"].get(item, {}) and person not in [one for one, _unit in chosen]
                ]
                if able:
                    break
            ranked = sorted(
                able,
                key=lambda one: (
                    one[1] in [unit for _person, unit in chosen],
                    load[one[0]],
                    hmac.new(seed, f"{item}\n{one[0]}".encode(), "sha256").hexdigest(),
                ),
            )
            chosen.append(ranked[0])
            load[ranked[0][0]] += 1
        result[item] = [person for person, _unit in chosen]
    return result


def test_trail_knows_the_digest_and_no_name(crew):
    kept = Assignment.objects.get()
    event = AuditEvent.objects.get(action="assessments.assignment.draw")
    assert (event.target, event.details["after"]) == (str(kept.public_id), kept.digest)
    assert "林晓" not in str(event.details)


def test_records_go_to_the_team_alone_and_visits_to_two_of_different_units(crew):
    team = {crew.cast.lin.pk, crew.cast.guo.pk}
    assert {sheet.assessor_id for sheet in crew.sheets} | {crew.visit.co_assessor_id} == team
    assert crew.visit.assessor.unit_id != crew.visit.co_assessor.unit_id


def test_recusal_in_advance_is_gone_round_and_frozen_with_the_draw(cast, plan):
    declare_recusal(actor=cast.lin, unit=cast.east, kind="relative", text="家人在该支行工作", key=uuid4())
    crew = drawn_crew(cast, plan)
    assert not any(cast.lin.pk in (sheet.assessor_id, sheet.co_assessor_id) for sheet in crew.sheets)
    excluded = Assignment.objects.get().inputs["excluded"]
    assert {reasons.get(str(cast.lin.public_id)) for reasons in excluded.values()} == {"recused"}


def test_absence_keeps_somebody_from_a_visit_and_from_records_only_if_it_lasts_until_they_are_due(cast, plan):
    enter_absence(person=cast.lin, first_day=date(2026, 11, 24), last_day=date(2027, 1, 10), actor=cast.lin)
    enter_absence(person=cast.guo, first_day=date(2026, 11, 23), last_day=date(2027, 1, 31), actor=cast.guo)
    crew = drawn_crew(cast, plan, records_wanted=8)
    holders = {sheet.assessor_id for sheet in crew.sheets if sheet.method == Method.RECORD_REVIEW}
    assert holders == {cast.lin.pk}
    assert why(cast.guo, crew.sheet_of(cast.lin)) == Exclusion.AWAY
    day = crew.visit.due_on
    assert (why(cast.lin, crew.visit) == Exclusion.AWAY) == (day <= date(2027, 1, 10))


def test_own_service_is_found_by_rule(cast, plan):
    ServiceRecord.objects.filter(unit=cast.east).update(agent="00101")
    ServiceRecord.objects.filter(unit=cast.east_outlet).update(agent="郭敏")
    crew = drawn_crew(cast, plan, records_wanted=10, visits_wanted=0)
    assert {(sheet.record.agent, sheet.assessor.name) for sheet in crew.sheets} == {("00101", "郭敏"), ("郭敏", "林晓")}


def test_item_that_nobody_of_the_team_may_take_goes_to_another_assessor(cast, plan):
    give_expertise(person=cast.lin, kind="method", value="on_site", actor=cast.li)
    give_expertise(person=cast.guo, kind="touchpoint", value="phone", actor=cast.li)
    crew = drawn_crew(cast, plan, records_wanted=10)
    by_touchpoint = {}
    for sheet in crew.sheets:
        by_touchpoint.setdefault(sheet.record.touchpoint if sheet.record else "visit", set()).add(sheet.assessor.name)
    assert by_touchpoint["phone"] == {"郭敏"}
    assert not by_touchpoint["counter"] & {"林晓", "郭敏"}
    assert crew.visit.co_assessor or crew.visit.assessor  # both may go on visits
    assert {crew.visit.assessor.name, crew.visit.co_assessor.name} == {"林晓", "郭敏"}


def test_unit_that_asks_for_a_language_is_assessed_by_those_who_know_it(cast, plan):
    _tang, shen, xu = make_others(cast)
    set_need(unit=cast.east, kind="language", value="cantonese", actor=cast.li)
    for person in (cast.guo, xu):
        give_expertise(person=person, kind="language", value="cantonese", actor=cast.li)
    plan = drawn(cast, plan)
    people = {name for row in plan.sheets.values_list("assessor__name", "co_assessor__name") for name in row if name}
    assert people == {"郭敏", "许静"}
    assert why(shen, plan.sheets.first()) == Exclusion.EXPERTISE


def test_draw_waits_where_nobody_may_take_an_item(cast, plan):
    set_need(unit=cast.east, kind="language", value="tibetan", actor=cast.li)
    plan = drawing(cast, plan)
    add_nonce(draw=plan.draw, person=cast.qian, value="a red kite over the river")
    plan.refresh_from_db()
    assert (plan.state, ScoreSheet.objects.count(), Assignment.objects.count()) == ("drawing", 0, 0)


def test_draw_that_finds_everybody_away_goes_on_and_the_board_says_so(cast, plan):
    for person in (cast.lin, cast.guo, cast.li):
        enter_absence(person=person, first_day=date(2026, 11, 23), last_day=date(2027, 1, 31), actor=person)
    plan = drawn(cast, plan)
    kept = Assignment.objects.get()
    visit = plan.sheets.get(method=Method.ON_SITE)
    assert {visit.assessor, visit.co_assessor} == {cast.lin, cast.guo}
    assert set(kept.inputs["waived"]) == set(kept.result)
    assert {why for reasons in kept.inputs["waived"].values() for why in reasons.values()} == {"away"}
    assert {sheet.number: why for sheet, why in stuck_on(ScoreSheet.objects.all())} == {
        sheet.number: "away" for sheet in plan.sheets.all()
    }
    assert verify_assignments() == []


def test_two_visits_on_one_half_day_do_not_meet_in_one_person(crew):
    west = planning.plan_of(crew.plan.cycle, crew.cast.west)
    goers = (crew.visit.assessor, crew.visit.co_assessor)
    # As if another sheet were about the very half-day of the visit that they make already.
    asked = replace(pieces_of_sheets([crew.visit])[crew.visit.pk], unit_id=west.unit_id, sheet_id=None)
    assert find_exclusions([*goers, crew.tang], [asked]) == {asked.key: {person.pk: Exclusion.BUSY for person in goers}}


def test_recusal_about_a_person_covers_what_they_served_and_visits_where_they_work(crew):
    cast = crew.cast
    Recusal.objects.create(person=crew.tang, about=cast.zhao, kind="relative", text="配偶", since=date(2026, 11, 1))
    record = crew.sheet_of(cast.lin)
    assert why(crew.tang, record) is None
    ServiceRecord.objects.filter(pk=record.record_id).update(agent="00303")
    record = next(one for one in crew.sheets if one.pk == record.pk)
    assert (why(crew.tang, record), why(crew.tang, crew.visit)) == (Exclusion.RECUSED, Exclusion.RECUSED)
    assert why(crew.shen, record) is None


def test_recusal_counts_only_within_its_time(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    recusal = Recusal.objects.create(
        person=crew.tang, unit=crew.cast.east, kind="worked", since=date(2026, 10, 1), until=date(2026, 11, 23)
    )
    assert why(crew.tang, sheet) is None
    Recusal.objects.filter(pk=recusal.pk).update(until=date(2026, 11, 24))
    assert why(crew.tang, sheet) == Exclusion.RECUSED
    Recusal.objects.filter(pk=recusal.pk).update(since=DUE_ON, until=None)
    assert why(crew.tang, sheet) == Exclusion.RECUSED


def test_verify_finds_an_assignment_that_was_changed(crew):
    kept = Assignment.objects.get()
    engine.unseal_table(Assignment._meta.db_table)
    item, people = next(iter(kept.result.items()))
    Assignment.objects.filter(pk=kept.pk).update(result={**kept.result, item: [str(crew.tang.public_id)]})
    found = verify_assignments()
    assert [line.partition(": ")[2] for line in found] == [
        "its result does not follow from the seed and what was frozen.",
        "it was changed after it was made.",
        "neither chance nor a handover gave it to its assessors.",
    ]
    assert people


def test_verify_finds_a_sheet_that_was_given_away_in_the_database(crew):
    sheet = crew.sheet_of(crew.cast.lin)
    ScoreSheet.objects.filter(pk=sheet.pk).update(assessor=crew.tang)
    assert verify_assignments() == [f"Sheet {sheet.number}: neither chance nor a handover gave it to its assessors."]
    ScoreSheet.objects.filter(pk=sheet.pk).update(assessor=crew.cast.lin)
    give(crew, [sheet], to=crew.shen)
    assert verify_assignments() == []


def test_assignment_cannot_be_changed_by_the_application(crew):
    with pytest.raises(Exception, match="insert-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_assignment SET number = 9")


def test_chance_says_who_cannot_take_what(crew):
    for person in (crew.tang, crew.shen, crew.xu):
        give_expertise(person=person, kind="touchpoint", value="social", actor=crew.cast.li)
    sheet = crew.sheet_of(crew.cast.lin)
    Recusal.objects.create(
        person=crew.other(crew.cast.lin), unit=crew.cast.east, kind="worked", since=date(2026, 11, 1)
    )
    with pytest.raises(Invalid, match="Nobody of those who may assess"):
        give(crew, [sheet])
