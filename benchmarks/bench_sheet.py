"""The hot path: the scoring page with twenty indicators, and its submit: a sealed revision, the trail, the totals brought up to date."""

from http import HTTPStatus
from uuid import uuid4

from django.urls import reverse

from assessments.models import ScoreSheet
from benchmarks.figure import Figure
from benchmarks.floor import Page, Visit, compressed_kilobytes, empty_page, measure_pages, page
from benchmarks.quarter import played_quarter
from tests.assessments.sheet_world import make_cycle, make_plan, make_sheet, make_version

INDICATORS, MOST_KILOBYTES = 20, 100


def measure() -> list[Figure]:
    played = played_quarter()
    cycle = make_cycle(make_version(played.lead, rows=INDICATORS), code="2031Q4")
    plan = make_plan(cycle, played.cycle.plans.first().unit, played.lead)
    assessor = played.assessor

    def sheet() -> ScoreSheet:
        return make_sheet(plan, assessor)

    def submits(number: int) -> list[Visit]:
        """Each seals a sheet of its own, at its best."""
        marks = {f"m.1.{one}": "5" for one in range(1, INDICATORS + 1)}
        return [
            Visit(
                assessor,
                reverse("assessments:sheet_submit", kwargs={"public_id": sheet().public_id}),
                {**marks, "version": "1", "client_key": str(uuid4())},
                status=HTTPStatus.FOUND,
            )
            for _one in range(number)
        ]

    sheet()  # one stays open: the plan is not closed with the last submit
    opened = page("sheet page", assessor, reverse("assessments:sheet_score", kwargs={"public_id": sheet().public_id}))
    submit, floor = Page("sheet submit", submits), empty_page(assessor)
    measure_pages(opened, submit, floor)
    beside, size = f"empty page ({floor.text})", compressed_kilobytes(opened)
    return [
        Figure(f"sheet page, {INDICATORS} indicators", opened.text, opened.ratio_to(floor), 2.5, floor=beside),
        Figure(f"sheet submit, {INDICATORS} scores", submit.text, submit.ratio_to(floor), 3.5, floor=beside),
        Figure("sheet page, compressed", f"{size:.1f} kB", size, MOST_KILOBYTES, floor="kB"),
    ]
