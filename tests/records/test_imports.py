"""R22: every row is stored or comes back with its reason; the same file again changes nothing; a kill leaves nothing half done."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db.models import Avg, Count, Q

from foundation.audit.models import AuditEvent
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.common.files import store_bytes
from foundation.jobs import services as jobs
from foundation.notifications.models import Notification
from records import services
from records.mapping import Mapping
from records.models import ImportMapping, ImportRun, RecordRevision, RejectedRow, ServiceRecord
from records.problems import Problem
from records.services import storing
from records.services.correcting import opened_values
from records.services.opening import analysis_of
from records.services.storing import Intake
from tests.records.files import CALL, HEADER, MISSED, counts, data_file, imported, started, text_of

pytestmark = pytest.mark.django_db


def reasons(run: ImportRun) -> list[tuple[int, str]]:
    return [
        (row.row_number, Problem(row.reason, json.loads(row.content)["params"]).sentence())
        for row in RejectedRow.objects.filter(run=run)
    ]


# What is stored


def test_import_stores_every_field(cast):
    run = imported(text_of(CALL), cast.li)
    record = ServiceRecord.objects.get()
    assert counts(run) == (1, 0, 0, 0)
    assert (record.number, record.source.name, record.unit, record.agent, record.topic) == (
        "T-001",
        "电话平台",
        cast.east,
        "00303",
        "账户查询",
    )
    assert record.occurred_at == datetime(2021, 1, 5, 1, 30, tzinfo=UTC)
    assert (record.answered, record.resolved, record.answer_seconds, record.handle_seconds, record.rating) == (
        True,
        True,
        12,
        143,
        5,
    )
    assert (record.customer_name, record.customer_phone, record.transcript) == ("王芳", "13812345678", "您好")
    assert (record.touchpoint, record.imported_by) == ("unknown", run)


def test_empty_cells_stay_unknown_and_never_become_zero(cast):
    imported(text_of(MISSED), cast.li)
    record = ServiceRecord.objects.get()
    assert (record.answered, record.resolved, record.answer_seconds, record.handle_seconds, record.rating) == (
        False,
        None,
        None,
        None,
        None,
    )


def test_customer_data_is_encrypted_in_the_table(cast):
    imported(text_of(CALL), cast.li)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT customer_name, customer_phone, phone_index FROM records_servicerecord")
        name, phone, index = cursor.fetchone()
    assert name.startswith("v1:") and phone.startswith("v1:")
    assert len(index) == 64


def test_call_centre_file_goes_in_whole(cast):
    path = data_file("A_callcenter_pwc/Call-Center-Dataset.xlsx")
    expected = json.loads(path.with_name("expected.json").read_text())
    run = imported(path.read_bytes(), cast.li, name=path.name)
    figures = ServiceRecord.objects.aggregate(
        rows=Count("pk"),
        yes=Count("pk", filter=Q(answered=True)),
        solved=Count("pk", filter=Q(resolved=True)),
        empty=Count("pk", filter=Q(answered=False, answer_seconds=None, handle_seconds=None, rating=None)),
        agents=Count("agent", distinct=True),
        speed=Avg("answer_seconds"),
        mean_rating=Avg("rating"),
    )
    ratings = dict(ServiceRecord.objects.exclude(rating=None).values_list("rating").annotate(n=Count("pk")))
    assert counts(run) == (5000, 0, 0, 0)
    assert (figures["rows"], figures["yes"], figures["solved"]) == (
        expected["rows"],
        expected["answered"],
        expected["resolved"],
    )
    assert figures["empty"] == 946
    assert figures["agents"] == expected["agents"]
    assert round(float(figures["speed"]), 4) == expected["mean_speed"]
    assert round(float(figures["mean_rating"]), 4) == expected["mean_sat"]
    assert {str(key): value for key, value in ratings.items()} == expected["sat_counts"]


def test_call_centre_file_again_adds_nothing(cast):
    data = data_file("A_callcenter_pwc/Call-Center-Dataset.xlsx").read_bytes()
    imported(data, cast.li, name="calls.xlsx")
    before = list(ServiceRecord.objects.order_by("pk").values_list("pk", "agent", "rating", "imported_by"))
    again = imported(data, cast.li, name="calls.xlsx")
    assert counts(again) == (0, 0, 5000, 0)
    assert list(ServiceRecord.objects.order_by("pk").values_list("pk", "agent", "rating", "imported_by")) == before


def test_same_rows_in_another_encoding_change_nothing(cast):
    imported(text_of(CALL, MISSED), cast.li)
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        again = imported(text_of(CALL, MISSED).decode().encode(encoding), cast.li)
        assert counts(again) == (0, 0, 2, 0)


def test_touchpoint_that_no_file_tells_is_unknown(cast):
    rows = text_of("1,2021-01-05,电话", "2,2021-01-05,", header="编号,日期,渠道")
    imported(rows, cast.li, source="甲")
    imported(text_of("3,2021-01-05", header="编号,日期"), cast.li, source="乙")
    stored = dict(ServiceRecord.objects.values_list("number", "touchpoint"))
    assert stored == {"1": "phone", "2": "unknown", "3": "unknown"}


def test_touchpoint_that_is_told_later_corrects_what_was_unknown(cast):
    imported(text_of("1,2021-01-05", header="编号,日期"), cast.li)
    mapping = Mapping({"number": "编号", "date": "日期"}, constants={"touchpoint": "phone"})
    again = imported(text_of("1,2021-01-05", header="编号,日期"), cast.li, mapping=mapping)
    assert (counts(again), ServiceRecord.objects.get().touchpoint) == ((0, 1, 0, 0), "phone")


# Corrections


def test_another_row_under_a_number_corrects_and_keeps_the_old_values(cast):
    first = imported(text_of(CALL), cast.li)
    second = imported(text_of(CALL.replace(",5,", ",2,").replace("13812345678", "13912345678")), cast.li)
    record, revision = ServiceRecord.objects.get(), RecordRevision.objects.get()
    assert (counts(first), counts(second)) == ((1, 0, 0, 0), (0, 1, 0, 0))
    assert (record.rating, record.customer_phone, record.imported_by) == (2, "13912345678", second)
    assert (revision.values["rating"], revision.values["number"], revision.run) == (5, "T-001", second)
    assert revision.values["customer_phone"].startswith("v1:")
    # A revision cannot be changed: what was said would stay in it for ever, where nobody can mask it.
    assert "您好" not in str(revision.values) and opened_values(revision.values)["transcript"] == "您好"


def test_correction_leaves_alone_what_the_file_does_not_tell(cast):
    imported(text_of(CALL), cast.li)
    run = imported(text_of("T-001,2021-01-05,09:30,1", header="编号,日期,时间,满意度评分"), cast.li, mapping=Mapping(
        columns={"number": "编号", "date": "日期", "time": "时间", "rating": "满意度评分"}))  # fmt: skip
    record = ServiceRecord.objects.get()
    assert counts(run) == (0, 1, 0, 0)
    assert (record.rating, record.agent, record.customer_name, record.answer_seconds) == (1, "00303", "王芳", 12)


def test_file_that_tells_less_and_the_same_changes_nothing(cast):
    imported(text_of(CALL), cast.li)
    less = Mapping(columns={"number": "编号", "date": "日期", "time": "时间", "rating": "满意度评分"})
    run = imported(text_of("T-001,2021-01-05,09:30,5", header="编号,日期,时间,满意度评分"), cast.li, mapping=less)
    assert counts(run) == (0, 0, 1, 0)
    assert RecordRevision.objects.count() == 0


def test_number_is_its_sources_own(cast):
    imported(text_of(CALL), cast.li, source="甲")
    assert counts(imported(text_of(CALL), cast.li, source="乙")) == (1, 0, 0, 0)


# Rows sent back


def test_rejected_rows_name_their_reason_and_leave_the_others_alone(cast):
    run = imported(
        text_of(CALL, "T-003,2021-02-30,,BR-E,,,,,,,,,,", "T-004,2021-01-05,,BR-E,,,,,95%,,9,,,", MISSED), cast.li
    )
    assert counts(run) == (2, 0, 0, 2)
    assert reasons(run) == [
        (3, "“日期”: 2021-02-30 is not a date."),
        (4, "“接通秒数”: 95% is neither a number of seconds nor a duration like 0:02:23."),
    ]


def test_row_with_unknown_unit_comes_back(cast):
    run = imported(text_of(CALL, CALL.replace("BR-E", "火星支行").replace("T-001", "T-009")), cast.li)
    assert reasons(run) == [(3, "“部门”: nothing is assigned to “火星支行”.")]


def test_column_of_units_that_nobody_knows_sends_its_rows_back(cast):
    """Nobody has said that they belong to no unit."""
    run = imported(text_of("1,2021-01-05,火星支行", header="编号,日期,部门"), cast.li)
    assert (counts(run), reasons(run)) == ((0, 0, 0, 1), [(2, "“部门”: nothing is assigned to “火星支行”.")])


def test_remembered_mapping_sends_new_values_back(cast):
    mapping = Mapping({"number": "编号", "date": "日期", "unit": "主题"}, {"unit": {"贷款": "BR-E", "理财": ""}})
    rows = ("1,2021-01-05,贷款", "2,2021-01-05,理财", "3,2021-01-05,基金")
    imported(text_of(*rows[:2], header="编号,日期,主题"), cast.li, mapping=mapping)
    again = imported(text_of(*rows, header="编号,日期,主题"), cast.li)
    assert (counts(again), reasons(again)) == ((0, 0, 2, 1), [(4, "“主题”: nothing is assigned to “基金”.")])


def test_same_row_twice_in_a_file_is_stored_once(cast):
    assert counts(imported(text_of(CALL, CALL), cast.li)) == (1, 0, 1, 0)


def test_file_that_contradicts_itself_has_its_later_row_sent_back(cast):
    run = imported(text_of(CALL, CALL.replace(",5,", ",1,")), cast.li)
    assert counts(run) == (1, 0, 0, 1)
    assert reasons(run) == [(3, "The number T-001 stands in this file more than once with different values.")]


def test_values_of_rejected_rows_are_encrypted(cast):
    imported(text_of(CALL.replace(",5,", ",9,")), cast.li)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM records_rejectedrow")
        assert cursor.fetchone()[0].startswith("v1:")


# Nothing lost, nothing twice


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(storing, "BLOCK_ROWS", 2)
    monkeypatch.setattr(storing, "CHUNK_BLOCKS", 2)


def many(count: int) -> bytes:
    return text_of(
        *(
            CALL.replace("T-001", f"T-{number:03}") if number % 7 else CALL.replace("2021-01-05", "?")
            for number in range(1, count + 1)
        )
    )


def test_killed_import_goes_on_below_the_last_stored_chunk(cast, small_chunks):
    run = started(many(10), cast.li)
    Intake(run).store_chunk()  # and then the worker is killed
    run.refresh_from_db()
    assert (run.position, counts(run)) == (4, (3, 0, 0, 0))
    assert services.run_import(run.pk) is True
    run.refresh_from_db()
    assert (run.state, counts(run)) == ("done", (9, 0, 0, 1))
    assert ServiceRecord.objects.count() == 9


def test_kill_within_a_chunk_leaves_no_half_of_it(cast, small_chunks, monkeypatch):
    run = started(many(10), cast.li)
    intake = Intake(run)
    monkeypatch.setattr(Intake, "_move_on", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        intake.store_chunk()
    monkeypatch.undo()
    assert (ServiceRecord.objects.count(), RejectedRow.objects.count(), ImportRun.objects.get().position) == (0, 0, 0)
    services.run_import(run.pk)
    assert ServiceRecord.objects.count() == 9


def test_second_worker_on_a_chunk_stores_nothing(cast, small_chunks):
    run = started(many(10), cast.li)
    slow = Intake(ImportRun.objects.get(pk=run.pk))
    Intake(run).store_chunk()
    with pytest.raises(Conflict):
        slow.store_chunk()
    assert ServiceRecord.objects.count() == 3


def test_import_whose_time_is_up_goes_on_in_another_job(cast, small_chunks, monkeypatch):
    from records import tasks

    monkeypatch.setattr(tasks, "SECONDS_A_JOB", 0)
    run = imported(many(10), cast.li)
    assert (run.state, counts(run)) == ("done", (9, 0, 0, 1))


def test_finished_import_run_again_does_nothing(cast):
    run = imported(text_of(CALL), cast.li)
    assert services.run_import(run.pk) is True
    assert ServiceRecord.objects.count() == 1


def test_same_key_starts_one_import(cast):
    file, key = store_bytes(data=text_of(CALL), name="a.csv", actor=cast.li), uuid4()
    first, second = (
        services.start_import(file=file, source="甲", mapping=None, actor=cast.li, key=key) for _ in range(2)
    )
    assert (first.pk, ImportRun.objects.count()) == (second.pk, 1)


def test_import_is_told_and_audited(cast):
    run = imported(text_of(CALL, MISSED), cast.li)
    acts = list(
        AuditEvent.objects.filter(target=str(run.public_id)).order_by("number").values_list("action", flat=True)
    )
    assert acts == ["records.import.open", "records.import.start", "records.import.finish"]
    told = Notification.objects.get(user=cast.li.user)
    assert (told.kind, told.params["added"]) == ("records.import.done", 2)


def test_mapping_is_remembered_for_the_source(cast):
    mapping = Mapping(columns={"number": "编号", "date": "日期", "topic": "业务类型"}, constants={"unit": "BR-W"})
    imported(text_of(CALL), cast.li, mapping=mapping)
    file = store_bytes(data=text_of(MISSED), name="b.csv", actor=cast.li)
    run = services.open_import(file=file, source="电话平台", actor=cast.li, key=uuid4())
    assert (run.mapping["columns"], run.mapping["constants"]) == (mapping.columns, mapping.constants)
    assert ImportMapping.objects.get().name == "电话平台"


# Who may, and what must be decided first


def test_only_leads_and_administrators_import(cast):
    file = store_bytes(data=text_of(CALL), name="a.csv", actor=cast.chen)
    for person in (cast.lin, cast.zhou, cast.chen, cast.wu, cast.zhao, cast.qian, cast.he, None):
        with pytest.raises(NotAllowed):
            services.open_import(file=file, source="甲", actor=person, key=uuid4())
    assert services.open_import(file=file, source="甲", actor=cast.feng, key=uuid4()).started_by == cast.feng


def test_administrator_cannot_start_the_file_of_somebody_else(cast):
    file = store_bytes(data=text_of(CALL), name="a.csv", actor=cast.li)
    run = services.open_import(file=file, source="甲", actor=cast.li, key=uuid4())
    with pytest.raises(NotAllowed):
        services.begin_import(run=run, actor=cast.feng, key=uuid4())


@pytest.mark.parametrize("name", ["notes.md", "calls.docx", "calls", "calls.csv.html", ".csv"])
def test_file_whose_name_is_no_tables_is_refused(cast, name):
    with pytest.raises(Invalid) as refused:
        started(text_of(CALL), cast.li, name=name)
    assert refused.value.messages == ["Only tables are imported: bring a CSV, TSV, TXT, .xlsx or .xls file."]
    assert ImportRun.objects.count() == 0


@pytest.mark.parametrize("name", ["CALLS.CSV", "calls.tsv", "calls.txt", "calls.xls"])
def test_file_with_a_tables_name_is_read_by_its_contents(cast, name):
    assert counts(imported(text_of(CALL), cast.li, name=name)) == (1, 0, 0, 0)


def test_start_takes_just_the_mapping_that_was_checked(cast):
    run = services.open_import(
        file=store_bytes(data=text_of(CALL), name="a.csv", actor=cast.li), source="甲", actor=cast.li, key=uuid4()
    )
    mapping = Mapping.from_json(run.mapping)

    def start(shown: Mapping) -> str:
        try:
            return services.begin_import(run=run, actor=cast.li, key=uuid4(), shown=shown).state
        except Invalid as error:
            return error.messages[0]

    assert start(mapping) == "The rows have not been checked yet. Check them before you import them."
    services.request_check(run=run, actor=cast.li)
    jobs.run(run.job_id)
    run.refresh_from_db()
    other = Mapping(columns={"number": "编号", "date": "日期"})
    assert (
        start(other) == "The columns are not the ones that were checked. Check the rows again before you import them."
    )
    services.assign_columns(run=run, mapping=other, actor=cast.li)
    assert start(other) == "The rows have not been checked yet. Check them before you import them."
    services.request_check(run=run, actor=cast.li)
    jobs.run(run.job_id)
    run.refresh_from_db()
    assert start(other) == "running"


def test_open_questions_stop_the_start(cast):
    with pytest.raises(Invalid) as refused:
        started(text_of("1,02/03/2021", header="编号,日期"), cast.li)
    assert list(refused.value.message_dict) == ["date_order"]
    assert ImportRun.objects.get().state == "mapping"


def test_value_assigned_to_a_unit_that_does_not_exist_is_refused(cast):
    mapping = Mapping(columns={"number": "编号", "date": "日期", "unit": "部门"}, values={"unit": {"BR-E": "NOWHERE"}})
    with pytest.raises(Invalid) as refused:
        started(text_of(CALL), cast.li, mapping=mapping)
    assert list(refused.value.message_dict) == ["unit"]


def test_imported_file_cannot_be_assigned_again(cast):
    run = imported(text_of(CALL), cast.li)
    with pytest.raises(Conflict):
        services.assign_columns(run=run, mapping=Mapping.from_json(run.mapping), actor=cast.li)
    with pytest.raises(Conflict):
        services.discard_import(run=run, actor=cast.li)


def test_topic_stands_in_for_the_unit(cast):
    run = started(text_of("1,2021-01-05,贷款", "2,2021-01-05,理财", header="编号,日期,主题"), cast.li, mapping=Mapping(
        columns={"number": "编号", "date": "日期", "topic": "主题", "unit": "主题"}, values={"unit": {"贷款": "BR-E", "理财": ""}}))  # fmt: skip
    services.run_import(run.pk)
    assert dict(ServiceRecord.objects.values_list("topic", "unit__code")) == {"贷款": "BR-E", "理财": None}


def test_stalled_import_goes_on_when_told_to(cast):
    run = started(text_of(CALL), cast.li)
    run.job.state = "failed"
    run.job.save()
    services.resume_import(run=run, actor=cast.li)
    services.run_import(run.pk)
    assert ImportRun.objects.get().state == "done"


def test_running_import_cannot_be_resumed(cast):
    run = started(text_of(CALL), cast.li)
    with pytest.raises(Conflict):
        services.resume_import(run=run, actor=cast.li)


def test_header_names_its_columns_once(cast):
    run = started(text_of(CALL), cast.li)
    assert analysis_of(run).header == HEADER.split(",")
