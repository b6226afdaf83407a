"""Why a sample is as large as it is: kept with the plan, told in words, followed by the draw, judged by the quarters before."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.design_words import sentences_of
from assessments.enums import UNDER_WAY, SizeWay
from assessments.models import Cycle, SampleDesign, SheetRevision
from assessments.selectors.lots import judged_quarters
from assessments.selectors.size_basis import basis_of
from assessments.services.plans import approve_plan, complete_plan, return_plan, start_plan_draw, submit_plan
from assessments.sizing import Wanted
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common.errors import Invalid
from sampling.enums import Allocation, Severity
from sampling.sizes import size_for_mean
from tests.assessments.planning import earlier_plan, filled_in, plan_of, records_for, sealed_records
from tests.factories import make_totals, make_version
from tests.sampling.test_verification import unsealed

ENGLISH = {"accept-language": "en"}
PRECISE = Wanted(way=SizeWay.PRECISION, precision=Decimal(3))
ISO = Wanted(way=SizeWay.ACCEPTANCE, level="II", aql="6.5")


@pytest.fixture
def version(db):
    """A standard with a target of 90."""
    return make_version()


def with_design(cast, plan, wanted: Wanted, **more):
    complete_plan(plan=plan, actor=cast.li, design=wanted, **{**filled_in(cast, **more), "records_wanted": 0})
    return plan_of(plan.cycle, plan.unit)


def begun(cast, plan):
    """The plan's draw, from its completion to the frozen frame."""
    approve_plan(plan=submit_plan(plan=plan, actor=cast.li), actor=cast.zhou)
    return start_plan_draw(plan=plan, actor=cast.li, nonce="four dice: 3 5 1 6")


def as_lot(cast, version, code: str, nonconforming: int, *, sheets: int = 8, acceptance: int = 1, **more) -> None:
    """A past quarter of the east branch that was planned by ISO 2859-1."""
    plan = earlier_plan(cast, version, code)
    values = {"way": SizeWay.ACCEPTANCE, "level": "II", "aql": "6.5", "severity": "normal", "letter": "D", "size": 8}
    SampleDesign.objects.create(
        plan=plan, **{**values, "acceptance": acceptance, "rejection": acceptance + 1, "population": 40, **more}
    )
    sealed_records(plan, cast.lin, ["80"] * nonconforming + ["95"] * (sheets - nonconforming))


# kept


def test_by_hand_the_number_and_its_reason_are_kept(cast, plan):
    kept = with_design(cast, plan, Wanted(size=12, reason="新产品上线"))
    assert (kept.records_wanted, kept.design.way, kept.design.reason) == (12, SizeWay.HAND, "新产品上线")
    assert sentences_of(kept.design, 12)[:2] == ["12 records are looked at.", "Chosen by hand: 新产品上线"]


def test_a_plan_completed_without_a_design_is_by_hand(cast, plan):
    complete_plan(plan=plan, actor=cast.li, **filled_in(cast))
    assert SampleDesign.objects.get(plan=plan).way == SizeWay.HAND


def test_from_a_precision_the_number_follows_and_its_inputs_are_kept(cast, plan, version):
    before = earlier_plan(cast, version)
    make_totals(before.cycle, cast.east, sheet=["80", "90"] * 6)
    kept = with_design(cast, plan, PRECISE)
    deviation = basis_of(kept).deviation
    assert kept.records_wanted == size_for_mean(3, deviation, population=50)
    assert (kept.design.population, kept.design.deviation_cycle, float(kept.design.deviation)) == (
        50,
        before.cycle,
        pytest.approx(deviation, abs=1e-4),
    )
    assert sentences_of(kept.design, kept.records_wanted) == [
        f"With {kept.records_wanted} records the mean is known to ± 3 points (interval of 95 %).",
        "Single sheets spread by 5.2 points in 2026Q3.",
        "It is reckoned with 50 records, those there are so far or those of the quarter before, whichever is more;"
        " so fewer are needed than without end.",
    ]


def test_from_iso_2859_the_plan_of_the_standard_is_kept(cast, plan):
    kept = with_design(cast, plan, ISO)
    design = kept.design
    assert (kept.records_wanted, design.letter, design.acceptance, design.rejection, design.severity) == (
        8,
        "D",
        1,
        2,
        Severity.NORMAL,
    )
    assert sentences_of(design, 8) == [
        "Reckoned with a lot of 50 records, those there are so far or those of the quarter before, whichever is more:"
        " level II and AQL 6.5% give letter D, normal inspection: 8 records.",
        "The quarter is accepted with up to 1 nonconforming sheet: below target, failed, or a critical indicator.",
        "With 41 % nonconforming service a department is still accepted once in ten times.",
        "No earlier quarter was planned this way, so inspection begins normal.",
    ]


def test_what_cannot_be_had_keeps_the_plan_as_it_was(cast, plan):
    with pytest.raises(Invalid) as refusal:
        with_design(cast, plan, Wanted(way=SizeWay.PRECISION), due_on=date(2026, 11, 21))
    assert list(refusal.value.message_dict) == ["due_on", "precision"]
    assert not SampleDesign.objects.exists()


def test_completing_again_replaces_the_design(cast, plan):
    with_design(cast, plan, ISO)
    kept = with_design(cast, plan_of(plan.cycle, plan.unit), Wanted(size=9))
    assert (SampleDesign.objects.count(), kept.design.way, kept.design.letter) == (1, SizeWay.HAND, "")


def test_the_trail_tells_the_way_and_not_the_reason(cast, plan):
    with_design(cast, plan, Wanted(size=12, reason="机密"))
    details = AuditEvent.objects.get(action="assessments.plan.complete").details
    assert (details["size_way"], details["allocation"], "机密" in str(details)) == ("hand", "proportional", False)


# drawn as designed


def test_the_draw_follows_touchpoints_and_chosen_numbers(cast, plan):
    records_for(cast.east, 20, touchpoint="email", first=500)
    chosen = Wanted(
        allocation=Allocation.CHOSEN, shares={"phone": 3, "counter": 4, "email": 5}, touchpoints=("phone", "counter")
    )
    complete_plan(plan=plan, actor=cast.li, design=chosen, **{**filled_in(cast, visits_wanted=0), "records_wanted": 0})
    draw = begun(cast, plan)
    assert (draw.frame_counts, draw.sizes) == ({"counter": 10, "phone": 40}, {"counter": 4, "phone": 3})


def test_equal_shares_are_drawn_equally(cast, plan):
    kept = with_design(cast, plan, Wanted(size=8, allocation=Allocation.EQUAL), visits_wanted=0)
    assert begun(cast, kept).sizes == {"counter": 4, "phone": 4}


def test_chosen_touchpoints_without_records_are_said_at_the_draw(cast, plan):
    kept = with_design(cast, plan, Wanted(allocation=Allocation.CHOSEN, shares={"social": 5}), visits_wanted=0)
    with pytest.raises(Invalid, match="None of the touchpoints"):
        begun(cast, kept)


def test_neyman_goes_by_the_spread_of_the_last_quarter(cast, plan, version):
    before = earlier_plan(cast, version)
    make_totals(before.cycle, cast.east, sheet=["80", "90"] * 6)
    sealed_records(before, cast.lin, ["90", "92"] * 6, touchpoint="phone")
    sealed_records(before, cast.lin, ["50", "90"] * 6, touchpoint="counter")
    assert {name: round(spread, 1) for name, spread in basis_of(plan).spreads.items()} == {
        "phone": 1.0,
        "counter": 20.9,
    }
    kept = with_design(cast, plan, Wanted(size=12, allocation=Allocation.NEYMAN), visits_wanted=0)
    assert begun(cast, kept).sizes == {"counter": 10, "phone": 2}


# lots


@pytest.mark.parametrize("state", UNDER_WAY)
def test_quarters_planned_by_the_standard_are_lots_once_they_are_past_scoring(cast, plan, version, state):
    as_lot(cast, version, "2026Q1", 1)
    as_lot(cast, version, "2026Q2", 3)
    earlier_plan(cast, version, "2025Q4")  # by hand: no lot
    open_one = earlier_plan(cast, version, "2026Q3")
    SampleDesign.objects.create(plan=open_one, way=SizeWay.ACCEPTANCE, letter="D", aql="6.5", acceptance=1, rejection=2)
    sealed_records(open_one, cast.lin, ["80"])
    Cycle.objects.filter(code="2026Q3").update(state=state)
    lots = judged_quarters(cast.east, date(2026, 10, 1))
    assert [(one.cycle.code, one.sheets, one.lot.nonconforming, one.lot.is_accepted) for one in lots] == [
        ("2026Q1", 8, 1, True),
        ("2026Q2", 8, 3, False),
    ]
    assert judged_quarters(cast.west, date(2026, 10, 1)) == []


def test_a_sheet_with_a_triggered_critical_indicator_is_nonconforming_whatever_its_score(cast, version):
    plan = earlier_plan(cast, version)
    SampleDesign.objects.create(plan=plan, way=SizeWay.ACCEPTANCE, letter="D", aql="6.5", acceptance=1, rejection=2)
    sealed_records(plan, cast.lin, ["99", "90", "89.9999"], triggered=1)
    [lot] = judged_quarters(cast.east, date(2026, 10, 1))
    assert lot.lot.nonconforming == 2


def test_two_refused_quarters_of_five_tighten_the_next_plan(cast, plan, version):
    for code, bad in (("2025Q4", 0), ("2026Q1", 3), ("2026Q2", 0), ("2026Q3", 2)):
        as_lot(cast, version, code, bad)
    kept = with_design(cast, plan, ISO)
    assert (kept.design.severity, kept.design.lots, kept.records_wanted) == (Severity.TIGHTENED, 4, 13)
    assert "The severity follows from 4 earlier quarters" in sentences_of(kept.design, kept.records_wanted)[-1]


def test_correcting_a_quarter_corrects_the_standing(cast, plan, version):
    as_lot(cast, version, "2026Q2", 3)
    as_lot(cast, version, "2026Q3", 2)
    assert basis_of(plan).standing.severity == Severity.TIGHTENED
    with unsealed(SheetRevision):
        SheetRevision.objects.filter(sheet__cycle__code="2026Q3").update(total=Decimal(95))
    assert basis_of(plan).standing.severity == Severity.NORMAL


# pages


def size_of(client, plan, **data):
    return client.get(reverse("assessments:plan_size", kwargs={"public_id": plan.public_id}), data, headers=ENGLISH)


def test_the_form_shows_what_a_choice_comes_to_and_changes_nothing(cast, plan, client):
    client.force_login(cast.li.user)
    answer = size_of(client, plan, way="acceptance", level="II", aql="6.5")
    assert answer.context["size"] == 8
    assert answer.context["strata"] == [("Face to face", 10, 2), ("Phone", 40, 6)]
    assert not SampleDesign.objects.exists()
    assert size_of(client, plan, way="precision", precision="0.1").context["problems"] == ["Between 0.5 and 20 points."]
    assert size_of(client, plan, way="precision", precision="many").context["problems"] == ["Enter a number."]


def test_the_form_keeps_the_chosen_way(cast, plan, client):
    client.force_login(cast.li.user)
    address = reverse("assessments:plan_complete", kwargs={"public_id": plan.public_id})
    data = {
        "team": [str(person.public_id) for person in (cast.lin, cast.guo)],
        "way": "precision", "precision": "4", "visits_wanted": 1, "starts_on": "2026-10-12", "due_on": "2027-01-15",
        "allocation": "equal", "minimum": 2, "version": plan.version,
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    kept = plan_of(plan.cycle, plan.unit)
    assert (kept.design.way, kept.design.precision, kept.design.allocation, kept.design.minimum) == (
        "precision",
        4,
        "equal",
        2,
    )
    page = client.get(address, headers=ENGLISH)
    assert (page.context["form"]["way"].value(), page.context["form"]["precision"].value()) == ("precision", "4")
    refused = client.post(address, {**data, "precision": "50", "version": kept.version}, headers=ENGLISH)
    assert (refused.status_code, dict(refused.context["form"].errors)) == (
        422,
        {"precision": ["Between 0.5 and 20 points."]},
    )


def test_the_approver_reads_the_reasons(cast, plan, client):
    submit_plan(plan=with_design(cast, plan, ISO), actor=cast.li)
    client.force_login(cast.zhou.user)
    page = client.get(plan.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "level II and AQL 6.5% give letter D" in page


def test_the_page_tells_how_the_quarters_were_judged(cast, plan, version, client):
    as_lot(cast, version, "2026Q2", 1)
    as_lot(cast, version, "2026Q3", 3)
    with_design(cast, plan, ISO)
    client.force_login(cast.zhou.user)
    page = client.get(plan.get_absolute_url(), headers=ENGLISH)
    assert [(one.cycle.code, one.lot.nonconforming, one.lot.is_accepted) for one in page.context["lots"]] == [
        ("2026Q2", 1, True),
        ("2026Q3", 3, False),
    ]


def test_a_plan_whose_department_was_refused_meanwhile_is_completed_again(cast, plan, version):
    as_lot(cast, version, "2026Q2", 3)
    submit_plan(plan=with_design(cast, plan, ISO), actor=cast.li)
    as_lot(cast, version, "2026Q3", 3)
    with pytest.raises(Invalid, match="ask for tightened inspection now"):
        approve_plan(plan=plan_of(plan.cycle, plan.unit), actor=cast.zhou)


# what was approved


def test_verify_holds_for_what_was_approved_and_drawn(cast, plan):
    begun(cast, with_design(cast, plan, PRECISE))
    assert AuditEvent.objects.get(action="assessments.plan.approve").details["content"]
    assert run_verifiers()["plans"] == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda plan: type(plan).objects.filter(pk=plan.pk).update(records_wanted=1),
        lambda plan: type(plan).objects.filter(pk=plan.pk).update(due_on=date(2027, 1, 29)),
        lambda plan: SampleDesign.objects.filter(plan=plan).update(precision=Decimal(9)),
        lambda plan: SampleDesign.objects.filter(plan=plan).delete(),
    ],
)
def test_verify_names_a_plan_that_was_changed_after_its_approval(cast, plan, tamper):
    approve_plan(plan=submit_plan(plan=with_design(cast, plan, PRECISE), actor=cast.li), actor=cast.zhou)
    tamper(plan)
    assert run_verifiers()["plans"] == ["Plan 2026Q4 BR-E is not the one that was approved."]


def test_verify_passes_over_a_plan_that_is_returned_and_changed(cast, plan):
    approve_plan(plan=submit_plan(plan=with_design(cast, plan, PRECISE), actor=cast.li), actor=cast.zhou)
    return_plan(plan=plan_of(plan.cycle, plan.unit), actor=cast.zhou, reason="请补充")
    with_design(cast, plan_of(plan.cycle, plan.unit), Wanted(size=3))
    assert run_verifiers()["plans"] == []


def test_the_gap_of_reduced_inspection_is_told(db):
    design = SampleDesign(
        way=SizeWay.ACCEPTANCE, level="II", aql="1.0", severity="reduced", letter="J", size=32, acceptance=1, rejection=3,
        population=1000, lots=15, score=30,
    )  # fmt: skip
    sentences = sentences_of(design, 32)
    assert sentences[1:3] == [
        "The quarter is plainly accepted up to Ac 1 and refused from Re 3 nonconforming sheets on.",
        "Between the two it is accepted, and the next quarter is inspected normally.",
    ]
    design.acceptance, design.rejection = 0, 1
    assert sentences_of(design, 32)[1].startswith("The quarter is accepted without any nonconforming sheet")
