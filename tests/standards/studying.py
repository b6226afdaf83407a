"""Studies of weights for tests: a draft, a study of its dimensions, and answers that are consistent or not."""

from datetime import date

from standards.models.study import StudyExpert, WeightStudy
from standards.studies.enums import StudyLevel
from standards.studies.groups import groups_of
from standards.studies.services import open_study, save_answers, submit_answers

FAR = date(2199, 1, 1)


def make_study(version, actor, experts, level=StudyLevel.DIMENSIONS, **more) -> WeightStudy:
    return open_study(version=version, actor=actor, level=level, experts=experts, **{"due_on": FAR, **more})


def part_of(study, person) -> StudyExpert:
    return StudyExpert.objects.select_related("study", "person").get(study=study, person=person)


def answers(study, *steps: str, group: str = "") -> dict[tuple[str, str], str]:
    """The steps of the scale in the order of the questions of one group; in all others everything is equal."""
    found = {}
    for one in groups_of(study):
        given = steps if one.code == group else ["1"] * len(one.pairs)
        found |= {(one.code, place): step for (place, _one, _other), step in zip(one.pairs, given, strict=True)}
    return found


# Of four dimensions: 1 against 2, 3, 4; 2 against 3, 4; 3 against 4.
CONSISTENT = ("1/2", "1/3", "1/2", "1/2", "1", "2")
ALL_EQUAL = ("1",) * 6
# The first beats the second, the second the third, the third the first.
CIRCULAR = ("9", "1/9", "1", "9", "1", "1")


def submit(study, person, steps=CONSISTENT):
    expert = part_of(study, person)
    save_answers(expert=expert, actor=person, answers=answers(study, *steps))
    return submit_answers(expert=expert, actor=person)


def left_behind(version, *studies) -> None:
    """The version approved over studies that were never closed, as it could be once: nothing in the portal does it any more."""
    type(version).objects.filter(pk=version.pk).update(state="approved")
    for study in studies:
        study.standard_version.refresh_from_db()
