"""The editor's pages: forms with rows, what comes back after an error, and a tab that is too old."""

from decimal import Decimal

import pytest
from django.urls import reverse

from standards import services
from standards.content import TargetContent
from standards.enums import Scale, TargetSense, TargetUnit, VersionState
from standards.models import Indicator, StandardVersion
from standards.reading import content_of


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
    steps = ({"figure": "0.95", "points": "100"}, {"figure": "0.80", "points": "0"})
    data = indicator(draft, scale="measured", measure="records.resolved", steps=steps)
    assert lead.post(url("indicator_add", draft), data).status_code == 302
    assert kept(draft).break_points == (("0.8", "0"), ("0.95", "100"))


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
