"""Columns proposed from their names, in Chinese and English; what must be asked; what is remembered."""

from zoneinfo import ZoneInfo

import pytest

from records.analysis import analyse
from records.fields import is_known
from records.mapping import Mapping, open_questions, propose, without_idle_unit
from records.parsing import Parser
from records.problems import SENTENCES, Problem, general_sentence
from records.reading import open_table
from tests.records.files import data_file

SHANGHAI = ZoneInfo("Asia/Shanghai")


def look(tmp_path, text: str):
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    table = open_table(path, known=is_known)
    return table, analyse(table)


def parsed(tmp_path, text: str, mapping: Mapping | None = None, units: dict | None = None, zone: ZoneInfo = SHANGHAI):
    table, analysis = look(tmp_path, text)
    parser = Parser(mapping or propose(analysis), table.header, units or {}, zone)
    results = [parser.parse(block) for block in table.blocks(100)]
    rows = [
        dict(zip(parser.told, row, strict=True))
        for one in results
        for row in zip(*(c.values for c in one.columns.values()), strict=True)
    ]
    return rows, [(row.number, row.problem.sentence()) for one in results for row in one.rejected]


def test_call_centre_columns_are_recognised():
    table = open_table(data_file("A_callcenter_pwc/Call-Center-Dataset.xlsx"), known=is_known)
    mapping = propose(analyse(table))
    assert mapping.columns == {
        "number": "Call Id", "agent": "Agent", "date": "Date", "time": "Time", "topic": "Topic", "answered": "Answered (Y/N)",
        "resolved": "Resolved", "answer_seconds": "Speed of answer in seconds", "handle_seconds": "AvgTalkDuration",
        "rating": "Satisfaction rating", "unit": "Topic",
    }  # fmt: skip
    assert mapping.values["unit"] == {}


def test_chinese_columns_are_recognised(tmp_path):
    header = "通话编号,通话日期,通话时间,所属部门,受理渠道,坐席工号,业务类型,是否接通,是否解决,等待秒数,通话时长（秒）,满意度评分,客户姓名,联系电话,通话内容"
    _table, analysis = look(
        tmp_path, f"{header}\nA1,2021-01-05,09:30,城东支行,电话,00303,贷款,是,是,12,60,5,王芳,13812345678,您好\n"
    )
    mapping = propose(analysis, units={"城东支行": "BR-E"})
    assert list(mapping.columns.values()) and mapping.columns == dict(
        zip(
            ("number", "date", "time", "unit", "touchpoint", "agent", "topic", "answered", "resolved", "answer_seconds", "handle_seconds", "rating",
             "customer_name", "customer_phone", "transcript"),
            header.split(","),
            strict=True,
        )
    )  # fmt: skip
    assert mapping.values["unit"] == {"城东支行": "BR-E"}


def test_columns_of_a_branch_register_are_recognised(tmp_path):
    _table, analysis = look(tmp_path, "流水编号,受理日期,时刻,网点,经办\nA-1,2026-11-20,9:30,BR1,00101\n")
    assert propose(analysis).columns == {
        "number": "流水编号", "date": "受理日期", "time": "时刻", "unit": "网点", "agent": "经办",
    }  # fmt: skip


def test_time_column_that_holds_instants_is_the_date(tmp_path):
    _table, analysis = look(tmp_path, "编号,时间\n1,2021-01-05 09:30:00\n")
    assert propose(analysis).columns == {"number": "编号", "date": "时间"}


@pytest.mark.parametrize("name", ["v1-public.csv", "v2-public.csv", "v1-intake.csv"])
def test_complaint_layouts_are_recognised(name):
    mapping = propose(analyse(open_table(data_file(f"B_cfpb_fixtures/{name}"), known=is_known)))
    assert {"number", "date", "touchpoint", "transcript", "topic"} <= set(mapping.columns)
    assert mapping.date_order == "mdy"


def test_american_complaints_are_read():
    path = data_file("B_cfpb_sample_349/Consumer_Complaints.csv")
    table = open_table(path, known=is_known)
    mapping = without_idle_unit(propose(analyse(table)))
    parser = Parser(mapping, table.header, {}, SHANGHAI)
    results = [parser.parse(block) for block in table.blocks(1000)]
    assert (sum(one.count for one in results), sum(len(one.rejected) for one in results)) == (331, 18)
    assert {row.problem.params["value"] for one in results for row in one.rejected} == {"Referral", "Postal mail"}


# Questions


def test_missing_number_and_date_are_asked_for(tmp_path):
    _table, analysis = look(tmp_path, "满意标识,客户反馈\n1,好\n")
    assert list(open_questions(propose(analysis), analysis)) == ["number", "date"]


def test_one_date_for_all_rows_answers_the_question(tmp_path):
    _table, analysis = look(tmp_path, "序号,客户反馈\n1,好\n")
    mapping = propose(analysis)
    mapping.constants["date"] = "2021-01-05"
    assert open_questions(mapping, analysis) == {}


def test_ambiguous_order_is_asked_for_and_a_proven_one_is_not(tmp_path):
    _table, open_one = look(tmp_path, "编号,日期\n1,02/03/2021\n2,04/05/2021\n")
    _table, proven = look(tmp_path, "编号,日期\n1,02/03/2021\n2,04/25/2021\n")
    assert list(open_questions(propose(open_one), open_one)) == ["date_order"]
    assert (propose(proven).date_order, open_questions(propose(proven), proven)) == ("mdy", {})


def test_stray_date_is_no_reason_to_ask(tmp_path):
    rows = "".join(f"{number},2021-01-05\n" for number in range(30))
    _table, analysis = look(tmp_path, f"编号,日期\n{rows}31,01-02-21\n")
    assert open_questions(propose(analysis), analysis) == {}
    _rows, rejected = parsed(tmp_path, f"编号,日期\n{rows}31,01-02-21\n")
    assert rejected == [(32, "“日期”: in 01-02-21 day and month cannot be told apart. Choose the order of the date.")]


# What is remembered


def test_remembered_mapping_wins_and_keeps_what_was_left_out(tmp_path):
    remembered = Mapping(
        columns={"number": "编号", "date": "日期", "topic": "主题"}, values={"unit": {}}, date_order="dmy"
    )
    _table, analysis = look(tmp_path, "编号,日期,坐席\n1,02/03/2021,甲\n")
    mapping = propose(analysis, remembered)
    assert (mapping.columns, mapping.date_order) == ({"number": "编号", "date": "日期"}, "dmy")


def test_remembered_column_that_goes_by_another_name_is_proposed_anew(tmp_path):
    remembered = Mapping(
        columns={"number": "流水号", "date": "受理日期", "unit": "机构", "rating": "评分"}, date_order="dmy"
    )
    _table, analysis = look(tmp_path, "服务编号,时间,机构,坐席,业务类型\nK1,2026-11-20 09:10,BR3,甲,查询\n")
    mapping = propose(analysis, remembered)
    # Agent and topic were left out on purpose; a rating is not in the file.
    assert mapping.columns == {"number": "服务编号", "date": "时间", "unit": "机构"}
    assert (mapping.date_order, open_questions(mapping, analysis)) == ("", {})


def test_header_that_serves_a_remembered_field_is_not_proposed_for_another(tmp_path):
    remembered = Mapping(columns={"number": "编号", "date": "日期", "customer_name": "客户", "agent": "服务人员"})
    _table, analysis = look(tmp_path, "编号,日期,服务人员,来电人\n1,2026-11-20,甲,乙\n")
    assert propose(analysis, remembered).columns == {
        "number": "编号",
        "date": "日期",
        "agent": "服务人员",
        "customer_name": "来电人",
    }


def test_remembered_mapping_of_another_file_is_not_taken(tmp_path):
    remembered = Mapping(columns={"number": "Call Id", "date": "Date"})
    _table, analysis = look(tmp_path, "编号,日期\n1,2021-01-05\n")
    assert propose(analysis, remembered).columns == {"number": "编号", "date": "日期"}


def test_mapping_survives_json():
    mapping = Mapping(
        {"number": "编号"},
        {"unit": {"甲": "BR-E", "乙": ""}},
        {"touchpoint": "phone"},
        "ymd",
        {"answer_seconds": "min"},
    )
    assert Mapping.from_json(mapping.to_json()) == mapping


# Units


def test_topic_stands_in_for_the_unit_with_its_values_open(tmp_path):
    _table, analysis = look(tmp_path, "编号,日期,主题\n1,2021-01-05,贷款\n2,2021-01-05,城东支行\n")
    mapping = propose(analysis, units={"城东支行": "BR-E"})
    assert (mapping.columns["unit"], mapping.values["unit"]) == ("主题", {"城东支行": "BR-E"})


@pytest.mark.parametrize(
    ("columns", "values", "stays"),
    [
        ({"topic": "主题", "unit": "主题"}, {}, False),
        ({"topic": "主题", "unit": "主题"}, {"贷款": ""}, True),
        ({"topic": "主题", "unit": "部门"}, {}, True),
        ({"unit": "部门"}, {}, True),
    ],
)
def test_only_a_stand_in_that_nobody_has_decided_is_left_out(columns, values, stays):
    assert ("unit" in without_idle_unit(Mapping(columns, {"unit": values})).columns) is stays


# Rows


def test_row_becomes_values_in_utc(tmp_path):
    rows, rejected = parsed(
        tmp_path, "编号,日期,时间,渠道,是否接通,接通秒数\n1,2021-01-05,07:30,在线,是,12\n2,2021-01-05,,电话,否,\n"
    )
    assert rejected == []
    assert rows == [
        {
            "number": "1",
            "occurred_at": "2021-01-04 23:30:00",
            "touchpoint": "online",
            "answered": True,
            "answer_seconds": 12,
        },
        {
            "number": "2",
            "occurred_at": "2021-01-04 16:00:00",
            "touchpoint": "phone",
            "answered": False,
            "answer_seconds": None,
        },
    ]


def test_time_column_wins_over_the_time_beside_the_date(tmp_path):
    mapping = Mapping({"number": "编号", "date": "日期", "time": "时间"})
    rows, _rejected = parsed(tmp_path, "编号,日期,时间\n1,2021-01-05 08:00,09:30\n2,2021-01-05 08:00,\n", mapping)
    assert [row["occurred_at"] for row in rows] == ["2021-01-05 01:30:00", "2021-01-05 00:00:00"]


def test_written_offset_is_honoured(tmp_path):
    rows, _rejected = parsed(tmp_path, "编号,日期\n1,2021-01-05T09:30:00Z\n2,2021-01-05T09:30:00+02:00\n")
    assert [row["occurred_at"] for row in rows] == ["2021-01-05 09:30:00", "2021-01-05 07:30:00"]


def test_days_on_which_clocks_change_are_right(tmp_path):
    text = "编号,日期,时间\n1,2021-03-28,01:30\n2,2021-03-28,03:30\n3,2021-03-27,03:30\n4,2021-07-01,03:30\n"
    rows, _rejected = parsed(tmp_path, text, zone=ZoneInfo("Europe/Berlin"))
    assert [row["occurred_at"][5:] for row in rows] == [
        "03-28 00:30:00",
        "03-28 01:30:00",
        "03-27 02:30:00",
        "07-01 01:30:00",
    ]


def test_constants_hold_where_the_file_is_silent(tmp_path):
    mapping = Mapping(
        {"number": "编号", "touchpoint": "渠道"},
        constants={"unit": "BR-E", "touchpoint": "counter", "date": "2021-01-05"},
    )
    rows, _rejected = parsed(tmp_path, "编号,渠道\n1,\n2,电话\n", mapping, {"BR-E": 7})
    assert [(row["touchpoint"], row["unit_id"], row["occurred_at"]) for row in rows] == [
        ("counter", 7, "2021-01-04 16:00:00"),
        ("phone", 7, "2021-01-04 16:00:00"),
    ]


def test_first_problem_of_a_row_is_told(tmp_path):
    _rows, rejected = parsed(
        tmp_path, "编号,日期,接通秒数,满意度\n,2021-01-05,1,1\n2,?,1,1\n3,2021-01-05,９５,7\n4,2021-01-05,1,1\n"
    )
    assert rejected == [
        (2, "“编号” is empty."),
        (3, "“日期”: ? is not a date."),
        (4, "“接通秒数”: ９５ is neither a number of seconds nor a duration like 0:02:23."),
    ]


def test_row_of_blanks_is_no_row(tmp_path):
    rows, rejected = parsed(tmp_path, "编号,日期\n1,2021-01-05\n , \n")
    assert (len(rows), rejected) == (1, [])


def test_every_reason_is_a_sentence():
    params = dict.fromkeys(("column", "value", "count", "width", "limit"), "x")
    for code in SENTENCES:
        assert Problem(code, params).sentence().endswith(".")
        assert general_sentence(code, "日期").endswith(".")
