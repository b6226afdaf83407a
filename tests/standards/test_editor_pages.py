"""The editor's pages: forms with rows, what comes back after an error, and a tab that is too old."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from assessments.enums import CycleState
from foundation.common import clock
from foundation.common.errors import Invalid
from standards import services
from standards.content import TargetContent
from standards.enums import Scale, TargetSense, TargetUnit, VersionState
from standards.models import Indicator, StandardVersion
from standards.reading import content_of
from tests.factories import make_scored_quarter
from tests.records.test_measures import add as add_record


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.li.user)
    return client


def url(name: str, version: StandardVersion, *more) -> str:
    return reverse(f"standards:{name}", args=[version.public_id, *more])


def rows(prefix: str, *entries: dict) -> dict:
    """A formset as a browser sends it."""
    data = {f"{prefix}-TOTAL_FORMS": len(entries), f"{prefix}-INITIAL_FORMS": 0}
    for place, entry in enumerate(entries):
        data |= {f"{prefix}-{place}-{name}": value for name, value in entry.items()}
    return data


def indicator(version: StandardVersion, *, levels=(), steps=(), **more) -> dict:
    values = {
        "code": "9.1",
        "name_zh": "新指标",
        "dimension": "attitude",
        "scale": "rating",
        "weight": "2.5",
        "reason_below_full": "on",
        "lock": version.version,
        **more,
    }
    return {**values, **rows("level", *levels), **rows("step", *steps)}


def level(number: int, points: str, text: str) -> dict:
    return {"level": number, "points": points, "text_zh": text, "text_en": ""}


NOVEMBER = datetime(2026, 11, 9, 2, tzinfo=UTC)


def record(unit, resolved: bool, day: date):
    add_record(unit, day=day, resolved=resolved)


TWO = (level(2, "10", "做到"), level(1, "0", "未做到"))


def kept(version: StandardVersion, code: str = "9.1"):
    return content_of(version).by_code[code]


def test_a_rating_is_saved_with_its_levels(lead, draft):
    answer = lead.post(url("indicator_add", draft), indicator(draft, levels=(*TWO, level("", "", ""))))
    assert (answer.status_code, answer.url) == (302, url("version_edit", draft) + "#indicator-9.1")
    one = kept(draft)
    assert (one.scale, one.weight, one.max_points) == (Scale.RATING, 250, 10)
    assert [(row.level, row.points, row.text_zh) for row in one.levels] == [(2, 10, "做到"), (1, 0, "未做到")]


def test_what_the_scale_does_not_use_is_ignored(lead, draft):
    """Without the page's script the rows of other scales stay on the form, half filled in."""
    data = indicator(
        draft,
        scale="deduction",
        step="2",
        max_points="10",
        repeats_doubled="on",
        measure="records.resolved",
        levels=(level(5, "100", ""),),
        steps=({"figure": "x", "points": ""},),
    )
    assert lead.post(url("indicator_add", draft), data).status_code == 302
    one = kept(draft)
    assert (one.step, one.max_points, one.repeats_doubled, one.measure, one.levels) == (2, 10, True, "", ())


def test_a_measured_indicator_keeps_its_break_points_in_order(lead, draft):
    steps = ({"figure": "95", "points": "100"}, {"figure": "８０％", "points": "0"})
    data = indicator(draft, scale="measured", measure="records.resolved", steps=steps)
    assert lead.post(url("indicator_add", draft), data).status_code == 302
    assert kept(draft).break_points == (("0.80", "0"), ("0.95", "100"))
    # And shown as it was entered, in the form and on the page.
    form = lead.get(url("indicator_edit", draft, "9.1")).context["steps"]
    assert [one["figure"].value() for one in form.initial_forms] == ["80", "95"]
    page = lead.get(draft.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert "from 95%" in page and "from 80%" in page


@pytest.mark.parametrize(
    ("measure", "figure", "sentence"),
    [
        ("records.resolved", "9500", "9,500% is no possible figure: “Resolved rate” is from 0 to 100%."),
        ("records.resolved", "95 分", "95 分: this measure is given in %."),
        (
            "records.rating",
            "95",
            "95 points is no possible figure: “Rating given with the record” is from 1 to 5 points.",
        ),
        ("records.answer_seconds", "-1", "−1 s is no possible figure: “Time to answer” is at least 0 s."),
        ("records.resolved", "viel", "viel is not a number. Write digits with a point, such as 2.5."),
    ],
)
def test_a_figure_that_the_measure_can_never_have_is_refused_beside_its_field(lead, draft, measure, figure, sentence):
    steps = ({"figure": "4", "points": "100"}, {"figure": figure, "points": "0"})
    data = indicator(draft, scale="measured", measure=measure, steps=steps)
    answer = lead.post(url("indicator_add", draft), data, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert answer.context["steps"].forms[1].errors["figure"] == [sentence]
    assert answer.context["row_errors"] == [("id_step-1-figure", f"Row 2, From the figure: {sentence}")]
    assert answer.context["steps"].forms[1]["figure"].value() == figure  # as it was typed


def test_a_time_may_be_written_in_minutes(lead, draft):
    steps = ({"figure": "20", "points": "100"}, {"figure": "1.5 分钟", "points": "0"})
    data = indicator(draft, scale="measured", measure="records.answer_seconds", steps=steps)
    assert lead.post(url("indicator_add", draft), data).status_code == 302
    assert kept(draft).break_points == (("20", "100"), ("90.0", "0"))
    page = lead.get(draft.get_absolute_url(), headers={"accept-language": "zh-hans"}).content.decode()
    assert "达到 20 秒" in page and "达到 1.5 分钟" in page


def test_break_points_are_tried_on_last_quarters_figures_before_anything_is_kept(lead, cast, draft):
    for resolved in (True, True, True, False):
        record(cast.east, resolved, date(2026, 8, 5))
    record(cast.east, False, date(2026, 10, 5))  # this quarter
    steps = ({"figure": "50", "points": "0"}, {"figure": "100", "points": "100"})
    data = indicator(draft, scale="measured", measure="records.resolved", steps=steps) | {"preview": "1"}
    with clock.travelling(NOVEMBER):
        answer = lead.post(url("indicator_add", draft), data, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert not Indicator.objects.filter(version=draft, code="9.1").exists()
    found = answer.context["preview"]
    (row,) = found.observed
    assert (row.figure, row.n, row.points, found.is_flat) == ("75.0%", 4, 50, False)
    assert "By the figures of Q3 2026 every unit gets 50 points" in answer.content.decode()


def test_break_points_by_which_everybody_gets_nothing_are_asked_about(lead, cast, draft):
    for unit in (cast.east, cast.west):
        record(unit, True, date(2026, 8, 5))
        record(unit, False, date(2026, 8, 5))
    steps = ({"figure": "80", "points": "0"}, {"figure": "95", "points": "100"})
    data = indicator(draft, scale="measured", measure="records.resolved", steps=steps)
    with clock.travelling(NOVEMBER):
        answer = lead.post(url("indicator_add", draft), data, headers={"accept-language": "en"}, follow=True)
    assert (
        "9.1: By the figures of Q3 2026 every unit gets 0 points. Are its break points right?"
        in answer.content.decode()
    )
    assert kept(draft).break_points == (("0.80", "0"), ("0.95", "100"))


def test_errors_in_rows_stand_in_the_summary_with_a_way_to_each(lead, draft):
    data = indicator(draft, levels=(level(2, "10", "做到"), level(1, "0", "")))
    answer = lead.post(url("indicator_add", draft), data, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-errors" in page and "One thing needs your attention" in page
    assert '<a href="#id_level-1-text_zh">Row 2, Description in Chinese: This field is required.</a>' in page


def test_yes_or_no_without_the_script_ignores_the_steps_of_a_rating(lead, draft):
    left = [level(number, points, "") for number, points in ((5, "100"), (4, "80"), (3, "60"))]
    data = indicator(draft, scale="yes_no", levels=(*left, level(1, "100", "是"), level(0, "0", "否")))
    assert lead.post(url("indicator_add", draft), data).status_code == 302
    assert [(one.level, one.points) for one in kept(draft).levels] == [(1, 100), (0, 0)]


def test_an_error_keeps_everything_that_was_typed(lead, draft):
    data = indicator(draft, code="1.1", levels=(level(2, "10", "做到"), level(1, "x", "未做到")))
    answer = lead.post(url("indicator_add", draft), data, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="x"' in page and "未做到" in page and 'value="新指标"' in page
    data = indicator(draft, code="1.1", levels=TWO)
    page = lead.post(url("indicator_add", draft), data, headers={"accept-language": "en"}).content.decode()
    assert "The code 1.1 is there twice." in page and "未做到" in page


def test_changing_one_indicator_leaves_its_levels_unless_they_change(lead, draft):
    page = lead.get(url("indicator_edit", draft, "2.1"))
    form, levels = page.context["form"], page.context["levels"]
    before = kept(draft, "2.1")
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}
    data |= rows("level", *({name: one[name].value() for name in one.fields} for one in levels.initial_forms))
    data |= rows("step")
    assert lead.post(url("indicator_edit", draft, "2.1"), {**data, "name_en": "Politeness"}).status_code == 302
    after = kept(draft, "2.1")
    assert (after.name_en, after.levels, after.weight) == ("Politeness", before.levels, before.weight)
    assert Indicator.objects.get(version=draft, code="2.1").order == 1


def test_save_and_add_the_next_opens_an_empty_form_of_the_same_dimension(lead, draft):
    answer = lead.post(url("indicator_add", draft), indicator(draft, levels=TWO, and_next="1"))
    assert answer.url == url("indicator_add", draft) + "?dimension=attitude"
    assert lead.get(answer.url).context["form"]["dimension"].value() == "attitude"


def test_a_tab_that_is_too_old_is_told_and_changes_nothing(lead, cast, draft):
    old = draft.version
    services.move_indicator(version=draft, actor=cast.li, code="1.1", down=True)
    data = indicator(draft, levels=TWO, lock=old)
    assert lead.post(url("indicator_add", draft), data).status_code == 409
    assert lead.post(url("indicator_move", draft, "1.1"), {"to": "down", "lock": old}).status_code == 409
    assert lead.post(url("indicator_remove", draft, "1.1"), {"lock": old}).status_code == 409
    assert lead.post(url("dimension_remove", draft, "attitude"), {"lock": "x"}).status_code == 409
    assert "9.1" not in content_of(StandardVersion.objects.get(pk=draft.pk)).by_code


def test_removing_a_dimension_names_what_goes_with_it(lead, draft):
    page = lead.get(url("dimension_remove", draft, "satisfaction"), headers={"accept-language": "en"})
    assert len(page.context["consequences"]) == 4
    assert lead.get(url("dimension_remove", draft, "nothing")).status_code == 404


def target(code: str, **more) -> dict:
    return {
        "code": code, "name_zh": "答复时限", "name_en": "", "kind": "absolute", "sense": "at_most", "value": "24",
        "unit": "hours", "benchmark": "", "baseline": "", "measure": "", **more,
    }  # fmt: skip


def test_targets_are_added_kept_and_taken_out_together(lead, cast, draft):
    kept_one = TargetContent("old", "旧目标", "Old", TargetSense.AT_LEAST, Decimal(95), TargetUnit.PERCENT)
    services.save_targets(version=draft, actor=cast.li, targets=[kept_one])
    form = lead.get(url("version_targets", draft)).context["formset"]
    old = {name: form.forms[0][name].value() or "" for name in form.forms[0].fields}
    data = rows("target", old, target("reply"), target("", name_zh="", value="")) | {"lock": draft.version}
    assert lead.post(url("version_targets", draft), data).status_code == 302
    assert [one.code for one in content_of(draft).targets] == ["old", "reply"]
    draft.refresh_from_db()
    data = rows("target", target("reply")) | {"lock": draft.version}
    assert lead.post(url("version_targets", draft), data).status_code == 302
    assert [one.code for one in content_of(draft).targets] == ["reply"]


def test_wrong_targets_come_back_as_they_were_typed(lead, draft):
    data = rows("target", target("reply", kind="rank", value="0")) | {"lock": draft.version}
    answer = lead.post(url("version_targets", draft), data, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "a rank is a whole number from 1." in answer.content.decode()
    assert answer.context["formset"].forms[0]["code"].value() == "reply"


def test_scope_is_written_one_a_line(lead, cast, draft):
    data = {
        "unit": [cast.east.code],
        "touchpoint": ["phone", "counter"],
        "product": "信用卡\n\n 消费贷 \n信用卡",
        "lock": draft.version,
    }
    assert lead.post(url("version_scope", draft), data).status_code == 302
    assert content_of(draft).scope == (
        ("unit", cast.east.code), ("touchpoint", "phone"), ("touchpoint", "counter"), ("product", "信用卡"), ("product", "消费贷"),
    )  # fmt: skip


def test_settings_come_back_with_a_sentence_at_the_cap(lead, draft):
    data = {"na_policy": "leave_denominator", "critical_policy": "cap", "critical_cap": "", "lock": draft.version}
    answer = lead.post(url("version_settings", draft), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["critical_cap"]


def test_a_version_in_force_says_how_to_change_it(lead, in_force):
    answer = lead.get(url("version_edit", in_force), headers={"accept-language": "en"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Make the next version of it instead." in text and "<h1>This version can no longer be changed</h1>" in text
    # Nobody was quicker, and opening a page has changed nothing that could be lost.
    assert "Somebody was quicker" not in text and "Your change was not stored" not in text
    assert f'href="{in_force.get_absolute_url()}"' in text
    page = lead.get(in_force.get_absolute_url()).content.decode()
    assert url("version_next", in_force) in page


def test_the_way_from_a_draft_to_in_force_by_the_pages(client, cast, draft):
    client.force_login(cast.li.user)
    assert client.post(url("version_submit", draft)).status_code == 302
    client.force_login(cast.zhou.user)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert url("version_approve", draft) in page and url("version_return", draft) in page
    client.post(url("version_approve", draft))
    assert client.post(url("version_put_in_force", draft), {"in_force_from": "2020-01-01"}).status_code == 422
    client.post(url("version_put_in_force", draft), {"in_force_from": "2150-01-01"})
    draft.refresh_from_db()
    assert (draft.state, draft.in_force_from.year) == (VersionState.APPROVED, 2150)


def test_a_target_keeps_only_what_its_kind_uses(lead, draft):
    data = rows(
        "target",
        target(
            "rank", kind="rank", value="3", unit="hours", sense="at_least", baseline="5", measure="records.resolved"
        ),
        target("share", value="95", unit="percent", baseline="5", measure="records.resolved"),
    ) | {"lock": draft.version}
    assert lead.post(url("version_targets", draft), data).status_code == 302
    one, other = content_of(draft).targets
    assert (one.unit, one.sense, one.baseline, one.measure) == ("place", "at_most", None, "")
    assert (other.unit, other.baseline, other.measure) == ("percent", None, "records.resolved")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"unit": "hours"}, "“Resolved rate” is given in %."),
        ({"unit": "percent", "value": "950"}, "“Resolved rate” is from 0 to 100%."),
        (
            {"unit": "percent", "kind": "change", "value": "-20", "baseline": "300", "baseline_source": "2025"},
            "“Resolved rate” is from 0 to 100%.",
        ),
    ],
)
def test_a_target_is_in_a_unit_and_range_that_its_measure_has(lead, draft, changes, sentence):
    data = rows("target", target("reply", measure="records.resolved", **changes)) | {"lock": draft.version}
    answer = lead.post(url("version_targets", draft), data, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode() and "data-errors" in answer.content.decode()


def save_change(lead, draft, **changes):
    """A change of the waiting time, as the page sends it."""
    row = target("waiting", kind="change", value="-20", unit="minutes", **changes)
    data = rows("target", row) | {"lock": draft.version}
    return lead.post(url("version_targets", draft), data, headers={"accept-language": "en"})


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"unit": "hours", "measure": "records.resolved", "kind": "absolute"},
            "unit",
            "“Resolved rate” is given in %.",
        ),
        ({"baseline": "12"}, "baseline_source", "say where the figure of its baseline is from."),
        ({"baseline_source": "2025"}, "baseline", "its baseline has a source, but no figure."),
        (
            {"baseline": "12", "baseline_source": "2025", "baseline_cycle": "2021Q1"},
            "baseline_cycle",
            "its baseline is a stated figure or a past cycle, not both.",
        ),
    ],
)
def test_what_is_wrong_in_a_target_stands_beside_its_field(cast, lead, draft, changes, field, sentence):
    make_scored_quarter(cast)
    row = target("waiting", **{"kind": "change", "value": "20", "unit": "minutes", **changes})
    answer = lead.post(
        url("version_targets", draft), rows("target", row) | {"lock": draft.version}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 422
    assert answer.context["formset"].forms[0].errors == {field: [sentence]}
    assert "waiting" not in {one.code for one in content_of(draft).targets}


def test_a_past_cycle_is_the_baseline_of_a_change(cast, lead, draft):
    make_scored_quarter(cast)
    offered = lead.get(url("version_targets", draft)).context["formset"].forms[0].fields["baseline_cycle"].choices
    assert [code for code, _name in offered] == ["", "2021Q1"]

    assert save_change(lead, draft, baseline_cycle="2021Q1").status_code == 302
    assert [(one.baseline, one.baseline_cycle) for one in content_of(draft).targets] == [(None, "2021Q1")]
    page = lead.get(draft.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert "against 2021Q1" in page


def test_a_cycle_that_is_still_scored_is_no_baseline(cast, lead, draft):
    make_scored_quarter(cast, CycleState.COLLECTING)
    assert save_change(lead, draft, baseline_cycle="2021Q1").status_code == 422
    with pytest.raises(Invalid, match="no past cycle “2021Q1”"), translation.override("en"):
        change = TargetContent(
            "w", "等候", "Waiting", "at_most", -20, "minutes", kind="change", baseline_cycle="2021Q1"
        )
        services.save_targets(version=draft, actor=cast.li, targets=[change])
