"""What an expert's page shows of a study: questions, how consistent the answers are, and the words its script says the same with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from standards.models.study import WeightStudy
from standards.studies.contradictions import in_words, sentence_about
from standards.studies.groups import Answers, Group, groups_of
from standards.studies.results import GroupCheck, check_group, table_of
from standards.weighting.consistency import LIMIT
from standards.weighting.saaty import SCALE, RandomIndex


@dataclass(frozen=True)
class Step:
    """A button of the scale. `side`: left, middle or right; `label`: read aloud."""

    value: str
    text: str
    side: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    name: str
    place: str
    one: object
    other: object
    steps: tuple[Step, ...]

    @property
    def is_answered(self) -> bool:
        return any(step.is_chosen for step in self.steps)


@dataclass(frozen=True)
class Sheet:
    """One group on the page."""

    index: int
    group: Group
    check: GroupCheck
    questions: tuple[Question, ...]

    @property
    def sentence(self) -> str:
        return about_check(self.check)

    @property
    def tone(self) -> str:
        if not self.check.is_complete:
            return "wait"
        return "done" if self.check.is_good else "late"

    @property
    def rows(self) -> list[tuple[object, str, str]]:
        """(member, weight in percent, width of its bar); empty while comparisons are missing."""
        found = self.check.priorities
        if found is None:
            return [(one, "–", "0") for one in self.group.members]
        return [
            (one, f"{found.weights[one.code] * 100:.1f}%", f"{found.weights[one.code] * 100:.1f}")
            for one in self.group.members
        ]


def field_name(index: int, place: str) -> str:
    return f"pair-{index}-{place}"


def answers_from(groups: Sequence[Group], data: Mapping[str, str]) -> dict[tuple[str, str], str]:
    return {
        (group.code, place): data.get(field_name(index, place), "")
        for index, group in enumerate(groups)
        for place, _one, _other in group.pairs
    }


def sheets_of(study: WeightStudy, answers: Answers) -> list[Sheet]:
    table = table_of(study)
    return [
        Sheet(index, group, check_group(group, answers, table), _questions(index, group, answers))
        for index, group in enumerate(groups_of(study))
    ]


def _questions(index: int, group: Group, answers: Answers) -> tuple[Question, ...]:
    given = answers.get(group.code, {})
    return tuple(
        Question(field_name(index, place), place, one, other, _steps(one, other, given.get(place, "")))
        for place, one, other in group.pairs
    )


def _steps(one, other, chosen: str) -> tuple[Step, ...]:
    return tuple(
        Step(
            str(ratio),
            str(ratio if ratio >= 1 else 1 / ratio),
            "middle" if ratio == 1 else "left" if ratio > 1 else "right",
            in_words(one, other, ratio),
            str(ratio) == chosen,
        )
        for ratio in SCALE
    )


def about_check(check: GroupCheck) -> str:
    if not check.is_complete:
        return _("%(answered)d of %(wanted)d compared") % {"answered": check.answered, "wanted": check.wanted}
    if len(check.group.members) < 3:
        return _("Two parts cannot contradict each other.")
    figure = {"cr": check.priorities.cr_shown}
    if check.is_good:
        return _("Consistent: consistency ratio (CR) %(cr)s, at most 0.10.") % figure
    hint = sentence_about(check.group, check.contradiction) if check.contradiction else ""
    return f"{_('Contradictory: consistency ratio (CR) %(cr)s, at most 0.10.') % figure} {hint}".strip()


def script_state(sheets: Sequence[Sheet], table: RandomIndex) -> dict:
    """For `json_script`: what `study.js` computes with, and its sentences with the same places."""
    return {
        "limit": LIMIT,
        "random": list(table.values),
        "groups": [{"names": [str(one) for one in sheet.group.members]} for sheet in sheets],
        "say": {
            "count": _("%(answered)d of %(wanted)d compared"),
            "two": _("Two parts cannot contradict each other."),
            "good": _("Consistent: consistency ratio (CR) %(cr)s, at most 0.10."),
            "bad": _("Contradictory: consistency ratio (CR) %(cr)s, at most 0.10."),
            "hint": _("Look at “%(one)s” and “%(other)s”: you say %(given)s; your other answers say %(implied)s."),
            "equal": _("equally important"),
            "times": _("“%(name)s” %(times)s times as important"),
            "step": _("Question %(number)s of %(whole)s"),
            "saved": _("saved %(at)s"),
            "unsaved": _("not saved: the server cannot be reached"),
            "conflict": _("not saved: open in another window or closed; load the page again"),
            "back": _("Back"),
            "next": _("Next"),
        },
    }
