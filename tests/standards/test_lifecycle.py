"""From a preset to a standard in force: who may, and what is refused."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, NotAllowed
from organization.enums import Role
from organization.models import RoleAssignment
from organization.worklist import work_waiting_for
from standards.enums import Scale, VersionState
from standards.models import Indicator, RubricLevel, StandardVersion
from standards.rules import can_approve_version
from standards.selectors import dimensions_of, indicators_of, version_in_force
from standards.services import (
    approve_version,
    change_settings,
    create_standard_from_preset,
    put_in_force,
    report_pilot,
    retire_version,
    return_version,
    start_pilot,
    submit_version,
    take_back_version,
)
from standards.studies.enums import WeightSource
from standards.studies.proposals import propose
from standards.studies.services import adopt_proposal, close_study
from standards.validators import problems_of
from tests.cast import make_person
from tests.standards.studying import make_study, submit


def acts() -> list[str]:
    return list(
        AuditEvent.objects.filter(action__startswith="standards.").order_by("number").values_list("action", flat=True)
    )


# making


def test_create_from_preset_makes_a_draft_with_everything(cast, draft):
    assert (draft.state, draft.number, draft.author) == (VersionState.DRAFT, 1, cast.li)
    assert Indicator.objects.filter(version=draft).count() == 21
    assert RubricLevel.objects.filter(indicator__version=draft).count() == 12 * 5 + 3 * 2
    assert acts() == ["standards.version.create"]


def test_create_from_preset_is_for_leads(cast):
    with pytest.raises(NotAllowed):
        create_standard_from_preset(preset="four-dimensions", author=cast.zhou)


def test_create_from_an_unknown_preset_is_refused(cast):
    with pytest.raises(Invalid, match="no such preset"):
        create_standard_from_preset(preset="five-dimensions", author=cast.li)


def test_second_draft_of_a_standard_is_refused(cast, draft):
    with pytest.raises(Conflict):
        create_standard_from_preset(preset="four-dimensions", author=cast.li)
    assert StandardVersion.objects.count() == 1


def test_next_draft_gets_the_next_number(cast, in_force):
    assert create_standard_from_preset(preset="four-dimensions", author=cast.li).number == 2


# approving


def test_approve_makes_it_unchangeable_and_names_its_content(cast, submitted):
    draft = submitted
    approve_version(version=draft, actor=cast.zhou)
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by) == (VersionState.APPROVED, cast.zhou)
    assert len(AuditEvent.objects.get(action="standards.version.approve").details["content"]) == 64


@pytest.mark.parametrize("who", ["li", "qian", "lin", "chen", "feng"])
def test_approve_is_for_managers(cast, submitted, who):
    with pytest.raises(NotAllowed):
        approve_version(version=submitted, actor=getattr(cast, who))


def test_approve_is_never_for_the_author(cast, submitted):
    RoleAssignment.objects.create(person=cast.li, role=Role.MANAGER, unit=cast.bank)
    with pytest.raises(NotAllowed):
        approve_version(version=submitted, actor=cast.li)


def test_approve_twice_is_refused(cast, approved):
    with pytest.raises(Conflict):
        approve_version(version=approved, actor=cast.zhou)


def spoil(version: StandardVersion, code: str, **changes) -> None:
    Indicator.objects.filter(version=version, code=code).update(**changes)


@pytest.mark.parametrize(
    ("code", "changes", "sentence"),
    [
        ("2.1", {"weight": 500}, "The weights add up to 99.00% instead of 100%."),
        ("2.1", {"max_points": 90}, "2.1 Courtesy: its best level does not give full marks."),
        (
            "1.4",
            {"break_points": [["0.5", "0"]]},
            "1.4 Answered within target: it needs two or more break points with different figures.",
        ),
        (
            "1.4",
            {"break_points": [["0.5", "0"], ["0.7", "90"], ["0.9", "80"]]},
            "1.4 Answered within target: its break points neither rise nor fall throughout.",
        ),
        (
            "1.4",
            {"measure": "weather.sun"},
            "1.4 Answered within target: no room of the portal computes the measure weather.sun.",
        ),
        ("2.1", {"scale": Scale.POINTS}, "2.1 Courtesy: only ratings and yes-or-no indicators have levels."),
        ("3.3", {"target": 101}, "3.3 Following the procedure: its target is not between 0 and 100."),
    ],
)
def test_send_and_approve_name_what_is_wrong(cast, submitted, code, changes, sentence):
    spoil(submitted, code, **changes)
    with pytest.raises(Invalid) as refusal:
        approve_version(version=submitted, actor=cast.zhou)
    assert refusal.value.messages == [sentence]
    submitted.refresh_from_db()
    assert submitted.state == VersionState.SUBMITTED
    draft = return_version(version=submitted, actor=cast.zhou, reason="See the list.")
    with pytest.raises(Invalid) as refusal:
        submit_version(version=draft, actor=cast.li)
    assert refusal.value.messages == [sentence]


def test_rating_without_levels_is_a_problem(draft):
    RubricLevel.objects.filter(indicator__version=draft, indicator__code="2.2").delete()
    assert problems_of(draft) == ["2.2 Listening and understanding: it needs at least two levels."]


# in force


def test_put_in_force_retires_the_former(cast, in_force):
    second = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    submit_version(version=second, actor=cast.li)
    approve_version(version=second, actor=cast.zhou)
    put_in_force(version=second, actor=cast.zhou)
    in_force.refresh_from_db()
    assert (in_force.state, version_in_force()) == (VersionState.RETIRED, second)
    assert acts()[-2:] == ["standards.version.retire", "standards.version.put_in_force"]


def test_put_in_force_needs_an_approval_and_leaves_the_former(cast, in_force):
    second = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    with pytest.raises(Conflict):
        put_in_force(version=second, actor=cast.zhou)
    assert version_in_force() == in_force


def test_put_in_force_twice_is_refused(cast, in_force):
    with pytest.raises(Conflict):
        put_in_force(version=in_force, actor=cast.zhou)


@pytest.mark.parametrize("who", ["qian", "lin", "chen", "feng"])
def test_put_in_force_is_for_leads_and_managers(cast, approved, who):
    with pytest.raises(NotAllowed):
        put_in_force(version=approved, actor=getattr(cast, who))


# reading


def test_indicators_of_an_approved_version_are_read_once(approved, django_assert_num_queries):
    first = indicators_of(approved)
    with django_assert_num_queries(0):
        second = indicators_of(approved)
        assert [level.level for level in second[0].levels.all()] == [5, 4, 3, 2, 1]
        assert second[0].dimension.code == "response"
    assert first is second


def test_indicators_of_a_draft_are_read_anew(draft):
    indicators_of(draft)
    spoil(draft, "1.1", weight=501)
    assert indicators_of(draft)[0].weight == 501


def test_dimensions_come_in_order_with_their_weights(in_force):
    assert [(group.dimension.code, group.weight) for group in dimensions_of(in_force)] == [
        ("response", 2000), ("attitude", 2500), ("resolution", 3500), ("satisfaction", 2000),
    ]  # fmt: skip


# watching


def test_verify_holds_for_a_standard_in_force(in_force):
    assert run_verifiers()["standards"] == []


def test_verify_names_a_version_that_was_changed_after_its_approval(in_force):
    RubricLevel.objects.filter(indicator__version=in_force, indicator__code="2.1", level=4).update(points=95)
    assert run_verifiers()["standards"] == ["Standard four-dimensions version 1 was changed after its approval."]
    with pytest.raises(CommandError):
        call_command("verify")


def test_verify_names_a_version_that_nobody_approved(draft):
    StandardVersion.objects.update(state=VersionState.IN_FORCE)
    assert run_verifiers()["standards"] == [
        "Standard four-dimensions version 1 is in_force, but the audit trail knows of no approval."
    ]


def test_work_list_leads_from_the_first_draft_to_the_standard_in_force(cast):
    def titles(person):
        return [item.title for item in work_waiting_for(person) if "tandard" in item.title]

    assert (titles(cast.li), titles(cast.zhou)) == (["Make a standard"], [])
    version = create_standard_from_preset(preset="four-dimensions", author=cast.li)
    assert (titles(cast.li), titles(cast.zhou)) == (["Finish the draft of the standard"], [])
    submit_version(version=version, actor=cast.li)
    assert (titles(cast.li), titles(cast.zhou)) == ([], ["Approve the standard"])
    approve_version(version=version, actor=cast.zhou)
    assert (titles(cast.li), titles(cast.zhou)) == (["Put the standard in force"], ["Put the standard in force"])
    put_in_force(version=version, actor=cast.li)
    assert (titles(cast.li), titles(cast.zhou)) == ([], [])


def test_managers_are_told_of_what_waits_for_them(cast, submitted):
    notice = cast.zhou.user.notifications.get()
    assert (notice.kind, notice.url) == ("standards.version.proposed", submitted.get_absolute_url())


# taken back by who sent it


def test_version_that_is_taken_back_is_a_draft_and_waits_for_no_manager(cast, submitted):
    take_back_version(version=submitted, actor=cast.li)
    version = StandardVersion.objects.get(pk=submitted.pk)
    assert version.state == VersionState.DRAFT
    assert [item.title for item in work_waiting_for(cast.zhou) if "tandard" in item.title] == []
    assert cast.zhou.user.notifications.count() == 0
    assert acts()[-1] == "standards.version.take_back"


def test_manager_who_has_read_the_notice_is_told_that_it_was_taken_back(cast, submitted):
    cast.zhou.user.notifications.update(read_at=clock.now())
    take_back_version(version=submitted, actor=cast.li)
    kinds = cast.zhou.user.notifications.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["standards.version.proposed", "standards.version.taken_back"]


def test_only_who_sent_a_version_takes_it_back(cast, submitted):
    other = make_person("hanmei", "00002", "韩梅", "Han Mei", cast.quality_office, Role.LEAD)
    for person in (other, cast.zhou, cast.qian, cast.lin):
        with pytest.raises(NotAllowed):
            take_back_version(version=submitted, actor=person)


def test_decided_version_is_not_taken_back(cast, approved):
    with pytest.raises(Conflict):
        take_back_version(version=approved, actor=cast.li)


def test_reason_of_a_return_stands_again_when_the_next_try_is_taken_back(cast, submitted):
    return_version(version=submitted, actor=cast.zhou, reason="红线过轻")
    submit_version(version=submitted, actor=cast.li)
    assert submitted.returned_reason == "红线过轻"
    take_back_version(version=submitted, actor=cast.li)
    assert (submitted.state, submitted.returned_reason) == (VersionState.DRAFT, "红线过轻")
    submit_version(version=submitted, actor=cast.li)
    approve_version(version=submitted, actor=cast.zhou)
    assert submitted.returned_reason == ""


def test_piloted_version_goes_back_to_its_pilot(cast, draft):
    today = clock.today()
    start_pilot(version=draft, actor=cast.li, units=[cast.east], starts_on=today, ends_on=today, aim="档次")
    report_pilot(version=draft, actor=cast.li, report="一致", advice="adopt")
    draft.refresh_from_db()
    submit_version(version=draft, actor=cast.li)
    take_back_version(version=draft, actor=cast.li)
    assert draft.state == VersionState.PILOT


def test_page_of_a_version_offers_taking_back_to_its_sender(client, cast, submitted):
    url = reverse("standards:version_take_back", kwargs={"public_id": submitted.public_id})
    for person, may in ((cast.zhou, False), (cast.li, True)):
        client.force_login(person.user)
        page = client.get(submitted.get_absolute_url())
        assert (page.context["may_take_back"], url in page.content.decode()) == (may, may)
    assert client.post(url, {"version": submitted.version - 1}).status_code == 409
    assert client.post(url, {"version": submitted.version}).status_code == 302
    assert StandardVersion.objects.get(pk=submitted.pk).state == VersionState.DRAFT


# what was read is what is decided


def changed_behind_the_page(cast, version) -> None:
    """Returned by another manager, changed by the lead and sent again, while a manager still has the old page open."""
    other = make_person("hanmei", "00002", "韩梅", "Han Mei", cast.bank, Role.MANAGER)
    present = StandardVersion.objects.get(pk=version.pk)
    return_version(version=present, actor=other, reason="红线过轻")
    change_settings(
        version=present,
        actor=cast.li,
        na_policy=present.na_policy,
        critical_policy="fail",
        critical_cap=None,
        target=None,
    )
    submit_version(version=present, actor=cast.li)


def fields_of(page: str, url: str) -> dict[str, str]:
    form = page[page.index(url) :]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))


def test_old_page_approves_nothing_that_was_not_read(client, cast, submitted):
    client.force_login(cast.zhou.user)
    url = reverse("standards:version_approve", kwargs={"public_id": submitted.public_id})
    fields = fields_of(client.get(submitted.get_absolute_url()).content.decode(), url)
    changed_behind_the_page(cast, submitted)

    assert client.post(url, fields).status_code == 409
    submitted.refresh_from_db()
    assert submitted.state == VersionState.SUBMITTED

    fields = fields_of(client.get(submitted.get_absolute_url()).content.decode(), url)
    assert client.post(url, fields).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == VersionState.APPROVED


@pytest.mark.parametrize("version", ["²", "９", "1" * 40, "x"])
def test_version_that_is_no_number_is_a_conflict(client, cast, submitted, version):
    client.force_login(cast.zhou.user)
    url = reverse("standards:version_approve", kwargs={"public_id": submitted.public_id})
    assert client.post(url, {"version": version}).status_code == 409


def test_every_decision_names_what_was_read(cast, submitted):
    stale = submitted.version
    changed_behind_the_page(cast, submitted)

    def anew() -> StandardVersion:
        return StandardVersion.objects.select_related("standard").get(pk=submitted.pk)

    for act in (
        lambda: approve_version(version=anew(), actor=cast.zhou, lock=stale),
        lambda: return_version(version=anew(), actor=cast.zhou, reason="再改", lock=stale),
        lambda: submit_version(version=anew(), actor=cast.li, lock=stale),
        lambda: put_in_force(version=anew(), actor=cast.li, lock=stale),
        lambda: retire_version(version=anew(), actor=cast.li, lock=stale),
    ):
        with pytest.raises(Conflict, match="not what you saw"):
            act()
    assert anew().state == VersionState.SUBMITTED


def test_expert_whose_comparisons_became_the_weights_does_not_approve(cast, draft):
    study = make_study(draft, cast.li, [cast.zhou, cast.chen])
    submit(study, cast.zhou)
    submit(study, cast.chen)
    study.refresh_from_db()
    close_study(study=study, actor=cast.li)
    draft.refresh_from_db()
    assert can_approve_version(cast.zhou, draft)

    proposal = propose(draft, WeightSource.EXPERTS, study=study, quarters=[], alpha=None)
    adopt_proposal(version=draft, proposal=proposal, actor=cast.li, study=study)
    draft.refresh_from_db()
    submit_version(version=draft, actor=cast.li)

    with pytest.raises(NotAllowed):
        approve_version(version=draft, actor=cast.zhou)
