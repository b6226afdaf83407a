"""Setting weights: the one door, what it refuses, and what it keeps (R4)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock, engine
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.worklist import work_waiting_for
from standards.models import Indicator
from standards.models.study import WeightSetting
from standards.selectors import indicators_of
from standards.services import approve_version, put_in_force, submit_version
from standards.studies.enums import WeightSource
from standards.studies.selectors import adjustment_of, months_later, origin_of
from standards.studies.services import set_weight_interval, set_weights


def present(version) -> dict[str, int]:
    return {
        one.code: one.weight
        for one in Indicator.objects.filter(version=version).exclude(scale="critical").order_by("pk")
    }


def moved(version, **changes: int) -> dict[str, int]:
    """The present weights with some changed: `moved(draft, **{"1.1": 10})` by hundredths of a percent."""
    weights = present(version)
    for code, by in changes.items():
        weights[code] += by
    return weights


def set_by_hand(version, actor, weights, **more):
    return set_weights(version=version, weights=weights, actor=actor, source=WeightSource.HAND, **more)


def test_weights_are_written_and_kept_with_what_was_before(cast, draft):
    before, wanted = present(draft), moved(draft, **{"1.1": 150, "2.1": -150})
    setting = set_by_hand(draft, cast.li, wanted)
    assert present(draft) == wanted
    assert (setting.weights, setting.before, setting.set_by) == (wanted, before, cast.li)
    assert origin_of(draft) == setting
    event = AuditEvent.objects.get(action="standards.weights.set")
    assert (event.details["source"], event.details["digest"]) == ("hand", setting.digest)


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "chen", "feng", "he"])
def test_weights_are_for_leads(cast, draft, who):
    with pytest.raises(NotAllowed):
        set_by_hand(draft, getattr(cast, who), present(draft))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"1.1": 1}, "add up to 100.01%"),
        ({"1.1": -1}, "add up to 99.99%"),
        ({"1.1": -20_000, "2.1": 20_000}, "not below 0"),
    ],
)
def test_weights_that_are_no_weights_are_refused(cast, draft, changes, sentence):
    before = present(draft)
    with pytest.raises(Invalid, match=sentence):
        set_by_hand(draft, cast.li, moved(draft, **changes))
    assert (present(draft), WeightSetting.objects.count()) == (before, 0)


def test_weights_of_other_indicators_are_refused(cast, draft):
    weights = present(draft)
    for spoilt in ({**weights, "9.9": 0}, {code: weight for code, weight in weights.items() if code != "1.1"}):
        with pytest.raises(Invalid, match="indicators have changed"):
            set_by_hand(draft, cast.li, spoilt)


def test_half_a_hundredth_is_refused(cast, draft):
    weights = moved(draft)
    weights["1.1"] += 0.5
    weights["2.1"] -= 0.5
    with pytest.raises(Invalid, match="two decimals"):
        set_by_hand(draft, cast.li, weights)


def test_weights_of_an_approved_version_stay(cast, draft):
    approve_version(version=submit_version(version=draft, actor=draft.author), actor=cast.zhou)
    with pytest.raises(Conflict):
        set_by_hand(draft, cast.li, moved(draft, **{"1.1": 1, "2.1": -1}))


def test_lost_update_is_refused(cast, draft):
    seen = draft.version
    set_by_hand(draft, cast.li, moved(draft, **{"1.1": 1, "2.1": -1}), seen=seen)
    with pytest.raises(Conflict):
        set_by_hand(draft, cast.li, moved(draft, **{"1.1": 5, "2.1": -5}), seen=seen)


def test_approval_holds_the_weights_that_were_set(cast, draft):
    wanted = moved(draft, **{"1.1": 150, "2.1": -150})
    set_by_hand(draft, cast.li, wanted)
    approve_version(version=submit_version(version=draft, actor=draft.author), actor=cast.zhou)
    assert {one.code: one.weight for one in indicators_of(draft) if one.weight} == wanted


def test_setting_cannot_be_changed_or_removed(cast, draft):
    setting = set_by_hand(draft, cast.li, present(draft))
    for spoil in (lambda rows: rows.update(weights={}), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil(WeightSetting.objects.filter(pk=setting.pk))


def test_verify_sees_a_setting_that_was_tampered_with(cast, draft):
    setting = set_by_hand(draft, cast.li, present(draft))
    assert run_verifiers()["weights"] == []
    engine.unseal_table(WeightSetting._meta.db_table)
    WeightSetting.objects.filter(pk=setting.pk).update(weights={"1.1": 10_000})
    assert run_verifiers()["weights"] == [
        f"The setting of weights {setting.public_id} is not the one that was decided."
    ]


# when they are due


def test_months_later_is_the_same_day_or_the_last():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 1), 12) == date(2027, 12, 1)


def test_weights_are_due_when_the_interval_has_passed(cast, draft):
    set_by_hand(draft, cast.li, present(draft))
    put_in_force(
        version=approve_version(version=submit_version(version=draft, actor=draft.author), actor=cast.zhou),
        actor=cast.li,
    )
    set_weight_interval(version=draft, months=1, actor=cast.li)
    assert adjustment_of(draft).due_on == months_later(clock.today(), 1)
    assert titles(cast.li) == []
    with clock.travelling(clock.now() + timedelta(days=32)):
        assert titles(cast.li) == ["Adjust the weights"]
        assert titles(cast.zhou) == []


def test_interval_is_a_setting_of_the_standard(cast, in_force):
    for months in (0, 61, -1):
        with pytest.raises(Invalid):
            set_weight_interval(version=in_force, months=months, actor=cast.li)
    with pytest.raises(NotAllowed):
        set_weight_interval(version=in_force, months=6, actor=cast.zhou)
    set_weight_interval(version=in_force, months=6, actor=cast.li)
    assert adjustment_of(in_force).due_on == months_later(in_force.in_force_from, 6)


def titles(person) -> list[str]:
    person.forget_roles()
    return [item.title for item in work_waiting_for(person) if item.title == "Adjust the weights"]
