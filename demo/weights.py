"""Studies of weights: three experts compare in pairs, one is sent back and compares again; data and experts together are adopted."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from demo.organization import Bank
from foundation.common import clock
from foundation.common.errors import Invalid
from foundation.workdays.calendar import add_workdays
from organization.models import Person
from standards.models import StandardVersion
from standards.models.study import StudyExpert, WeightStudy
from standards.studies.enums import StudyLevel, WeightSource
from standards.studies.groups import groups_of
from standards.studies.proposals import propose
from standards.studies.quarters import quarters
from standards.studies.services import (
    adopt_proposal,
    check_answers,
    close_study,
    open_study,
    save_answers,
    set_weight_interval,
    submit_answers,
)
from standards.weighting.saaty import nearest_judgement

# How much more one thing matters than another to each of the three; what is not named counts 1.
VIEWS: dict[str, Mapping[str, float]] = {
    "deputy": {"response": 2, "attitude": 2, "resolution": 4, "1.1": 2, "2.2": 2, "3.2": 3, "3.5": 2},
    "head.hrd": {"attitude": 3, "resolution": 3, "satisfaction": 2, "2.1": 2, "2.2": 3, "3.4": 2, "4.3": 2},
    "head": {"response": 2, "resolution": 5, "satisfaction": 3, "1.3": 2, "3.1": 2, "3.2": 2, "4.1": 2, "4.6": 2},
}
SENT_BACK = "head"


def weigh(bank: Bank, draft: StandardVersion) -> None:
    """A finished study, adopted together with the data of past quarters; each act a few hours after the one before."""
    lead, begun = bank.people["lead"], clock.now()
    study = open_study(
        version=draft,
        actor=lead,
        level=StudyLevel.HIERARCHY,
        experts=[bank.people[name] for name in VIEWS],
        due_on=add_workdays(clock.today(), 5),
    )
    set_weight_interval(version=draft, months=12, actor=lead)
    for hours, name in enumerate(VIEWS, start=1):
        with clock.travelling(begun + timedelta(hours=hours)):
            _compare(study, bank.people[name], VIEWS[name], contradict=name == SENT_BACK)
    with clock.travelling(begun + timedelta(hours=5)):
        study.refresh_from_db()
        close_study(study=study, actor=lead)
    with clock.travelling(begun + timedelta(hours=6)):
        past = quarters()[:2]
        for source, more in (
            (WeightSource.ENTROPY, {}),
            (WeightSource.MIXED, {"study": study, "alpha": Decimal("0.70")}),
        ):
            study.refresh_from_db()
            draft.refresh_from_db()
            found = propose(draft, source, quarters=past, **more)
            adopt_proposal(version=draft, proposal=found, actor=lead, study=more.get("study"))


def ask_again(bank: Bank, draft: StandardVersion) -> WeightStudy:
    """A second study, of the dimensions alone, in which one has answered, one has begun and one has not looked yet."""
    draft.refresh_from_db()
    names = ("deputy", "head", "assessor")
    study = open_study(
        version=draft,
        actor=bank.people["lead"],
        level=StudyLevel.DIMENSIONS,
        experts=[bank.people[name] for name in names],
        due_on=add_workdays(clock.today(), 8),
    )
    _compare(study, bank.people["deputy"], VIEWS["deputy"])
    answers = _answers(study, VIEWS["head"])
    head = bank.people["head"]
    save_answers(expert=_part(study, head), actor=head, answers=dict(list(answers.items())[:3]))
    return study


def _compare(study: WeightStudy, person: Person, view: Mapping[str, float], *, contradict: bool = False) -> None:
    answers = _answers(study, view)
    if contradict:
        # The last three against each other in a circle: the portal sends it back and names the worst answer.
        circle = dict(zip(list(answers)[3:6], ("9", "1/9", "9"), strict=True))
        save_answers(expert=_part(study, person), actor=person, answers=answers | circle)
        try:
            check_answers(expert=_part(study, person), actor=person)
        except Invalid:
            pass
        else:
            raise RuntimeError("Comparisons in a circle were let pass.")
    save_answers(expert=_part(study, person), actor=person, answers=answers)
    submit_answers(expert=_part(study, person), actor=person)


def _part(study: WeightStudy, person: Person) -> StudyExpert:
    return StudyExpert.objects.select_related("study", "person").get(study=study, person=person)


def _answers(study: WeightStudy, view: Mapping[str, float]) -> dict[tuple[str, str], str]:
    """{(group, place): step of the scale nearest to the ratio of what the two matter}."""
    return {
        (group.code, place): str(nearest_judgement(view.get(one.code, 1) / view.get(other.code, 1)))
        for group in groups_of(study)
        for place, one, other in group.pairs
    }
