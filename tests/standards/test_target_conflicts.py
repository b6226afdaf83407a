"""Two targets of one version that speak of one measure (R3)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from foundation.common.errors import Invalid
from standards.content import TargetContent
from standards.presets import PRESETS
from standards.services import save_targets
from standards.target_conflicts import conflicts_of
from standards.validators import problems_of_content

SOLVED = TargetContent(
    code="solved", name_zh="解决率", name_en="Resolved", kind="absolute", sense="at_least", value=Decimal(95),
    unit="percent", measure="records.resolved",
)  # fmt: skip
FAST = replace(
    SOLVED, code="fast", name_zh="接通", name_en="Answered", sense="at_most", value=Decimal(2), unit="minutes", measure="records.answer_seconds",
)  # fmt: skip


def changed(one: TargetContent, **more) -> TargetContent:
    return replace(one, **{"code": "other", "name_zh": "另一个", "name_en": "Other", **more})


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (SOLVED, changed(SOLVED, value=Decimal(90)), "“solved Resolved” sets a target for this measure already"),
        (SOLVED, changed(SOLVED, sense="at_most", value=Decimal(90)), "no figure reaches both"),
        (FAST, changed(FAST, sense="at_least", value=Decimal(150), unit="seconds"), "no figure reaches both"),
        (FAST, changed(FAST, unit="seconds", value=Decimal(100)), "sets a target for this measure already"),
    ],
)
def test_what_contradicts_is_told_of_the_later_one(first, second, sentence):
    [(place, said)] = conflicts_of([first, second])
    assert (place, sentence in said) == (1, True)


CHANGE = changed(SOLVED, kind="change", value=Decimal(10), baseline_cycle="2020Q4")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SOLVED, changed(SOLVED, sense="at_most", value=Decimal(99))),
        (SOLVED, changed(SOLVED, sense="at_most")),
        (SOLVED, CHANGE),
        (CHANGE, replace(CHANGE, code="third", baseline_cycle="2020Q3")),
        (SOLVED, changed(SOLVED, measure="feedback.satisfaction")),
        (replace(SOLVED, measure=""), changed(SOLVED, measure="", value=Decimal(90))),
        (replace(FAST, value=Decimal(1), unit="hours"), changed(FAST, sense="at_least", value=Decimal(30), unit="minutes")),
    ],
)  # fmt: skip
def test_what_can_hold_together_is_left_alone(first, second):
    assert list(conflicts_of([first, second])) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_contradict_themselves_nowhere(preset):
    assert list(conflicts_of(PRESETS[preset].targets)) == []


def test_service_and_approval_refuse_what_the_page_refuses(cast, draft):
    both = [SOLVED, changed(SOLVED, value=Decimal(90))]
    with pytest.raises(Invalid, match="other Other: “solved Resolved” sets a target"):
        save_targets(version=draft, actor=cast.li, targets=both)
    content = replace(PRESETS["four-dimensions"], targets=tuple(both))
    assert [(one.of, one.field) for one in problems_of_content(content)] == [("other", "measure")]


def test_page_tells_it_beside_the_measure_and_keeps_the_rows(client, cast, draft):
    client.force_login(cast.li.user)
    rows = [SOLVED, changed(SOLVED, value=Decimal(90))]
    names = ("code", "name_zh", "name_en", "kind", "sense", "value", "unit", "measure")
    data = {f"target-{at}-{name}": getattr(one, name) for at, one in enumerate(rows) for name in names}
    data |= {"target-TOTAL_FORMS": 2, "target-INITIAL_FORMS": 0, "lock": draft.version}
    url = reverse("standards:version_targets", kwargs={"public_id": draft.public_id})
    page = client.post(url, data, headers={"accept-language": "en"})
    first, second = page.context["formset"].forms
    assert (page.status_code, first.errors, list(second.errors)) == (422, {}, ["measure"])
    assert second["value"].value() == "90"
    data["target-1-measure"] = "feedback.satisfaction"
    assert client.post(url, data).status_code == 302
