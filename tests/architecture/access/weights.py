"""Weights and the studies behind them: leads set and ask, managers and supervisors look on, experts see their own part alone."""

from datetime import date

from standards.models.study import StudyExpert, WeightStudy
from standards.services import approve_version, create_standard_from_preset, submit_version
from standards.studies.enums import StudyLevel
from standards.studies.groups import groups_of
from standards.studies.services import close_study, open_study, save_answers, submit_answers, withdraw_expert
from standards.studies.typed import weight_field
from tests.architecture.row import Row

KEY = "22222222-2222-4222-8222-222222222222"
FAR = "2199-01-01"
LEADS = {"liwen": 200, "zhouhang": 403, "qianli": 403, "*": 404}
LEADS_ACT = {**LEADS, "liwen": 302}
OVERSIGHT = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 404}
# Chen Jie and Lin Xiao are asked.
EXPERTS = {"chenjie": 200, "linxiao": 200, "*": 404}


def make_draft(world):
    return create_standard_from_preset(preset="four-dimensions", author=world.cast.li)


def make_submitted(world):
    return submit_version(version=make_draft(world), actor=world.cast.li)


def draft(world) -> dict:
    return {"public_id": make_draft(world).public_id}


def approved(world) -> dict:
    return {"public_id": approve_version(version=make_submitted(world), actor=world.cast.zhou).public_id}


def make_study(world) -> WeightStudy:
    return open_study(
        version=make_draft(world),
        actor=world.cast.li,
        level=StudyLevel.DIMENSIONS,
        experts=[world.cast.chen, world.cast.lin],
        due_on=date(2199, 1, 1),
    )


def study(world) -> dict:
    return {"public_id": make_study(world).public_id}


def compared(study: WeightStudy, person) -> StudyExpert:
    """The person has submitted: everything is equally important."""
    expert = StudyExpert.objects.select_related("study", "person").get(study=study, person=person)
    answers = {(group.code, place): "1" for group in groups_of(study) for place, _one, _other in group.pairs}
    save_answers(expert=expert, actor=person, answers=answers)
    submit_answers(expert=expert, actor=person)
    return expert


def submitted(world) -> dict:
    """By Chen Jie and Lin Xiao."""
    made = make_study(world)
    for person in (world.cast.chen, world.cast.lin):
        compared(made, person)
    return {"public_id": made.public_id}


def closed(world) -> dict:
    found = WeightStudy.objects.get(public_id=submitted(world)["public_id"])
    close_study(study=found, actor=world.cast.li)
    return {"public_id": found.public_id}


def withdrawn(world) -> dict:
    made = make_study(world)
    for person in (world.cast.chen, world.cast.lin):
        expert = StudyExpert.objects.select_related("study", "person").get(study=made, person=person)
        withdraw_expert(expert=expert, actor=person)
    return {"public_id": made.public_id}


def draft_with_results(world) -> dict:
    """A draft, after a quarter by which experts and data can be weighed."""
    assert world.past_cycle
    found = WeightStudy.objects.get(public_id=closed(world)["public_id"])
    return {"public_id": found.standard_version.public_id}


def nothing_yet(world) -> dict:
    return draft(world)


def opening(world) -> dict:
    return {
        "level": "dimensions",
        "experts": [str(world.cast.chen.public_id)],
        "due_on": FAR,
        "random_index": "saaty_1980",
        "client_key": KEY,
    }


def changing(world) -> dict:
    return {"experts": [str(world.cast.chen.public_id)], "due_on": FAR, "version": 1}


def weights(world) -> dict:
    """As they are."""
    from standards.models import Indicator

    rows = Indicator.objects.filter(version__standard__code="four-dimensions").exclude(scale="critical")
    texts = {weight_field(one): f"{one.weight / 100:.2f}" for one in rows}
    return {**texts, "version": 1, "client_key": KEY, "action": "save"}


def saving(world) -> dict:
    return {"pair-0-0-1": "3", "version": 1, "action": "save", "client_key": KEY}


ROWS = [
    # by hand, and from experts and data
    Row("standards:version_weights", LEADS, draft),
    Row("standards:version_weights", {"liwen": 409, "*": 403}, approved, variant="approved"),
    Row("standards:version_weights", LEADS_ACT, draft, "post", weights),
    Row("standards:version_weights", {**LEADS, "liwen": 422}, draft, "post", variant="empty"),
    Row("standards:weight_proposal", LEADS, draft_with_results),
    Row("standards:weight_proposal", {**LEADS, "liwen": 422}, nothing_yet, variant="without study and quarter"),
    Row("standards:weight_interval", LEADS, draft),
    Row("standards:weight_interval", LEADS_ACT, draft, "post", lambda w: {"months": 6}),
    Row("standards:weight_interval", {**LEADS, "liwen": 422}, draft, "post", lambda w: {"months": 0}, variant="none"),
    # a study, for those who lead or watch
    Row("standards:study_open", LEADS, draft),
    Row("standards:study_open", {"liwen": 409, "*": 403}, approved, variant="approved"),
    Row("standards:study_open", LEADS_ACT, draft, "post", opening),
    Row("standards:study_open", {**LEADS, "liwen": 422}, draft, "post", variant="empty"),
    # An expert is led to their own comparisons.
    Row("standards:study_detail", OVERSIGHT | {"linxiao": 302, "chenjie": 302}, study),
    Row("standards:study_detail", OVERSIGHT | {"linxiao": 302, "chenjie": 302}, closed, variant="closed"),
    Row("standards:study_detail", {"*": 405}, study, "post"),
    Row("standards:study_change", LEADS, study),
    Row("standards:study_change", LEADS_ACT, study, "post", changing),
    Row("standards:study_change", {**LEADS, "liwen": 409}, closed, variant="closed"),
    Row("standards:study_close", LEADS_ACT, submitted, "post"),
    Row("standards:study_close", {**LEADS, "liwen": 409}, closed, "post", variant="closed"),
    Row("standards:study_close", {"*": 405}, submitted, variant="read"),
    Row("standards:study_call_off", LEADS_ACT, study, "post"),
    Row("standards:study_call_off", {"*": 405}, study, variant="read"),
    # an expert's own part
    Row("standards:study_answer", EXPERTS, study),
    Row("standards:study_answer", EXPERTS, submitted, variant="submitted"),
    Row("standards:study_answer", EXPERTS, closed, variant="closed"),
    Row("standards:study_answer", EXPERTS, withdrawn, variant="withdrawn"),
    Row("standards:study_answer", {"chenjie": 302, "linxiao": 302, "*": 404}, study, "post", saving),
    Row("standards:study_answer", {"chenjie": 409, "linxiao": 409, "*": 404}, closed, "post", saving, variant="closed"),
    Row("standards:study_take_back", {"chenjie": 302, "linxiao": 302, "*": 404}, submitted, "post"),
    Row("standards:study_take_back", {"chenjie": 409, "linxiao": 409, "*": 404}, closed, "post", variant="closed"),
    Row("standards:study_take_back", {"*": 405}, submitted, variant="read"),
    Row("standards:study_withdraw", {"chenjie": 302, "linxiao": 302, "*": 404}, study, "post"),
    Row("standards:study_withdraw", {"*": 405}, study, variant="read"),
    Row("standards:study_rejoin", {"chenjie": 302, "linxiao": 302, "*": 404}, withdrawn, "post"),
    Row("standards:study_rejoin", {"*": 405}, withdrawn, variant="read"),
]
