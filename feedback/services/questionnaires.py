"""A questionnaire from its preset to its end."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from feedback import rules
from feedback.building import problems_of
from feedback.content import QuestionContent, content_of, rows_of
from feedback.enums import QuestionnaireState
from feedback.models import Question, Questionnaire
from feedback.presets import PRESETS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from foundation.common.receipts import once
from foundation.common.states import advance, swap
from organization.models import Person

TEXTS = ("title_zh", "title_en", "intro_zh", "intro_en")


def create_questionnaire(
    *, actor: Person, preset: str = "standard", key: UUID | None = None, **texts: str
) -> Questionnaire:
    """A draft with the preset's questions; `texts` (`title_zh`, `title_en`, `intro_zh`, `intro_en`) replace the preset's.

    The same key returns the first one.
    """
    require(rules.can_create_questionnaire, actor)
    if preset not in PRESETS:
        raise Invalid({"preset": _("There is no such questionnaire.")})
    answer, _is_new = once(
        actor=actor.public_id,
        action="feedback.questionnaire.create",
        key=key or uuid4(),
        payload=[preset, sorted(texts.items())],
        act=lambda: _create(actor, preset, texts),
    )
    return Questionnaire.objects.get(public_id=answer["questionnaire"])


def _create(actor: Person, preset: str, texts: dict[str, str]) -> dict:
    source = PRESETS[preset]
    kept = {name: (texts.get(name) or "").strip() or getattr(source, name) for name in TEXTS}
    questionnaire = _draft(actor, kept, source.questions)
    record_event(actor=actor, action="feedback.questionnaire.create", target=questionnaire, preset=preset)
    return {"questionnaire": str(questionnaire.public_id)}


def _draft(actor: Person, texts: dict[str, str], questions: Sequence[QuestionContent]) -> Questionnaire:
    questionnaire = Questionnaire(code=_next_code(), author=actor, **texts)
    questionnaire.full_clean()
    questionnaire.save()
    Question.objects.bulk_create(rows_of(questionnaire, questions))
    return questionnaire


def copy_questionnaire(*, questionnaire: Questionnaire, actor: Person, key: UUID) -> Questionnaire:
    """A new draft with the texts and questions of another, whatever state that is in. The same key returns the first one. Raises NotAllowed."""
    require(rules.can_create_questionnaire, actor)

    def act() -> dict:
        copy = _draft(actor, {name: getattr(questionnaire, name) for name in TEXTS}, content_of(questionnaire))
        record_event(
            actor=actor,
            action="feedback.questionnaire.copy",
            target=copy,
            questionnaire=questionnaire.public_id,
        )
        return {"questionnaire": str(copy.public_id)}

    answer, _is_new = once(
        actor=actor.public_id,
        action="feedback.questionnaire.copy",
        key=key,
        payload=str(questionnaire.public_id),
        act=act,
    )
    return Questionnaire.objects.get(public_id=answer["questionnaire"])


def _next_code() -> str:
    """QN-2026-01, numbered within the year."""
    lock_for_transaction("feedback-questionnaire-code")
    year = clock.today().year
    return f"QN-{year}-{Questionnaire.objects.filter(code__startswith=f'QN-{year}-').count() + 1:02}"


@transaction.atomic
def edit_questionnaire(
    *, questionnaire: Questionnaire, actor: Person, version: int | None = None, **texts: str
) -> None:
    """Change title and introduction of a draft. What is open keeps what customers were told.

    `version`: what the page was loaded with. Raises NotAllowed, Conflict with what was typed.
    """
    require(rules.can_create_questionnaire, actor)
    if questionnaire.state != QuestionnaireState.DRAFT:
        raise NotAllowed(_("Only a draft can be changed."))
    changes = {name: texts[name].strip() for name in TEXTS if name in texts}
    if version is not None and questionnaire.version != version:
        typed = [(str(Questionnaire._meta.get_field(name).verbose_name), text) for name, text in changes.items()]
        raise Conflict(typed=typed, url=questionnaire.get_absolute_url())
    for name, text in changes.items():
        setattr(questionnaire, name, text)
    questionnaire.full_clean()
    swap(questionnaire, expected={"state": QuestionnaireState.DRAFT.value}, **changes)
    record_event(actor=actor, action="feedback.questionnaire.edit", target=questionnaire, fields=sorted(changes))


@transaction.atomic
def open_questionnaire(*, questionnaire: Questionnaire, actor: Person) -> Questionnaire:
    """From now on links can be made, and questions are fixed. Raises NotAllowed, or Conflict where it is open already."""
    require(rules.can_create_questionnaire, actor)
    questions = content_of(questionnaire)
    if not questions:
        raise Invalid(_("A questionnaire without a question cannot be opened."))
    for place, question in enumerate(questions, start=1):
        for sentences in problems_of(question, questions).values():
            raise Invalid(_("Question %(place)d: %(problem)s") % {"place": place, "problem": sentences[0]})
    advance(questionnaire, QuestionnaireState.OPEN, opened_at=clock.now())
    questionnaire.steps.all().delete()
    record_event(actor=actor, action="feedback.questionnaire.open", target=questionnaire, before="draft", after="open")
    return questionnaire


@transaction.atomic
def close_questionnaire(*, questionnaire: Questionnaire, actor: Person) -> Questionnaire:
    """No further answers: links that are out say that the time is over."""
    require(rules.can_create_questionnaire, actor)
    advance(questionnaire, QuestionnaireState.CLOSED, closed_at=clock.now())
    record_event(
        actor=actor, action="feedback.questionnaire.close", target=questionnaire, before="open", after="closed"
    )
    return questionnaire
