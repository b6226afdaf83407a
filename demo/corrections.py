"""A file that came after the draw: rows that would change records which are being judged are held back, and the leads are told."""

import csv
from io import StringIO

from assessments.enums import Method
from assessments.models import Cycle, ScoreSheet
from demo.keys import key_of
from demo.organization import Bank
from demo.records import HEADERS, SOURCE
from foundation.common import clock
from foundation.common.files import store_bytes
from foundation.jobs import services as jobs
from records.models import ServiceRecord
from records.services import start_import

ROWS = 2
TOUCHPOINTS = {"phone": "电话", "online": "在线", "counter": "柜面", "after_sales": "售后"}


def move_services(bank: Bank, cycle: Cycle) -> None:
    """The platform says now that two services which are being judged were another unit's."""
    sheets = ScoreSheet.objects.filter(cycle=cycle, method=Method.RECORD_REVIEW).exclude(record=None)
    judged = [row["record"] for row in sheets.order_by("number").values("record")[:ROWS]]
    records = list(ServiceRecord.objects.filter(pk__in=judged).select_related("unit").order_by("number"))
    if not records:
        return
    elsewhere = next(one.code for one in bank.assessed if one != records[0].unit)
    sink = StringIO()
    writer = csv.writer(sink)
    writer.writerow(HEADERS[:6])
    for record in records:
        at = clock.local(record.occurred_at)
        writer.writerow(
            [record.number, f"{at:%Y-%m-%d}", f"{at:%H:%M}", elsewhere, TOUCHPOINTS[record.touchpoint], record.agent]
        )
    file = store_bytes(data=sink.getvalue().encode(), name=f"归属更正-{clock.today()}.csv", actor=bank.people["admin"])
    run = start_import(
        file=file, source=SOURCE, mapping=None, actor=bank.people["admin"], key=key_of("corrections", cycle.code)
    )
    run.refresh_from_db()
    if run.job_id:
        jobs.run(run.job_id)
