"""A questionnaire from its preset to its end."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from feedback import rules
from feedback.enums import QuestionnaireState
from feedback.models import Question, Questionnaire
from feedback.presets import PRESETS
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, NotAllowed, require
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
    questionnaire = Questionnaire(code=_next_code(), author=actor)
    for name in TEXTS:
        setattr(questionnaire, name, (texts.get(name) or "").strip() or getattr(source, name))
    questionnaire.full_clean()
    questionnaire.save()
    Question.objects.bulk_create(
        Question(
            questionnaire=questionnaire,
            code=entry.code,
            order=order,
            kind=entry.kind,
            text_zh=entry.text_zh,
            text_en=entry.text_en,
            required=entry.required,
        )
        for order, entry in enumerate(source.questions, start=1)
    )
    record_event(actor=actor, action="feedback.questionnaire.create", target=questionnaire, preset=preset)
    return {"questionnaire": str(questionnaire.public_id)}


def _next_code() -> str:
    """QN-2026-01, numbered within the year."""
    lock_for_transaction("feedback-questionnaire-code")
    year = clock.today().year
    return f"QN-{year}-{Questionnaire.objects.filter(code__startswith=f'QN-{year}-').count() + 1:02}"


@transaction.atomic
def edit_questionnaire(*, questionnaire: Questionnaire, actor: Person, **texts: str) -> None:
    """Change title and introduction of a draft. What is open keeps what customers were told."""
    require(rules.can_create_questionnaire, actor)
    if questionnaire.state != QuestionnaireState.DRAFT:
        raise NotAllowed(_("Only a draft can be changed."))
    changes = {name: texts[name].strip() for name in TEXTS if name in texts}
    for name, text in changes.items():
        setattr(questionnaire, name, text)
    questionnaire.full_clean()
    swap(questionnaire, expected={"state": QuestionnaireState.DRAFT.value}, **changes)
    record_event(actor=actor, action="feedback.questionnaire.edit", target=questionnaire, fields=sorted(changes))


@transaction.atomic
def open_questionnaire(*, questionnaire: Questionnaire, actor: Person) -> Questionnaire:
    """From now on links can be made, and questions are fixed. Raises NotAllowed, or Conflict where it is open already."""
    require(rules.can_create_questionnaire, actor)
    if not questionnaire.questions.exists():
        raise Invalid(_("A questionnaire without a question cannot be opened."))
    advance(questionnaire, QuestionnaireState.OPEN, opened_at=clock.now())
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
