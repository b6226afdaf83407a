"""The publication page, as any member of staff reads it."""

from benchmarks.figure import Figure
from benchmarks.floor import empty_page, measure_pages, page
from benchmarks.quarter import played_quarter


def measure() -> list[Figure]:
    quarter = played_quarter()
    read, floor = (
        page("publication", quarter.reader, quarter.publication.get_absolute_url()),
        empty_page(quarter.reader),
    )
    measure_pages(read, floor)
    seen = f"{read.text}, {1000 / read.milliseconds:.0f} a second on each core"
    return [Figure("publication page", seen, read.ratio_to(floor), 1.5, floor=f"empty page ({floor.text})")]
