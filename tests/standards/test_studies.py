"""A weight study: opened, answered, sent back, closed, adopted; who sees what when (R4)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock, engine
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.worklist import work_waiting_for
from standards.models import Indicator
from standards.models.study import ExpertSubmission, StudyExpert
from standards.services import approve_version, start_pilot, submit_version
from standards.studies.digests import digest_of
from standards.studies.enums import ExpertState, StudyLevel, StudyState, WeightSource
from standards.studies.groups import groups_of, still_fits
from standards.studies.proposals import propose
from standards.studies.quarters import Quarter
from standards.studies.results import experts_weights, results_of
from standards.studies.services import (
    adopt_proposal,
    call_off_study,
    change_study,
    check_answers,
    close_study,
    open_study,
    rejoin_study,
    save_answers,
    submit_answers,
    take_back_answers,
    withdraw_expert,
)
from standards.studies.services.answering import submission_digest
from standards.studies.waiting import studies_waiting_for
from standards.weighting.shares import WHOLE
from tests.standards.studying import (
    ALL_EQUAL,
    CIRCULAR,
    CONSISTENT,
    FAR,
    answers,
    left_behind,
    make_study,
    part_of,
    submit,
)


@pytest.fixture
def study(cast, draft):
    """Of the four dimensions; Zhou, Chen and Lin are asked."""
    return make_study(draft, cast.li, [cast.zhou, cast.chen, cast.lin])


@pytest.fixture
def closed(cast, study):
    for person, steps in ((cast.zhou, CONSISTENT), (cast.chen, CONSISTENT), (cast.lin, ALL_EQUAL)):
        submit(study, person, steps)
    return close_study(study=study, actor=cast.li)


def waiting(person) -> list[tuple[str, str]]:
    return [(item.title, item.state) for item in work_waiting_for(person) if item in studies_waiting_for(person)]


# opening


def test_experts_get_a_notice_and_an_entry_in_the_work_list(cast, study):
    assert waiting(cast.chen) == [("Compare what counts more", "Asked")]
    assert waiting(cast.sun) == []
    told = Notification.objects.filter(kind="standards.study.asked")
    assert {row.user for row in told} == {cast.zhou.user, cast.chen.user, cast.lin.user}


def test_study_freezes_what_is_compared(cast, draft, study):
    (group,) = groups_of(study)
    assert group.codes == ["response", "attitude", "resolution", "satisfaction"]
    assert still_fits(study)
    Indicator.objects.filter(version=draft, dimension__code="response").exclude(scale="critical").update(
        scale="critical", weight=0
    )
    assert not still_fits(study)


@pytest.mark.parametrize(
    ("level", "dimension", "codes"),
    [
        (StudyLevel.DIMENSIONS, "", [""]),
        (StudyLevel.INDICATORS, "attitude", ["attitude"]),
        (StudyLevel.HIERARCHY, "", ["", "response", "attitude", "resolution", "satisfaction"]),
    ],
)
def test_level_says_what_is_compared(cast, draft, level, dimension, codes):
    made = make_study(draft, cast.li, [cast.chen], level, dimension=dimension)
    assert [group.code for group in groups_of(made)] == codes


def test_more_than_ten_are_not_compared_with_each_other(cast, draft):
    first = Indicator.objects.filter(version=draft, dimension__code="attitude").first()
    for number in range(9):
        Indicator.objects.create(
            version=draft, dimension=first.dimension, code=f"2.9{number}", name_zh="某项", scale="points", order=90
        )
    with pytest.raises(Invalid, match="At most 10 can be compared"):
        make_study(draft, cast.li, [cast.chen], StudyLevel.HIERARCHY)


@pytest.mark.parametrize("who", ["zhou", "qian", "lin", "feng"])
def test_opening_is_for_leads(cast, draft, who):
    with pytest.raises(NotAllowed):
        make_study(draft, getattr(cast, who), [cast.chen])


def test_study_needs_experts_a_day_to_come_and_a_draft(cast, draft):
    with pytest.raises(Invalid) as refusal:
        open_study(
            version=draft, actor=cast.li, level="dimensions", experts=[], due_on=clock.today() - timedelta(days=1)
        )
    assert refusal.value.message_dict == {
        "experts": ["Choose one expert at least."],
        "due_on": ["This day has passed."],
    }
    approve_version(version=submit_version(version=draft, actor=draft.author), actor=cast.zhou)
    with pytest.raises(Conflict):
        make_study(draft, cast.li, [cast.chen])


def test_somebody_without_an_account_cannot_be_asked(cast, draft):
    type(cast.zhao).objects.filter(pk=cast.zhao.pk).update(user=None)
    cast.zhao.refresh_from_db()
    with pytest.raises(Invalid, match="赵磊 cannot sign in"):
        make_study(draft, cast.li, [cast.zhao])


def test_change_adds_experts_and_keeps_who_has_submitted(cast, study):
    submit(study, cast.chen)
    change_study(study=study, actor=cast.li, experts=[cast.chen, cast.sun], due_on=date(2198, 1, 1))
    assert set(study.experts.values_list("person__staff_number", flat=True)) == {"00301", "00401"}
    assert waiting(cast.sun) == [("Compare what counts more", "Asked")]
    with pytest.raises(Invalid, match="陈洁: already compared"):
        change_study(study=study, actor=cast.li, experts=[cast.sun], due_on=FAR)


# comparing


def test_draft_is_kept_and_counts_nothing(cast, study):
    expert = part_of(study, cast.chen)
    save_answers(expert=expert, actor=cast.chen, answers={("", "0-1"): "5", ("", "0-2"): ""})
    assert part_of(study, cast.chen).draft == {"": {"0-1": "5"}}
    assert waiting(cast.chen) == [("Compare what counts more", "Begun")]
    with pytest.raises(Invalid, match="Nobody has submitted"):
        close_study(study=study, actor=cast.li)


@pytest.mark.parametrize("step", ["10", "0.2", "-5", "x", "1/10"])
def test_what_is_no_step_is_refused(cast, study, step):
    with pytest.raises(Invalid, match="choose a step of the scale"):
        save_answers(expert=part_of(study, cast.chen), actor=cast.chen, answers={("", "0-1"): step})


def test_incomplete_comparisons_are_refused(cast, study):
    expert = part_of(study, cast.chen)
    save_answers(expert=expert, actor=cast.chen, answers={("", "0-1"): "5"})
    with pytest.raises(Invalid, match="5 of 6 comparisons are missing"):
        submit_answers(expert=expert, actor=cast.chen)


def test_contradictions_are_sent_back_saying_which_to_look_at(cast, study):
    expert = part_of(study, cast.chen)
    save_answers(expert=expert, actor=cast.chen, answers=answers(study, *CIRCULAR))
    with pytest.raises(Invalid) as refusal:
        check_answers(expert=expert, actor=cast.chen)
    (sentence,) = refusal.value.messages
    assert sentence.startswith("Dimensions: the comparisons contradict each other (consistency ratio CR ")
    assert "Look at “Response time” and" in sentence
    row = part_of(study, cast.chen)
    assert (row.sent_back, row.state, row.submission) == (1, ExpertState.ASKED, None)
    assert AuditEvent.objects.filter(action="standards.study.send_back").count() == 1
    assert waiting(cast.chen) == [("Compare what counts more", "Sent back")]


def test_contradictions_do_not_get_past_the_service(cast, study):
    with pytest.raises(Invalid, match="contradict each other"):
        submit(study, cast.chen, CIRCULAR)
    assert ExpertSubmission.objects.count() == 0


def test_nobody_answers_for_another(cast, study):
    expert = part_of(study, cast.chen)
    for act in (
        lambda: save_answers(expert=expert, actor=cast.li, answers={}),
        lambda: submit_answers(expert=expert, actor=cast.li),
        lambda: withdraw_expert(expert=expert, actor=cast.li),
        lambda: take_back_answers(expert=expert, actor=cast.zhou),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_submission_is_sealed_and_checked(cast, study):
    submission = submit(study, cast.chen)
    figures = submission.figures[""]
    assert 0 < float(figures["cr"]) < 0.1
    assert sum(map(float, figures["weights"].values())) == pytest.approx(1, abs=1e-5)
    assert run_verifiers()["weights"] == []
    with pytest.raises(DatabaseError), transaction.atomic():
        ExpertSubmission.objects.filter(pk=submission.pk).update(answers={})
    engine.unseal_table(ExpertSubmission._meta.db_table)
    ExpertSubmission.objects.filter(pk=submission.pk).update(answers={})
    assert run_verifiers()["weights"] == [f"Comparisons {submission.public_id} are not those that were submitted."]


def test_second_thoughts_before_the_closing(cast, study):
    first = submit(study, cast.chen)
    take_back_answers(expert=part_of(study, cast.chen), actor=cast.chen)
    assert waiting(cast.chen) == [("Compare what counts more", "Begun")]
    second = submit(study, cast.chen, ALL_EQUAL)
    assert (first.number, second.number) == (1, 2)
    assert part_of(study, cast.chen).submission == second
    assert ExpertSubmission.objects.count() == 2


def test_withdrawn_expert_does_not_count_and_may_come_back(cast, study):
    submit(study, cast.zhou)
    submit(study, cast.chen)
    withdraw_expert(expert=part_of(study, cast.chen), actor=cast.chen)
    assert waiting(cast.chen) == []
    rejoin_study(expert=part_of(study, cast.chen), actor=cast.chen)
    assert waiting(cast.chen) == [("Compare what counts more", "Begun")]
    withdraw_expert(expert=part_of(study, cast.chen), actor=cast.chen)
    close_study(study=study, actor=cast.li)
    assert [voice.person for voice in results_of(study)[0].voices] == [cast.zhou]


# closing


def test_nobody_sees_what_was_said_before_the_closing(cast, study):
    submit(study, cast.chen)
    assert results_of(study) == ()


def test_lead_is_told_and_closes(cast, study):
    for person in (cast.zhou, cast.chen):
        submit(study, person)
    assert ("Close the weight study", "2 of 3 submitted") not in waiting(cast.li)
    submit(study, cast.lin)
    assert waiting(cast.li) == [("Close the weight study", "3 of 3 submitted")]
    assert Notification.objects.filter(kind="standards.study.submitted", user=cast.li.user).count() == 3
    close_study(study=study, actor=cast.li)
    assert waiting(cast.li) == [("Decide on the experts’ weights", "3 of 3 submitted")]


def test_after_the_day_the_lead_is_reminded_even_if_somebody_is_missing(cast, draft):
    study = make_study(draft, cast.li, [cast.chen, cast.lin], due_on=clock.today())
    submit(study, cast.chen)
    assert waiting(cast.li) == []
    with clock.travelling(clock.now() + timedelta(days=1)):
        assert waiting(cast.li) == [("Close the weight study", "1 of 2 submitted")]


def test_closed_study_takes_no_more(cast, draft):
    study = make_study(draft, cast.li, [cast.chen, cast.lin])
    submit(study, cast.chen)
    close_study(study=study, actor=cast.li)
    for act in (
        lambda: submit(study, cast.lin),
        lambda: take_back_answers(expert=part_of(study, cast.chen), actor=cast.chen),
        lambda: withdraw_expert(expert=part_of(study, cast.lin), actor=cast.lin),
        lambda: close_study(study=study, actor=cast.li),
        lambda: change_study(study=study, actor=cast.li, experts=[cast.chen], due_on=FAR),
    ):
        with pytest.raises(Conflict):
            act()
    assert waiting(cast.lin) == []


@pytest.mark.parametrize("end", [close_study, call_off_study])
def test_version_waits_for_its_open_studies(cast, draft, study, end):
    sentence = "Weight study 1 is still open. Close it or call it off first."
    pilot = {
        "units": [cast.east],
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=30),
        "aim": "试用",
    }
    for act in (
        lambda: submit_version(version=draft, actor=draft.author),
        lambda: start_pilot(version=draft, actor=cast.li, **pilot),
    ):
        with pytest.raises(Invalid) as refusal:
            act()
        assert refusal.value.messages == [sentence]
    submit(study, cast.chen)
    end(study=study, actor=cast.li)
    assert submit_version(version=draft, actor=draft.author).state == "submitted"


def test_study_that_was_left_has_ended_for_everybody(cast, draft, study):
    left_behind(draft, study)
    assert waiting(cast.chen) == [] and waiting(cast.li) == []
    with pytest.raises(Conflict, match="The version is approved"):
        submit(study, cast.chen)
    for act in (
        lambda: close_study(study=study, actor=cast.li),
        lambda: call_off_study(study=study, actor=cast.li),
        lambda: change_study(study=study, actor=cast.li, experts=[cast.chen], due_on=FAR),
    ):
        with pytest.raises(Conflict, match="The study has ended"):
            act()


def test_closing_and_calling_off_are_for_leads(cast, study):
    submit(study, cast.chen)
    for act in (close_study, call_off_study):
        for who in (cast.zhou, cast.qian, cast.chen):
            with pytest.raises(NotAllowed):
                act(study=study, actor=who)


def test_called_off_study_keeps_what_was_submitted(cast, study):
    submit(study, cast.chen)
    call_off_study(study=study, actor=cast.li)
    assert ExpertSubmission.objects.count() == 1
    assert waiting(cast.lin) == []
    with pytest.raises(Conflict):
        close_study(study=study, actor=cast.li)


def test_results_show_each_expert_and_all_together(closed):
    (result,) = results_of(closed)
    assert len(result.voices) == 3
    assert sum(result.together.weights.values()) == pytest.approx(1)
    assert result.together.is_consistent
    assert result.disputed[1] > 1
    assert 0 < result.agreement.w < 1


# adopting


def test_experts_weights_scale_the_dimensions_and_keep_what_is_within(cast, draft, closed):
    found = experts_weights(closed)
    assert sum(found.values()) == WHOLE
    together = results_of(closed)[0].together.weights
    own = {one.code: one for one in Indicator.objects.filter(version=draft).select_related("dimension")}
    for code, share in together.items():
        inside = [found[key] for key in found if own[key].dimension.code == code]
        assert sum(inside) == pytest.approx(share * WHOLE, abs=1)
    attitude = {key: (own[key].weight, found[key]) for key in found if own[key].dimension.code == "attitude"}
    scale = sum(after for _before, after in attitude.values()) / sum(before for before, _after in attitude.values())
    assert all(after == pytest.approx(before * scale, abs=1) for before, after in attitude.values())


def test_adopting_writes_the_weights_and_names_the_study(cast, draft, closed):
    proposal = propose(draft, WeightSource.EXPERTS, study=closed)
    setting = adopt_proposal(version=draft, proposal=proposal, actor=cast.li, study=closed, shown=proposal.digest)
    assert (setting.source, setting.study, closed.state) == ("experts", closed, StudyState.ADOPTED)
    weights = dict(Indicator.objects.filter(version=draft).exclude(scale="critical").values_list("code", "weight"))
    assert weights == proposal.weights == experts_weights(closed)
    assert run_verifiers()["weights"] == []


def test_adopting_what_the_page_did_not_show_is_refused(cast, draft, closed):
    proposal = propose(draft, WeightSource.EXPERTS, study=closed)
    with pytest.raises(Conflict, match="have moved"):
        adopt_proposal(version=draft, proposal=proposal, actor=cast.li, study=closed, shown="0" * 64)


def test_study_that_is_open_or_does_not_fit_any_more_is_no_source(cast, draft, study):
    with pytest.raises(Invalid, match="Choose a closed study"):
        propose(draft, WeightSource.EXPERTS, study=study)
    submit(study, cast.chen)
    close_study(study=study, actor=cast.li)
    Indicator.objects.filter(version=draft, dimension__code="response").update(scale="critical", weight=0)
    with pytest.raises(Invalid, match="The draft was changed"):
        propose(draft, WeightSource.EXPERTS, study=study)


def quarter(code: str, **columns: list[int]) -> Quarter:
    """`quarter("2026Q1", **{"1.1": [80, 90, 100]})`: three units."""
    rows: dict[str, dict[str, Decimal]] = {}
    for indicator, values in columns.items():
        for unit, value in enumerate(values):
            rows.setdefault(f"U{unit}", {})[indicator] = Decimal(value)
    return Quarter(code, code, code, rows)


def test_entropy_divides_anew_only_what_the_quarters_tell_about(draft):
    past = [quarter("2026Q1", **{"1.1": [80, 90, 100], "2.1": [70, 71, 100], "2.2": [90, 90, 90]})]
    found = propose(draft, WeightSource.ENTROPY, quarters=past)
    before = found.base
    assert sum(found.weights.values()) == WHOLE
    assert found.weights["2.1"] > found.weights["1.1"] > found.weights["2.2"] == 0
    assert sum(found.weights[code] for code in ("1.1", "2.1", "2.2")) == sum(
        before[code] for code in ("1.1", "2.1", "2.2")
    )
    assert {one.code for one in found.silent} == set(before) - {"1.1", "2.1", "2.2"}
    assert all(found.weights[one.code] == before[one.code] for one in found.silent)
    assert found.without_weight == ["2.2"]


def test_quarters_are_rows_below_each_other(draft):
    one = {"1.1": [80, 90], "2.1": [70, 100]}
    with pytest.raises(Invalid, match="3 units at least"):
        propose(draft, WeightSource.ENTROPY, quarters=[quarter("2026Q1", **one)])
    found = propose(draft, WeightSource.ENTROPY, quarters=[quarter("2026Q1", **one), quarter("2026Q2", **one)])
    assert found.data.n["1.1"] == 4
    assert found.terms["quarters"] == ["2026Q1", "2026Q2"]


def test_experts_and_data_together(cast, draft, closed):
    past = [quarter("2026Q1", **{"1.1": [80, 90, 100], "2.1": [70, 71, 100]})]
    experts = experts_weights(closed)
    product = propose(draft, WeightSource.PRODUCT, study=closed, quarters=past).weights
    data = propose(draft, WeightSource.MIXED, study=closed, quarters=past, alpha=Decimal(0)).weights
    mixed = propose(draft, WeightSource.MIXED, study=closed, quarters=past, alpha=Decimal("0.5")).weights
    assert propose(draft, WeightSource.MIXED, study=closed, quarters=past, alpha=Decimal(1)).weights == experts
    for weights in (product, data, mixed):
        assert sum(weights.values()) == WHOLE
        assert weights["3.1"] == experts["3.1"]
    assert mixed["1.1"] == pytest.approx((experts["1.1"] + data["1.1"]) / 2, abs=1)
    held = experts["1.1"] + experts["2.1"]
    expected = experts["1.1"] * data["1.1"] / (experts["1.1"] * data["1.1"] + experts["2.1"] * data["2.1"])
    assert product["1.1"] == pytest.approx(held * expected, abs=1.5)


@pytest.mark.parametrize("alpha", [None, Decimal("-0.1"), Decimal("1.01")])
def test_mixing_needs_its_part(closed, draft, alpha):
    past = [quarter("2026Q1", **{"1.1": [80, 90, 100]})]
    with pytest.raises(Invalid, match="from 0 to 1"):
        propose(draft, WeightSource.MIXED, study=closed, quarters=past, alpha=alpha)


def test_acts_of_a_study_are_in_the_trail(closed):
    acts = AuditEvent.objects.filter(target=str(closed.public_id)).order_by("number").values_list("action", flat=True)
    assert list(acts) == ["standards.study.open", *["standards.study.submit"] * 3, "standards.study.close"]
    assert StudyExpert.objects.filter(state=ExpertState.SUBMITTED).count() == 3


def test_comparisons_cannot_be_guessed_from_what_the_trail_says(cast, study):
    """Three of four questions as they were answered, one open: without the salt the digest would tell which answer it was."""
    submission = submit(study, cast.chen)
    noted = AuditEvent.objects.get(action="standards.study.submit").details
    assert noted["digest"] == submission.digest and submission.salt not in str(noted)
    ids = [str(study.public_id), str(cast.chen.public_id)]
    assert digest_of(*ids, submission.answers, submission.figures) != noted["digest"]
    assert digest_of(*ids, submission.answers, submission.figures, submission.salt) == noted["digest"]


def test_refusal_of_contradictions_tells_the_trail_nothing_of_them(cast, study):
    expert = part_of(study, cast.chen)
    save_answers(expert=expert, actor=cast.chen, answers=answers(study, *CIRCULAR))
    with pytest.raises(Invalid):
        check_answers(expert=expert, actor=cast.chen)
    assert AuditEvent.objects.get(action="standards.study.send_back").details == {"groups": 1}


def test_what_was_submitted_before_there_was_a_salt_still_holds(cast, study):
    engine.unseal_table(ExpertSubmission._meta.db_table)
    submission = submit(study, cast.chen)
    submission.salt = ""
    digest = submission_digest(submission)
    assert digest == digest_of(str(study.public_id), str(cast.chen.public_id), submission.answers, submission.figures)
