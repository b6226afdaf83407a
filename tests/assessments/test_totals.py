"""Totals kept with each seal, and the verifiers that recompute them and the revisions."""

from decimal import Decimal
from io import StringIO
from random import Random
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Evidence, ItemScore, ScoreSheet, ScoreTotal, SheetRevision
from assessments.services.evidence import add_evidence
from assessments.services.revisions import digest_of
from assessments.services.sheets import correct_sheet, submit_sheet
from assessments.services.totals import recompute_totals
from assessments.services.verification import verify_revisions, verify_totals
from foundation.common import engine
from foundation.common.sealing import make_triggers
from records.models import ServiceRecord
from standards.enums import Scale
from tests.assessments.files import png
from tests.assessments.sheet_world import CONTENTS, full_marks, make_plan, make_sheet


def random_marks(random: Random) -> dict:
    """A complete set of marks by chance, with reasons where they are needed."""
    marks = {}
    for indicators in CONTENTS.values():
        for code, _zh, _en, scale, _weight, full, na in indicators:
            if scale == Scale.MEASURED:
                continue
            if na and random.random() < 0.25:
                marks[code] = {"na": True}
            elif scale == Scale.RATING:
                marks[code] = {"level": random.randint(1, 5), "reason": "原因"}
            elif scale == Scale.YES_NO:
                marks[code] = {"level": random.randint(0, 1), "reason": "原因"}
            elif scale == Scale.POINTS:
                marks[code] = {"points": str(Decimal(random.randint(0, full * 10000)) / 10000), "reason": "原因"}
            else:
                marks[code] = {"triggered": random.random() < 0.1, "reason": "原因"}
    return marks


def kept(cycle) -> dict:
    rows = ScoreTotal.objects.filter(cycle=cycle)
    return {(row.unit_id, row.level, row.code): (row.n, row.total, row.squares) for row in rows}


def submit(sheet, marks=None):
    sheet = ScoreSheet.objects.select_related("cycle", "unit", "record", "standard_version", "assessor").get(
        pk=sheet.pk
    )
    return submit_sheet(
        sheet=sheet, actor=sheet.assessor, marks=marks or full_marks(), version=sheet.version, key=uuid4()
    )


def test_one_sheet_makes_a_total_for_itself_its_dimensions_and_its_indicators(sheets):
    submit(sheets.sheet, {**full_marks(), "3.3": {"points": "22.5", "reason": "缺工单号"}, "2.3": {"na": True}})
    rows = {(level, code): sums for (_unit, level, code), sums in kept(sheets.cycle).items()}
    assert sorted(rows) == [
        ("dimension", "attitude"),
        ("dimension", "satisfaction"),
        ("dimension", "solution"),
        ("dimension", "time"),
        ("indicator", "1.1"),
        ("indicator", "1.2"),
        ("indicator", "2.1"),
        ("indicator", "2.2"),
        ("indicator", "3.1"),
        ("indicator", "3.2"),
        ("indicator", "3.3"),
        ("indicator", "4.1"),
        ("sheet", ""),
    ]
    assert rows["indicator", "3.3"] == (1, 750000, 750000**2)
    assert rows["dimension", "solution"] == (1, 942857, 942857**2)
    assert rows["sheet", ""] == (1, 975904, 975904**2)


@pytest.mark.parametrize("seed", range(4))
def test_totals_equal_recomputation_after_any_sequence_of_seals_and_corrections(sheets, seed):
    random, cast = Random(seed), sheets.cast
    west = make_plan(sheets.cycle, cast.west)
    waiting = [make_sheet(random.choice((sheets.plan, west)), random.choice((cast.lin, cast.guo))) for _ in range(8)]
    sealed = []
    for _ in range(24):
        if waiting and (not sealed or random.random() < 0.5):
            sealed.append(waiting.pop())
            submit(sealed[-1], random_marks(random))
        else:
            sheet = ScoreSheet.objects.select_related("cycle", "unit", "record", "standard_version").get(
                pk=random.choice(sealed).pk
            )
            correct_sheet(
                sheet=sheet,
                actor=cast.li,
                marks=random_marks(random),
                reason="复核",
                version=sheet.version,
                key=uuid4(),
            )
    right = recompute_totals(sheets.cycle)
    assert {place: sums for place, sums in kept(sheets.cycle).items() if sums != (0, 0, 0)} == right
    assert (verify_totals(), verify_revisions()) == ([], [])


def test_totals_stay_with_their_cycle_and_unit(sheets):
    west = make_plan(sheets.cycle, sheets.cast.west)
    submit(make_sheet(west, sheets.cast.guo))
    submit(sheets.sheet)
    assert {unit for unit, _level, _code in kept(sheets.cycle)} == {sheets.cast.east.pk, sheets.cast.west.pk}
    assert ScoreTotal.objects.filter(level="sheet").count() == 2


def test_spot_check_sheets_stay_out_of_the_totals(sheets):
    from assessments.enums import SpotCheckState
    from assessments.models import SpotCheck
    from foundation.common import clock
    from sampling.models import Draw

    draw = Draw.objects.create(title="spot", commitment="0" * 64, secret="00" * 32)
    check = SpotCheck.objects.create(
        cycle=sheets.cycle, ordinal=1, due_at=clock.now(), unit=sheets.cast.east, state=SpotCheckState.DRAWN, draw=draw
    )
    submit(make_sheet(None, sheets.cast.lin, spot_check=check))
    assert (ScoreTotal.objects.count(), recompute_totals(sheets.cycle)) == (0, {})


def test_verify_names_a_total_that_was_changed(sheets):
    submit(sheets.sheet)
    ScoreTotal.objects.filter(level="dimension", code="attitude").update(total=1)
    assert verify_totals() == [
        "Total 2026Q4 BR-E dimension attitude: kept n=1 sum=1 squares=1000000000000, the sheets give n=1 sum=1000000 squares=1000000000000."
    ]
    out = StringIO()
    with pytest.raises((SystemExit, CommandError)):
        call_command("verify", stdout=out, stderr=out)
    assert "Total 2026Q4 BR-E dimension attitude" in out.getvalue()


def test_verify_names_a_total_that_is_missing(sheets):
    submit(sheets.sheet)
    ScoreTotal.objects.filter(level="sheet").delete()
    assert verify_totals() == [
        "Total 2026Q4 BR-E sheet: kept n=0 sum=0 squares=0, the sheets give n=1 sum=1000000 squares=1000000000000."
    ]


@pytest.fixture
def unsealed_tables():
    """What somebody with the database's password could do."""
    for model in (SheetRevision, ItemScore):
        engine.unseal_table(model._meta.db_table)
    yield
    make_triggers()


def test_verify_finds_a_mark_that_was_changed_in_the_database(sheets, unsealed_tables):
    submit(sheets.sheet, {**full_marks(), "2.1": {"level": 4, "reason": "慢"}})
    ItemScore.objects.filter(indicator__code="2.1").update(points=Decimal(100))
    assert verify_revisions() == [
        f"Sheet {sheets.sheet.number}: revision 1 is not what was sealed.",
        f"Sheet {sheets.sheet.number}: the total of revision 1 does not follow from its marks.",
    ]


def test_verify_finds_a_reason_that_was_changed(sheets, unsealed_tables):
    submit(sheets.sheet, {**full_marks(), "2.1": {"level": 4, "reason": "慢"}})
    ItemScore.objects.filter(indicator__code="2.1").update(reason="快")
    assert verify_revisions() == [f"Sheet {sheets.sheet.number}: revision 1 is not what was sealed."]


def test_verify_finds_a_total_of_a_revision_that_was_changed(sheets, unsealed_tables):
    submit(sheets.sheet)
    SheetRevision.objects.update(total=Decimal(50))
    assert verify_revisions() == [
        f"Sheet {sheets.sheet.number}: revision 1 is not what was sealed.",
        f"Sheet {sheets.sheet.number}: the total of revision 1 does not follow from its marks.",
    ]


def test_verify_finds_a_revision_that_was_rewritten_with_a_digest_to_match(sheets, unsealed_tables):
    submit(sheets.sheet, {**full_marks(), "2.1": {"level": 4, "reason": "慢"}})
    ItemScore.objects.filter(indicator__code="2.1").update(reason="快")
    revision = SheetRevision.objects.get()
    items = list(revision.items.select_related("indicator", "level"))
    SheetRevision.objects.update(digest=digest_of(revision, revision.sheet, items, [], ""))
    assert verify_revisions() == [f"Sheet {sheets.sheet.number}: the audit trail knows nothing of revision 1 as it is."]


@pytest.mark.parametrize("field", ["plan", "unit", "record", "item"])
def test_verify_finds_a_sheet_that_was_moved_to_another_result(sheets, field):
    submit(sheets.sheet)
    other = make_sheet(sheets.plan, sheets.cast.lin)
    value = {
        "plan": make_plan(sheets.cycle, sheets.cast.west, sheets.cast.li).pk,
        "unit": sheets.cast.west.pk,
        "record": ServiceRecord.objects.exclude(pk=sheets.sheet.record_id).first().pk,
        "item": other.item_id,
    }[field]
    if field == "item":
        ScoreSheet.objects.filter(pk=other.pk).delete()
    ScoreSheet.objects.filter(pk=sheets.sheet.pk).update(**{f"{field}_id": value})
    assert f"Sheet {sheets.sheet.number}: revision 1 is not what was sealed." in verify_revisions()


def test_verify_names_a_mark_beyond_the_scale_and_goes_on(sheets, unsealed_tables):
    submit(sheets.sheet)
    ItemScore.objects.filter(indicator__code="2.1").update(points=Decimal(500))
    [fault] = verify_totals()
    assert fault.startswith(f"Totals of 2026Q4 cannot be recomputed: sheet {sheets.sheet.number} (2.1: ")


def test_verify_finds_a_sheet_that_points_at_an_earlier_revision(sheets):
    submit(sheets.sheet)
    sheet = ScoreSheet.objects.select_related("cycle", "unit", "record", "standard_version").get(pk=sheets.sheet.pk)
    first = sheet.revision
    marks = {**full_marks(), "2.1": {"level": 1, "reason": "无"}}
    correct_sheet(sheet=sheet, actor=sheets.cast.li, marks=marks, reason="复核", version=sheet.version, key=uuid4())
    ScoreSheet.objects.update(revision=first)
    assert f"Sheet {sheet.number}: it does not point at its latest revision." in verify_revisions()


def test_verify_finds_evidence_that_was_exchanged(sheets):
    add_evidence(sheet=sheets.sheet, actor=sheets.cast.lin, source=png(), name="hall.png", key=uuid4())
    submit(sheets.sheet)
    assert verify_revisions() == []
    other = add_evidence_elsewhere(sheets)
    Evidence.objects.filter(sheet=sheets.sheet).update(file=other.file)
    assert verify_revisions() == [f"Sheet {sheets.sheet.number}: revision 1 is not what was sealed."]


def add_evidence_elsewhere(sheets) -> Evidence:
    sheet = make_sheet(sheets.plan, sheets.cast.lin)
    return add_evidence(sheet=sheet, actor=sheets.cast.lin, source=png(width=2), name="other.png", key=uuid4())
