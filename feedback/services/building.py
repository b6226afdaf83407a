"""Building a draft. Every act names the `version` with which the page was loaded and raises it, so that no editor overwrites another; the questions
as they were before are kept, so that it can be undone."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from feedback import building, rules
from feedback.content import QuestionContent, as_plain, content_of, from_plain, rows_of
from feedback.enums import QuestionnaireState
from feedback.models import DraftStep, Question, Questionnaire
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, NotAllowed, require
from foundation.common.states import swap
from organization.models import Person

STEPS_KEPT = 50


def require_draft(questionnaire: Questionnaire, actor: Person) -> None:
    """Raises NotAllowed."""
    require(rules.can_create_questionnaire, actor)
    if questionnaire.state != QuestionnaireState.DRAFT:
        raise NotAllowed(_("Only a draft can be changed."))


@transaction.atomic
def save_question(
    *, questionnaire: Questionnaire, actor: Person, content: QuestionContent, version: int
) -> QuestionContent:
    """Change the question with the content's code, or add one at the end where that is empty. Returns it as it is kept.

    Raises NotAllowed, Conflict, Invalid with {field: sentences} or a sentence.
    """
    before = _begin(questionnaire, actor, version)
    if content.code:
        _require_there(before, content.code)
    after = building.with_question(before, content)
    kept = next(one for one in after if one.code == content.code) if content.code else after[-1]
    _end(questionnaire, actor, before, after, "change" if content.code else "add", kept.code)
    return kept


@transaction.atomic
def remove_question(*, questionnaire: Questionnaire, actor: Person, code: str, version: int) -> None:
    """Raises NotAllowed, Conflict, Invalid where others are shown by its answers."""
    before = _begin(questionnaire, actor, version)
    _require_there(before, code)
    _end(questionnaire, actor, before, building.without_question(before, code), "remove", code)


@transaction.atomic
def move_question(*, questionnaire: Questionnaire, actor: Person, code: str, down: bool, version: int) -> None:
    """One place up or down. Raises NotAllowed, Conflict, Invalid where a condition would look at a later question."""
    before = _begin(questionnaire, actor, version)
    _require_there(before, code)
    _end(questionnaire, actor, before, building.moved(before, code, down), "move", code)


@transaction.atomic
def undo_step(*, questionnaire: Questionnaire, actor: Person, version: int) -> DraftStep:
    """Put the questions back as they were before the latest change that is not undone yet. Raises NotAllowed, Conflict."""
    _begin(questionnaire, actor, version)
    step = questionnaire.steps.first()
    if step is None:
        raise Conflict(_("There is nothing left to undo."))
    _write(questionnaire, [from_plain(values) for values in step.content])
    DraftStep.objects.filter(pk=step.pk).delete()
    _record(questionnaire, actor, "undo", step.code)
    return step


def _begin(questionnaire: Questionnaire, actor: Person, version: int) -> list[QuestionContent]:
    """Take the draft for this change: from here on a parallel editor finds that it has changed."""
    require_draft(questionnaire, actor)
    if questionnaire.version != version:
        raise Conflict
    swap(questionnaire, expected={"state": QuestionnaireState.DRAFT.value})
    return content_of(questionnaire)


def _require_there(questions: Sequence[QuestionContent], code: str) -> None:
    if all(one.code != code for one in questions):
        raise Conflict(_("This question is not in the draft any more."))


def _end(questionnaire, actor, before, after, act: str, code: str) -> None:
    if before == after:
        return
    DraftStep.objects.create(questionnaire=questionnaire, act=act, code=code, content=as_plain(before))
    old = questionnaire.steps.values_list("pk", flat=True)[STEPS_KEPT:]
    DraftStep.objects.filter(pk__in=list(old)).delete()
    _write(questionnaire, after)
    _record(questionnaire, actor, act, code)


def _write(questionnaire: Questionnaire, contents: Sequence[QuestionContent]) -> None:
    """Nobody answers a draft, so its rows are simply made anew."""
    questionnaire.questions.all().delete()
    Question.objects.bulk_create(rows_of(questionnaire, contents))


def _record(questionnaire: Questionnaire, actor: Person, step: str, code: str) -> None:
    record_event(actor=actor, action="feedback.questionnaire.build", target=questionnaire, step=step, question=code)
