"""What a unit gave itself is read by nobody who has still to see with their own eyes."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from assessments.enums import Method, PlanState
from assessments.models import Cycle, Plan, ScoreSheet, SpotCheck
from foundation.audit.models import AuditEvent
from foundation.common import clock
from foundation.notifications.models import Notification
from sampling.models import Draw, DrawnItem
from selfcheck.selectors.checks import marks_visible_to
from selfcheck.selectors.figures import comparable
from tests.calibration.world import marks
from tests.selfcheck.world import SECRET, check_of, hand_in, inspected


def readers(cast) -> set[str]:
    return {person.user.username for person in cast.everybody if marks_visible_to(person).exists()}


@pytest.fixture
def handed_in(cast, cycle):
    hand_in(cast.east, cast.wu, marks(4, 3, reason=SECRET))
    return cycle


def open_sheet(cast, cycle: Cycle, person) -> ScoreSheet:
    """A spot check of East Branch that this person has still to score."""
    draw = Draw.objects.create(title="抽查", commitment="0" * 64, secret="00")
    check = SpotCheck.objects.create(
        cycle=cycle, ordinal=1, unit=cast.east, due_at=clock.now(), draw=draw, state="drawn"
    )
    item = DrawnItem.objects.create(draw=draw, stratum="phone", position=1, key="callcentre:1")
    return ScoreSheet.objects.create(
        cycle=cycle, spot_check=check, item=item, number="QA-S-1", unit=cast.east, method=Method.ON_SITE,
        standard_version=cycle.standard_version, assessor=person,
    )  # fmt: skip


def test_until_all_sheets_of_the_plan_are_sealed_only_the_unit_reads_it(cast, handed_in):
    assert readers(cast) == {"chenjie", "wudi"}
    Plan.objects.filter(cycle=handed_in, unit=cast.west).update(state=PlanState.DONE)
    assert readers(cast) == {"chenjie", "wudi"}
    Plan.objects.filter(cycle=handed_in, unit=cast.east).update(state=PlanState.DONE)
    assert readers(cast) == {"chenjie", "wudi", "liwen", "zhouhang", "qianli"}


def test_whoever_has_still_a_sheet_of_the_unit_to_score_does_not_read_it(cast, handed_in):
    inspected(handed_in, cast)
    sheet = open_sheet(cast, handed_in, cast.li)
    assert readers(cast) == {"chenjie", "wudi", "zhouhang", "qianli"}
    ScoreSheet.objects.filter(pk=sheet.pk).update(state="submitted")
    assert "liwen" in readers(cast)


def test_assessors_never_read_it_not_even_afterwards(cast, compared):
    assert {"linxiao", "guomin"} & readers(cast) == set()


def test_no_page_export_trail_or_notice_tells_it_before(cast, handed_in, client_of):
    url = reverse("selfcheck:check_detail", args=[check_of(cast.east).public_id])
    for person in (cast.li, cast.zhou, cast.qian):
        browser = client_of(person)
        page = browser.get(url).content.decode()
        assert (SECRET in page, "Handed in" in page) == (False, True)
        assert SECRET not in browser.get(reverse("selfcheck:comparison")).content.decode()
        book = b"".join(browser.get(reverse("selfcheck:comparison_export") + "?cycle=2026Q4").streaming_content)
        assert openpyxl.load_workbook(BytesIO(book)).active.max_row == 1
        assert browser.get(reverse("selfcheck:check_fill", args=[check_of(cast.east).public_id])).status_code == 403
    for person in (cast.lin, cast.guo, cast.sun):
        assert client_of(person).get(url).status_code == 404
    kept = [event.details for event in AuditEvent.objects.filter(action__startswith="selfcheck.")]
    told = [row.params for row in Notification.objects.filter(kind__startswith="selfcheck.")]
    assert SECRET not in str(kept) + str(told)
    assert "total" not in str(kept)


def test_unit_sees_both_sides_only_once_its_results_are_in_feedback(cast, handed_in):
    inspected(handed_in, cast)
    assert (comparable(cast.chen).count(), comparable(cast.zhou).count()) == (0, 1)
    Cycle.objects.filter(pk=handed_in.pk).update(state="feedback")
    assert (comparable(cast.chen).count(), comparable(cast.sun).count()) == (1, 0)


def test_it_changes_no_figure_of_the_quarter(cast, compared):
    from analysis.results import results_of

    before = [(row.unit.pk, row.whole, row.rank) for row in results_of(compared).rows]
    assert [value.value for _unit, value, _rank in before] == [98, 80]
