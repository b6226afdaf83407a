"""Editing a draft: what is changed, what is refused, and two editors at once (R1–R3, R6, R7)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import Role
from organization.models import RoleAssignment, Unit
from standards import services
from standards.content import DimensionContent, IndicatorContent, LevelContent, TargetContent
from standards.enums import Scale, TargetSense, TargetUnit, VersionState
from standards.models import Standard, StandardVersion
from standards.presets import PRESETS
from standards.reading import content_of
from standards.selectors import scope_of, units_in_scope, version_in_force, visible_to
from standards.studies.enums import WeightSource
from standards.studies.services import set_weights
from standards.validators import problems_of

FOUR = PRESETS["four-dimensions"]


def rating(code: str = "9.1", **more) -> IndicatorContent:
    levels = (LevelContent(2, 100, "做到", "Done"), LevelContent(1, 0, "未做到", "Not done"))
    return IndicatorContent(code, Scale.RATING, 0, "新指标", "New one", **{"levels": levels, **more})


def deducting(**more) -> IndicatorContent:
    return replace(rating(), scale=Scale.DEDUCTION, levels=(), **more)


def measured(*steps) -> IndicatorContent:
    return replace(rating(), scale=Scale.MEASURED, levels=(), measure="records.resolved", break_points=steps)


# reading and writing


def test_a_draft_of_a_preset_says_what_the_preset_says(draft):
    assert content_of(draft) == FOUR


def test_the_next_version_begins_with_all_that_the_last_one_says(cast, in_force):
    following = services.create_next_version(version=in_force, author=cast.li)
    assert (following.number, following.made_from, following.state) == (2, in_force, VersionState.DRAFT)
    assert content_of(following) == content_of(in_force)
    with pytest.raises(Conflict):
        services.create_next_version(version=in_force, author=cast.li)


def test_an_empty_standard_has_a_code_of_its_own(cast, draft):
    empty = services.create_empty_standard(code="outlets", name_zh="网点标准", name_en="", author=cast.li)
    assert (empty.number, problems_of(empty)) == (1, ["It has no indicator yet."])
    for code in ("outlets", "Outlets", "four-dimensions", "", "a b", "-x"):
        with pytest.raises(Invalid) as refusal:
            services.create_empty_standard(code=code, name_zh="网点", name_en="", author=cast.li)
        assert list(refusal.value.message_dict) == ["code"]
    with pytest.raises(NotAllowed):
        services.create_empty_standard(code="other", name_zh="网点", name_en="", author=cast.zhou)


def test_discarding_the_only_draft_takes_the_standard_with_it(cast, draft):
    services.discard_version(version=draft, actor=cast.li)
    assert (StandardVersion.objects.count(), Standard.objects.count()) == (0, 0)
    assert AuditEvent.objects.get(action="standards.version.discard").target == str(draft.public_id)


def test_discarding_what_was_sent_is_refused(cast, submitted):
    with pytest.raises(Conflict):
        services.discard_version(version=submitted, actor=cast.li)


# dimensions and indicators


def test_an_indicator_is_added_changed_moved_and_taken_out(cast, draft):
    services.save_indicator(version=draft, actor=cast.li, dimension="attitude", content=rating())
    assert [one.code for one in content_of(draft).dimensions[1].indicators][-1] == "9.1"
    changed = replace(rating("9.2"), name_en="Renamed", benchmark=Decimal(88), element="service")
    services.save_indicator(version=draft, actor=cast.li, dimension="response", content=changed, before="9.1")
    response, attitude = content_of(draft).dimensions[:2]
    assert response.indicators[-1] == replace(changed, levels=response.indicators[-1].levels)
    assert "9.1" not in [one.code for one in attitude.indicators]
    services.move_indicator(version=draft, actor=cast.li, code="9.2", down=False)
    services.move_indicator(version=draft, actor=cast.li, code="1.1", down=False)  # the first stays first
    codes = [one.code for one in content_of(draft).dimensions[0].indicators]
    assert (codes[0], codes[-2]) == ("1.1", "9.2")
    services.remove_indicator(version=draft, actor=cast.li, code="9.2")
    assert content_of(draft) == FOUR


def test_a_dimension_is_added_changed_moved_and_taken_out(cast, draft):
    services.save_dimension(
        version=draft, actor=cast.li, content=DimensionContent("access", "无障碍", "Access", Decimal(95))
    )
    assert problems_of(draft) == ["The dimension “Access” has no indicator."]
    services.save_dimension(
        version=draft, actor=cast.li, content=DimensionContent("access", "无障碍服务", ""), before="access"
    )
    services.move_dimension(version=draft, actor=cast.li, code="access", down=False)
    assert [one.code for one in content_of(draft).dimensions][-2:] == ["access", "satisfaction"]
    services.remove_dimension(version=draft, actor=cast.li, code="access")
    services.remove_dimension(version=draft, actor=cast.li, code="satisfaction")
    assert [one.code for one in content_of(draft).dimensions] == ["response", "attitude", "resolution"]
    assert problems_of(draft) == ["The weights add up to 80.00% instead of 100%."]


@pytest.mark.parametrize(
    ("content", "field", "sentence"),
    [
        (rating("1.1"), "code", "The code 1.1 is there twice."),
        (rating(""), "code", "code is missing."),
        (rating("1/2"), "code", "a code has letters, digits, points, hyphens and underscores only."),
        (rating(levels=()), "levels", "it needs at least two levels."),
        (replace(rating(), name_zh=" "), "name_zh", "name in Chinese is missing."),
        (replace(rating(), name_zh="长" * 81), "name_zh", "name in Chinese is longer than 80 characters."),
        (replace(rating(), scale=Scale.BONUS, levels=(), weight=100), "weight", "critical indicators, events and bonuses carry no weight."),
        (deducting(), "step", "it does not say how many points an occurrence costs."),
        (deducting(step=9, max_points=5), "step", "an occurrence costs more than the most it can cost."),
        (
            deducting(step=9, max_points=500),
            "max_points",
            "without a weight it takes points from the sheet’s 100; it cannot cost more.",
        ),
        (replace(rating(), scale=Scale.BONUS, levels=(), max_points=101), "max_points", "a bonus adds at most 100 points."),
        (measured(("x", "1"), ("2", "3")), "break_points", "its break points cannot be read."),
        (measured(("NaN", "1"), ("2", "3")), "break_points", "its break points cannot be read."),
        (
            measured(("80", "0"), ("95", "100")),
            "break_points",
            "8,000% is no possible figure: “Resolved rate” is from 0 to 100%.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_indicator_is_told_at_its_field(cast, draft, content, field, sentence):
    with pytest.raises(Invalid) as refusal:
        services.save_indicator(version=draft, actor=cast.li, dimension="attitude", content=content)
    assert refusal.value.message_dict == {field: [sentence]}
    assert content_of(StandardVersion.objects.get(pk=draft.pk)) == FOUR


def test_a_missing_weight_is_let_pass_and_told_before_sending(cast, draft):
    services.save_indicator(version=draft, actor=cast.li, dimension="attitude", content=rating())
    assert problems_of(draft) == ["9.1 New one: it has no weight."]
    with pytest.raises(Invalid):
        services.submit_version(version=draft, actor=cast.li)


def test_a_standard_of_deductions_alone_needs_no_weights(cast):
    empty = services.create_empty_standard(code="penalties", name_zh="扣分制", name_en="Penalties", author=cast.li)
    services.save_dimension(version=empty, actor=cast.li, content=DimensionContent("all", "全部", "All"))
    one = IndicatorContent(
        "1", Scale.DEDUCTION, 0, "迟到", "Late", max_points=Decimal(20), step=Decimal(2), repeats_doubled=True
    )
    services.save_indicator(version=empty, actor=cast.li, dimension="all", content=one)
    assert problems_of(empty) == []


def test_settings_are_saved_and_a_cap_goes_with_its_policy(cast, draft):
    more = {"na_policy": "full_marks", "target": Decimal(92), "purpose_zh": "提高目标"}
    services.change_settings(version=draft, actor=cast.li, critical_policy="cap", critical_cap=Decimal(59), **more)
    assert (draft.critical_cap, draft.purpose_zh) == (59, "提高目标")
    with pytest.raises(Invalid) as refusal:
        services.change_settings(version=draft, actor=cast.li, critical_policy="cap", critical_cap=None, **more)
    assert list(refusal.value.message_dict) == ["critical_cap"]
    services.change_settings(version=draft, actor=cast.li, critical_policy="zero", critical_cap=Decimal(59), **more)
    draft.refresh_from_db()
    assert draft.critical_cap is None


# scope and targets


def test_scope_limits_units_and_touchpoints(cast, draft):
    scope = [("unit", cast.east.code), ("touchpoint", "phone"), ("product", "信用卡")]
    services.save_scope(version=draft, actor=cast.li, scope=scope)
    assert [(row.aspect, row.values) for row in scope_of(draft)] == [
        ("Unit", ("East Branch",)), ("Touchpoint", ("Phone",)), ("Product", ("信用卡",)),
    ]  # fmt: skip
    assert list(units_in_scope(draft, Unit.objects.filter(is_assessed=True))) == [cast.east]
    services.save_scope(version=draft, actor=cast.li, scope=[])
    assert units_in_scope(draft, Unit.objects.filter(is_assessed=True)).count() > 1


@pytest.mark.parametrize(
    "scope",
    [
        [("unit", "NOWHERE")],
        [("touchpoint", "carrier pigeon")],
        [("weather", "sun")],
        [("product", " ")],
        [("product", "信用卡"), ("product", "信用卡")],
    ],
)
def test_a_scope_that_means_nothing_is_refused(cast, draft, scope):
    with pytest.raises(Invalid):
        services.save_scope(version=draft, actor=cast.li, scope=scope)
    assert scope_of(draft) == []


def target(code: str = "reply", **more) -> TargetContent:
    return TargetContent(
        code, "答复时限", "Reply", **{"sense": TargetSense.AT_MOST, "value": 24, "unit": TargetUnit.HOURS, **more}
    )


def test_targets_are_kept_with_benchmark_and_baseline(cast, draft):
    wanted = [
        target(benchmark=48),
        target("waiting", kind="change", value=-30, baseline=12, baseline_source="2025", unit=TargetUnit.MINUTES),
    ]
    services.save_targets(version=draft, actor=cast.li, targets=wanted)
    assert list(content_of(draft).targets) == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        target(kind="rank", value=0),
        target(kind="rank", value=Decimal("1.5")),
        target(kind="change", value=-101),
        target(value=-1),
        target(measure="weather.sun"),
        target(""),
    ],
)
def test_a_target_that_means_nothing_is_refused(cast, draft, wrong):
    with pytest.raises(Invalid):
        services.save_targets(version=draft, actor=cast.li, targets=[wrong])
    with pytest.raises(Invalid):
        services.save_targets(version=draft, actor=cast.li, targets=[target(), target()])


# who, and when


ACTS = [
    lambda draft, **who: services.change_settings(
        version=draft, na_policy="full_marks", critical_policy="zero", critical_cap=None, target=None, **who
    ),
    lambda draft, **who: services.save_dimension(version=draft, content=DimensionContent("x", "某"), **who),
    lambda draft, **who: services.remove_dimension(version=draft, code="response", **who),
    lambda draft, **who: services.move_dimension(version=draft, code="response", down=True, **who),
    lambda draft, **who: services.save_indicator(version=draft, dimension="response", content=rating(), **who),
    lambda draft, **who: services.remove_indicator(version=draft, code="1.1", **who),
    lambda draft, **who: services.move_indicator(version=draft, code="1.1", down=True, **who),
    lambda draft, **who: services.save_scope(version=draft, scope=[], **who),
    lambda draft, **who: services.save_targets(version=draft, targets=[], **who),
    lambda draft, **who: services.replace_content(version=draft, content=FOUR, **who),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_leads_edit_only_drafts_and_only_what_they_saw(cast, draft, act):
    for who in (cast.zhou, cast.qian, cast.lin, cast.feng):
        with pytest.raises(NotAllowed):
            act(draft, actor=who)
    with pytest.raises(Conflict):
        act(draft, actor=cast.li, lock=draft.version + 1)
    act(draft, actor=cast.li, lock=draft.version)
    assert AuditEvent.objects.filter(action="standards.version.edit").count() == 1
    stale = StandardVersion.objects.get(pk=draft.pk)
    stale.version -= 1
    with pytest.raises(Conflict):
        act(stale, actor=cast.li)
    StandardVersion.objects.filter(pk=draft.pk).update(state=VersionState.SUBMITTED)
    with pytest.raises(NotAllowed):
        act(StandardVersion.objects.get(pk=draft.pk), actor=cast.li)


# sending, returning


def test_a_returned_draft_can_be_changed_and_sent_again(cast, submitted):
    services.return_version(version=submitted, actor=cast.zhou, reason="权重请再斟酌")
    assert (submitted.state, submitted.returned_reason) == (VersionState.DRAFT, "权重请再斟酌")
    assert {one.kind for one in cast.li.user.notifications.all()} == {"standards.version.returned"}
    services.save_dimension(
        version=submitted, actor=cast.li, content=DimensionContent("response", "响应", "Response"), before="response"
    )
    services.submit_version(version=submitted, actor=cast.li)
    # The reason stays until somebody approves: it is there again where the version is taken back.
    assert (submitted.state, submitted.returned_reason) == (VersionState.SUBMITTED, "权重请再斟酌")
    services.approve_version(version=submitted, actor=cast.zhou)
    assert submitted.returned_reason == ""


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_returning_needs_a_reason(cast, submitted, reason):
    with pytest.raises(Invalid):
        services.return_version(version=submitted, actor=cast.zhou, reason=reason)


def test_a_draft_cannot_be_approved_while_it_is_being_written(cast, draft):
    with pytest.raises(Conflict):
        services.approve_version(version=draft, actor=cast.zhou)


def test_whoever_changed_anything_does_not_approve(cast, draft):
    RoleAssignment.objects.create(person=cast.zhou, role=Role.LEAD, unit=cast.bank)
    services.move_dimension(version=draft, actor=cast.zhou, code="response", down=True)
    services.submit_version(version=draft, actor=cast.li)
    with pytest.raises(NotAllowed):
        services.approve_version(version=draft, actor=cast.zhou)


# in force from a day


def test_a_later_day_is_kept_and_comes_by_itself(cast, approved):
    day = clock.today() + timedelta(days=10)
    services.put_in_force(version=approved, actor=cast.li, on=day)
    assert (approved.state, approved.in_force_from) == (VersionState.APPROVED, day)
    assert services.enforce_due_versions() == 0
    with clock.travelling(clock.now() + timedelta(days=10)):
        assert services.enforce_due_versions() == 1
        assert services.enforce_due_versions() == 0
    assert version_in_force() == approved
    assert run_verifiers()["standards"] == []


def test_the_day_can_be_moved_and_a_past_one_is_refused(cast, approved):
    day = clock.today() + timedelta(days=10)
    services.put_in_force(version=approved, actor=cast.li, on=day)
    services.put_in_force(version=approved, actor=cast.zhou, on=day - timedelta(days=3))
    assert approved.in_force_from == day - timedelta(days=3)
    with pytest.raises(Invalid):
        services.put_in_force(version=approved, actor=cast.li, on=date(2020, 1, 1))


def test_an_approved_version_can_be_given_up_one_in_force_cannot(cast, in_force):
    second = services.create_next_version(version=in_force, author=cast.li)
    services.submit_version(version=second, actor=cast.li)
    services.approve_version(version=second, actor=cast.zhou)
    services.retire_version(version=second, actor=cast.zhou)
    assert second.state == VersionState.RETIRED
    with pytest.raises(Conflict):
        services.retire_version(version=in_force, actor=cast.zhou)
    assert run_verifiers()["standards"] == []


def test_a_discarded_draft_keeps_the_weights_that_were_set_in_it(cast, draft):
    shares = {one.code: one.weight for one in content_of(draft).indicators if one.weight}
    set_weights(version=draft, weights=shares, actor=cast.li, source=WeightSource.HAND)
    services.discard_version(version=draft, actor=cast.li)
    draft.refresh_from_db()
    assert draft.state == VersionState.RETIRED
    assert (draft in visible_to(cast.li), draft in visible_to(cast.lin)) == (True, False)
    assert services.create_standard_from_preset(preset="four-dimensions", author=cast.li).number == 2
    assert run_verifiers()["standards"] == []


def test_whoever_set_the_weights_does_not_approve(cast, draft):
    RoleAssignment.objects.create(person=cast.zhou, role=Role.LEAD, unit=cast.bank)
    shares = {one.code: one.weight for one in content_of(draft).indicators if one.weight}
    set_weights(version=draft, weights=shares, actor=cast.zhou, source=WeightSource.HAND)
    draft.refresh_from_db()
    services.submit_version(version=draft, actor=cast.li)
    with pytest.raises(NotAllowed):
        services.approve_version(version=draft, actor=cast.zhou)
