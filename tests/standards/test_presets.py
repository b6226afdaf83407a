"""The standards that ship: each is complete, can be made, and can be sent for approval as it is."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from foundation.audit.words import values
from records.measures import measures
from standards.comparison import compare
from standards.content import StandardContent
from standards.enums import (
    CriticalPolicy,
    NotApplicablePolicy,
    ProtectionElement,
    Scale,
    TargetKind,
    TargetUnit,
    VersionState,
)
from standards.presets import PRESETS
from standards.presets.consumer_finance.figures import GIVEN_EN, GIVEN_ZH
from standards.reading import content_of
from standards.services import create_standard_from_preset, submit_version
from standards.validators import problems_of_content
from tests.architecture.test_translations import has_half_width

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module", params=PRESETS, ids=str)
def preset(request) -> StandardContent:
    return PRESETS[request.param]


def weights_of(code: str) -> dict[str, int]:
    return {dimension.code: sum(one.weight for one in dimension.indicators) for dimension in PRESETS[code].dimensions}


def repeated(values) -> list:
    return [value for value, count in Counter(values).items() if count > 1]


def texts_of(preset: StandardContent):
    """(where, Chinese, English) of every text that a reader sees."""
    yield preset.code, preset.name_zh, preset.name_en
    for one in (*preset.dimensions, *preset.indicators, *preset.targets):
        yield one.code, one.name_zh, one.name_en
    for one in preset.indicators:
        yield one.code, one.guidance_zh, one.guidance_en
        for level in one.levels:
            yield f"{one.code} level {level.level}", level.text_zh, level.text_en


# all of them


def test_presets_are_offered_in_order():
    assert list(PRESETS) == [
        "four-dimensions", "servqual", "consumer-finance", "outlet-bai-jia", "deductions", "protection-elements",
    ]  # fmt: skip


def test_preset_can_be_approved_as_it_is(preset):
    assert [str(problem) for problem in problems_of_content(preset)] == []


def test_preset_says_everything_in_chinese_and_in_english(preset):
    assert [where for where, zh, _en in texts_of(preset) if not CHINESE.search(zh)] == []
    assert [where for where, _zh, en in texts_of(preset) if not en.strip() or CHINESE.search(en)] == []


def test_chinese_of_a_preset_is_set_as_chinese_is_set(preset):
    assert [where for where, zh, _en in texts_of(preset) if has_half_width(zh)] == []


def test_preset_names_each_thing_once(preset):
    assert repeated(one.code for one in preset.dimensions) == []
    assert repeated(one.code for one in preset.indicators) == []
    assert repeated(one.code for one in preset.targets) == []
    assert repeated(one.name_zh for one in preset.indicators) == []
    assert repeated(one.name_en for one in preset.indicators) == []


def test_preset_numbers_its_indicators_by_dimension(preset):
    numbers = [
        [one.code for one in dimension.indicators]
        == [f"{place}.{number}" for number in range(1, len(dimension.indicators) + 1)]
        for place, dimension in enumerate(preset.dimensions, start=1)
    ]
    assert all(numbers)


def test_preset_describes_each_level_in_its_own_words(preset):
    for language in ("text_zh", "text_en"):
        assert [
            one.code for one in preset.indicators if repeated(getattr(level, language) for level in one.levels)
        ] == []


def test_preset_rates_in_five_steps_from_full_marks_to_none(preset):
    steps = {tuple((one.level, one.points) for one in i.levels) for i in preset.indicators if i.scale == Scale.RATING}
    assert steps <= {((5, 100), (4, 80), (3, 60), (2, 40), (1, 0))}


def test_preset_names_measures_that_exist(preset):
    asked = {one.measure for one in (*preset.indicators, *preset.targets) if one.measure}
    assert asked - {code for code, _measure in measures.items()} == set()


def test_preset_maps_every_indicator_to_an_element_of_consumer_protection(preset):
    assert [one.code for one in preset.indicators if one.element not in ProtectionElement.values] == []


def test_guidance_is_nowhere_repeated():
    everything = [one for preset in PRESETS.values() for one in preset.indicators]
    assert repeated(one.guidance_zh for one in everything) == []
    assert repeated(one.guidance_en for one in everything) == []


@pytest.mark.parametrize(
    ("code", "na_policy", "critical_policy", "cap"),
    [
        ("four-dimensions", NotApplicablePolicy.LEAVE_DENOMINATOR, CriticalPolicy.ZERO, None),
        ("servqual", NotApplicablePolicy.LEAVE_DENOMINATOR, CriticalPolicy.CAP, 59),
        ("consumer-finance", NotApplicablePolicy.LEAVE_DENOMINATOR, CriticalPolicy.ZERO, None),
        ("outlet-bai-jia", NotApplicablePolicy.FULL_MARKS, CriticalPolicy.FAIL, None),
        ("deductions", NotApplicablePolicy.FULL_MARKS, CriticalPolicy.ZERO, None),
        ("protection-elements", NotApplicablePolicy.LEAVE_DENOMINATOR, CriticalPolicy.FAIL, None),
    ],
)
def test_policies_are_those_of_each_kind_of_sheet(code, na_policy, critical_policy, cap):
    one = PRESETS[code]
    assert (one.na_policy, one.critical_policy, one.critical_cap) == (na_policy, critical_policy, cap)


@pytest.mark.parametrize("code", [code for code in PRESETS if code != "four-dimensions"])
def test_presets_after_the_first_have_red_lines_events_deductions_and_a_bonus(code):
    wanted = {Scale.CRITICAL, Scale.EVENT, Scale.DEDUCTION, Scale.BONUS}
    assert wanted - {one.scale for one in PRESETS[code].indicators} == set()


# from a preset to a draft that waits for approval


def test_draft_of_a_preset_says_what_the_preset_says_and_can_be_sent(cast, preset):
    draft = create_standard_from_preset(preset=preset.code, author=cast.li)
    assert compare(preset, content_of(draft)).is_same
    assert submit_version(version=draft, actor=cast.li).state == VersionState.SUBMITTED


def test_drafts_of_all_presets_stand_beside_each_other(cast):
    drafts = [create_standard_from_preset(preset=code, author=cast.li) for code in PRESETS]
    assert [(draft.standard.code, draft.number) for draft in drafts] == [(code, 1) for code in PRESETS]


def test_trail_names_the_preset_in_the_readers_language():
    told = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            told[language] = str(values.get("preset")["servqual"])
    assert told == {"en": PRESETS["servqual"].name_en, "zh-hans": PRESETS["servqual"].name_zh}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_page_offers_every_preset_in_the_readers_language(cast, client, language):
    client.force_login(cast.li.user)
    page = client.get(reverse("standards:standard_create"), headers={"accept-language": language})
    names = [one.name_en if language == "en" else one.name_zh for one in PRESETS.values()]
    headings = re.findall(r"<h2>(.*?)</h2>", page.content.decode())
    assert headings[: len(names)] == names


def test_draft_of_a_preset_is_shown_whole(cast, client, preset):
    client.force_login(cast.li.user)
    draft = create_standard_from_preset(preset=preset.code, author=cast.li)
    page = client.get(draft.get_absolute_url(), headers={"accept-language": "zh-hans"}).content.decode()
    assert re.findall(r'<tr id="indicator-([^"]+)"', page) == [one.code for one in preset.indicators]
    assert [text for one in preset.targets if (text := one.name_zh) not in page] == []


# targets (R3)


def test_four_dimensions_aim_at_the_figures_of_the_policy():
    targets = [(one.code, one.kind, one.sense, one.value, one.unit) for one in PRESETS["four-dimensions"].targets]
    assert targets == [
        ("first-response", "absolute", "at_most", 1, "hours"),
        ("reply", "absolute", "at_most", 24, "hours"),
        ("complaint-contacted", "absolute", "at_most", 24, "hours"),
        ("complaint-handled", "absolute", "at_most", 24, "hours"),
        ("resolution", "absolute", "at_least", 95, "percent"),
        ("satisfaction", "absolute", "at_least", 95, "percent"),
        ("complaint-rate", "change", "at_most", -20, "percent"),
        ("efficiency", "change", "at_least", 30, "points"),
        ("waiting-time", "change", "at_most", -30, "seconds"),
        ("industry-rank", "rank", "at_most", 3, "place"),
    ]


def test_targets_are_measured_in_what_their_measure_counts(preset):
    units = {
        "share": {TargetUnit.PERCENT},
        "seconds": {TargetUnit.SECONDS, TargetUnit.MINUTES, TargetUnit.HOURS},
        "mean": {TargetUnit.POINTS},
    }
    wrong = [
        one.code for one in preset.targets if one.measure and one.unit not in units[measures.get(one.measure).unit]
    ]
    assert wrong == []


def test_baselines_are_the_organizations_own(preset):
    assert [one.code for one in preset.targets if one.baseline is not None] == []


def test_only_a_published_figure_for_the_same_thing_is_a_benchmark():
    """China Banking Association, report of 2024: 94.18 % of calls were answered by a person."""
    targets = [one for preset in PRESETS.values() for one in preset.targets]
    assert {(one.code, one.benchmark) for one in targets if one.benchmark is not None} == {
        ("calls-answered", Decimal("94.18"))
    }
    assert [one for preset in PRESETS.values() for one in preset.indicators if one.benchmark is not None] == []


def test_a_rank_is_held_and_never_measured(preset):
    ranks = [one for one in preset.targets if one.kind == TargetKind.RANK]
    assert [(one.unit, one.measure) for one in ranks] in ([], [(TargetUnit.PLACE, "")])


# SERVQUAL


def test_servqual_weighs_in_the_order_of_its_authors():
    assert weights_of("servqual") == {
        "tangibles": 1000,
        "reliability": 2900,
        "responsiveness": 2000,
        "assurance": 1700,
        "empathy": 1400,
        "accessibility": 1000,
    }


# consumer finance


def test_consumer_finance_weighs_service_result_relationship_and_participation():
    assert weights_of("consumer-finance") == {
        "process": 4000,
        "outcome": 2700,
        "relationship": 2000,
        "participation": 1300,
    }


def test_what_no_room_computes_is_rated_from_given_figures_and_says_so():
    given = [one for one in PRESETS["consumer-finance"].indicators if GIVEN_ZH in one.guidance_zh]
    assert [one.name_en for one in given] == [
        "Loyalty", "Complaint volume", "Repeat business", "Retention", "Churn", "Rate of participation",
        "Outcome of participation",
    ]  # fmt: skip
    assert all(GIVEN_EN in one.guidance_en for one in given)
    assert {(one.scale, one.na_allowed, one.measure) for one in given} == {(Scale.RATING, True, "")}


# the outlet's 1,000 points


def test_outlet_sheet_has_a_thousand_points():
    points = {code: Decimal(weight) / 10 for code, weight in weights_of("outlet-bai-jia").items()}
    assert points == {
        "environment": 100,
        "disclosure": 80,
        "lobby": 150,
        "counter": 170,
        "staff": 100,
        "rights": 150,
        "accessibility": 90,
        "language": 50,
        "emergency": 60,
        "culture": 50,
    }
    assert sum(points.values()) == 1000


def test_outlet_items_are_marked_in_points_of_the_thousand():
    marked = [one for one in PRESETS["outlet-bai-jia"].indicators if one.scale in (Scale.DEDUCTION, Scale.POINTS)]
    assert [one.code for one in marked if one.max_points * 10 != one.weight] == []


def test_outlet_red_lines_and_events():
    red = [
        (one.scale, one.name_en) for one in PRESETS["outlet-bai-jia"].indicators if one.scale in ("critical", "event")
    ]
    assert red == [
        (Scale.CRITICAL, "Misleading or private sales"),
        (Scale.CRITICAL, "Leaking or selling customer data"),
        (Scale.EVENT, "Regulatory penalty"),
        (Scale.EVENT, "Justified complaint"),
        (Scale.CRITICAL, "Abuse or discrimination"),
        (Scale.EVENT, "Serious public incident"),
    ]


# a whole sheet of deductions


def test_deductions_come_off_the_sheets_hundred():
    items = [one for one in PRESETS["deductions"].indicators if one.scale == Scale.DEDUCTION]
    assert {one.weight for one in PRESETS["deductions"].indicators} == {0}
    assert [one.code for one in items if not 0 < one.step <= one.max_points <= 100] == []
    assert {one.target for one in items} == {None}


def test_repeats_of_grave_items_count_double():
    doubled = [one.code for one in PRESETS["deductions"].indicators if one.repeats_doubled]
    assert doubled == ["1.1", "1.2", "2.1", "2.2", "2.4", "2.6", "3.2", "5.1", "5.3"]


# the regulator's seven elements


def test_elements_are_the_dimensions_and_hold_the_least_weights_of_the_method():
    """金融机构消费者权益保护监管评价办法 (2025): at least 25, 25, 10, 10, 10, 5 and 5 percent."""
    assert [one.code for one in PRESETS["protection-elements"].dimensions] == ProtectionElement.values
    least = {
        "institution": 1000, "suitability": 1000, "marketing": 2500, "disputes": 2500, "education": 1000, "service": 500,
        "privacy": 500,
    }  # fmt: skip
    weights = weights_of("protection-elements")
    assert [code for code in least if weights[code] < least[code]] == []


def test_elements_have_the_names_of_the_method():
    dimensions = PRESETS["protection-elements"].dimensions
    assert [one.name_zh for one in dimensions] == [
        "体制机制", "适当性管理", "营销行为管理", "纠纷化解", "金融教育", "消费者服务", "个人信息保护",
    ]  # fmt: skip
    assert [one.name_en for one in dimensions] == [str(label) for label in ProtectionElement.labels]


def test_indicators_of_an_element_are_mapped_to_it():
    strays = [
        one.code
        for dimension in PRESETS["protection-elements"].dimensions
        for one in dimension.indicators
        if one.element != dimension.code
    ]
    assert strays == []


def test_card_of_a_preset_that_is_in_force_says_that_a_draft_is_its_next_version(client, cast, in_force):
    client.force_login(cast.li.user)
    page = client.get(reverse("standards:standard_create"), headers={"accept-language": "en"}).content.decode()
    assert page.count("This standard exists already: version 1 (In force).") == 1
    assert page.count("Make the next version from this preset") == 1
    assert "Deduction per occurrence" in page and "consumer finance companies" in page
