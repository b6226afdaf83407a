"""A version tried in chosen departments: frozen from its beginning, and approved only with its report (R6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from standards import services
from standards.enums import VersionState
from standards.models import Indicator, Pilot
from standards.selectors import indicators_of, version_in_force


def begin(cast, version, **more) -> Pilot:
    today = clock.today()
    values = {"units": [cast.east], "starts_on": today, "ends_on": today + timedelta(days=30), "aim": "档次是否清楚"}
    return services.start_pilot(version=version, actor=cast.li, **{**values, **more})


@pytest.fixture
def piloted(cast, draft):
    begin(cast, draft)
    return draft


def test_a_pilot_freezes_the_version(cast, piloted):
    assert (piloted.state, piloted.is_frozen) == (VersionState.PILOT, True)
    with pytest.raises(NotAllowed):
        services.remove_indicator(version=piloted, actor=cast.li, code="1.1")
    assert indicators_of(piloted) is indicators_of(piloted)


def test_a_pilot_goes_with_its_report_to_the_managers(cast, piloted):
    with pytest.raises(Invalid, match="report"):
        services.submit_version(version=piloted, actor=cast.li)
    with pytest.raises(Conflict):
        services.approve_version(version=piloted, actor=cast.zhou)
    services.report_pilot(version=piloted, actor=cast.li, report="两名评估员评分一致。", advice="adopt")
    services.submit_version(version=piloted, actor=cast.li)
    services.return_version(version=piloted, actor=cast.zhou, reason="报告请补充样本数")
    assert piloted.state == VersionState.PILOT
    services.report_pilot(version=piloted, actor=cast.li, report="样本 40 件。", advice="adopt")
    services.submit_version(version=piloted, actor=cast.li)
    services.approve_version(version=piloted, actor=cast.zhou)
    services.put_in_force(version=piloted, actor=cast.zhou)
    assert version_in_force() == piloted
    assert run_verifiers()["standards"] == []


def test_a_pilot_that_advises_against_it_ends_the_version_and_the_next_begins_with_it(cast, piloted):
    services.report_pilot(version=piloted, actor=cast.li, report="档次 3 和 4 分不清。", advice="revise")
    with pytest.raises(Conflict):
        services.create_next_version(version=piloted, author=cast.li)
    services.retire_version(version=piloted, actor=cast.li)
    assert services.create_next_version(version=piloted, author=cast.li).number == 2
    assert run_verifiers()["standards"] == []


def test_verify_sees_a_change_during_the_pilot(piloted):
    Indicator.objects.filter(version=piloted, code="2.1").update(weight=1)
    assert run_verifiers()["standards"] == ["Standard four-dimensions version 1 was changed after its pilot began."]


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("units", lambda cast: {"units": []}),
        ("units", lambda cast: {"units": [cast.retail]}),
        ("starts_on", lambda cast: {"starts_on": clock.today() - timedelta(days=1)}),
        ("ends_on", lambda cast: {"ends_on": clock.today() - timedelta(days=1)}),
        ("ends_on", lambda cast: {"ends_on": clock.today() + timedelta(days=400)}),
        ("aim", lambda cast: {"aim": "  "}),
    ],
)
def test_what_is_wrong_is_told_at_its_field(cast, draft, field, make):
    with pytest.raises(Invalid) as refusal:
        begin(cast, draft, **make(cast))
    assert list(refusal.value.message_dict) == [field]
    assert Pilot.objects.count() == 0


def test_a_department_outside_the_scope_is_not_tried_in(cast, draft):
    services.save_scope(version=draft, actor=cast.li, scope=[("unit", cast.west.code)])
    with pytest.raises(Invalid) as refusal:
        begin(cast, draft, units=[cast.east, cast.west])
    (sentence,) = refusal.value.message_dict["units"]
    assert cast.east.name_en in sentence and cast.west.name_en not in sentence
    assert begin(cast, draft, units=[cast.west]).version == draft


def test_the_page_of_a_pilot_leads_to_its_trial_and_says_why_it_cannot_be_sent(client, cast, piloted):
    client.force_login(cast.li.user)
    english = {"accept-language": "en"}
    page = client.get(piloted.get_absolute_url(), headers=english).content.decode()
    trial = f"{reverse('assessments:cycle_special')}?version={piloted.public_id}"
    assert trial in page and 'aria-describedby="needs-report"' in page and 'id="needs-report"' in page
    form = client.get(trial, headers=english).context["form"]
    assert (form["version"].value(), form["units"].value()) == (piloted.public_id, [cast.east.code])
    assert form["title_zh"].value() == f"试点评估：{piloted.standard.name_zh}第 1 版"
    services.report_pilot(version=piloted, actor=cast.li, report="可行", advice="adopt")
    assert 'id="needs-report"' not in client.get(piloted.get_absolute_url(), headers=english).content.decode()


def test_an_unfinished_draft_is_not_tried(cast, draft):
    services.remove_indicator(version=draft, actor=cast.li, code="1.1")
    with pytest.raises(Invalid, match="add up"):
        begin(cast, draft)


def test_a_pilot_is_for_leads_and_drafts(cast, draft, approved):
    with pytest.raises(Conflict):
        begin(cast, approved)
    with pytest.raises(NotAllowed):
        services.start_pilot(
            version=approved,
            actor=cast.zhou,
            units=[cast.east],
            starts_on=clock.today(),
            ends_on=clock.today(),
            aim="x",
        )


def test_a_report_needs_words_and_an_advice(cast, piloted):
    with pytest.raises(Invalid) as refusal:
        services.report_pilot(version=piloted, actor=cast.li, report=" ", advice="perhaps")
    assert sorted(refusal.value.message_dict) == ["advice", "report"]
