"""A file on its way into the records: read, its columns proposed, its rows tried out, and not imported yet."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

from demo.keys import key_of
from demo.organization import Bank
from foundation.common import clock
from foundation.jobs import services as jobs
from records.mapping import Mapping
from records.models import ImportRun
from records.services import assign_columns, open_import, request_check, take_file

SOURCE = "网点服务登记簿"
HEADERS = ("流水编号", "登记时间", "网点", "业务类型", "客户评价（1至5）", "是否办结", "客户姓名", "客户电话")
# Days before the file is brought, its hour, and what the register says; three rows have something that cannot be read.
ROWS = (
    (3, "9:12", "BR1", "开户", "5", "是", "孙女士", "13800006101"),
    (3, "10:05", "BR2", "存折补登", "4", "是", "李先生", "13800006102"),
    (3, "11:40", "BR3", "挂失补卡", "2", "否", "周女士", "13800006103"),
    (2, "9:31", "BR1", "大额取款预约", "9", "是", "吴先生", "13800006104"),
    (2, "14:20", "BR4", "理财咨询", "5", "是", "郑女士", "13800006105"),
    (2, "15:02", "城南便民点", "社保卡激活", "4", "是", "王先生", "13800006106"),
    (2, "25:10", "BR2", "密码重置", "3", "是", "冯女士", "13800006107"),
    (1, "9:48", "BR3", "外币兑换", "4", "否", "陈先生", "13800006108"),
    (1, "10:26", "BR4", "开户", "", "是", "褚女士", "13800006109"),
)


def register() -> bytes:
    """The register as UTF-8 CSV, its dates relative to today."""
    sink = StringIO()
    writer = csv.writer(sink)
    writer.writerow(HEADERS)
    for number, (ago, hour, *rest) in enumerate(ROWS, start=1):
        writer.writerow([f"DJ-{number:03}", f"{clock.today() - timedelta(days=ago)} {hour}", *rest])
    return sink.getvalue().encode()


def leave_at_columns(bank: Bank) -> ImportRun:
    """Three rows would be sent back, and the lead has yet to decide. Nothing of it is stored, so no figure changes by it."""
    lead = bank.people["lead"]
    file = take_file(source=BytesIO(register()), name=f"网点登记-{clock.today()}.csv", actor=lead)
    run = open_import(file=file, source=SOURCE, actor=lead, key=key_of("register", clock.today()))
    run = assign_columns(run=run, mapping=Mapping.from_json(run.mapping), actor=lead)
    jobs.run(request_check(run=run, actor=lead).job_id)
    run.refresh_from_db()
    return run
