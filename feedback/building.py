"""What a question of a draft must be, and what changing one does to the others. Pure: contents in, contents or sentences out."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from feedback.conditions import dependents_of, earlier_than
from feedback.content import QuestionContent
from feedback.enums import QuestionKind, ServqualDimension
from feedback.scales import MAX_OPTIONS, range_of
from foundation.common.errors import Invalid

MAX_QUESTIONS = 40
LONGEST = {"text_zh": 200, "text_en": 300}
LONGEST_OPTION = {"zh": 60, "en": 90}

Problems = dict[str, list[str]]


def cleaned(content: QuestionContent) -> QuestionContent:
    """Without what its kind has no use for, texts without blanks around them, empty options left out."""
    kind = QuestionKind(content.kind) if content.kind in QuestionKind.values else None
    options = tuple((zh.strip(), en.strip()) for zh, en in content.options if zh.strip() or en.strip())
    return replace(
        content,
        text_zh=content.text_zh.strip(),
        text_en=content.text_en.strip(),
        dimension=content.dimension if kind == QuestionKind.SERVQUAL else "",
        options=options if kind and kind.has_options else (),
        condition_values=tuple(sorted(set(content.condition_values))) if content.condition_code else (),
        is_counted=content.is_counted and bool(kind and kind.measure),
    )


def problems_of(content: QuestionContent, others: Sequence[QuestionContent]) -> Problems:
    """{field: sentences}, empty where all is well. `others`: the questionnaire's questions in order, this one may be among them."""
    wrong: Problems = {}
    if content.kind not in QuestionKind.values:
        return {"kind": [_("There is no such kind of question.")]}
    for name, most in LONGEST.items():
        if sentence := _text_problem(getattr(content, name), most):
            wrong[name] = [sentence]
    if content.kind == QuestionKind.SERVQUAL and content.dimension not in ServqualDimension.values:
        wrong["dimension"] = [_("Choose the dimension that this statement belongs to.")]
    if QuestionKind(content.kind).has_options and (sentences := _option_problems(content.options)):
        wrong["options"] = sentences
    if content.condition_code:
        wrong |= _condition_problems(content, earlier_than(others, content.code))
    if content.is_counted:
        twin = next(
            (one for one in others if one.is_counted and one.kind == content.kind and one.code != content.code), None
        )
        if twin is not None:
            wrong["is_counted"] = [
                _("“%(question)s” counts already: a customer is counted once in a measure.")
                % {"question": twin.text_zh}
            ]
    return wrong


def _text_problem(text: str, most: int) -> str:
    if not text:
        return _("Please write the question in both languages.")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        return _("The text has signs that cannot be stored. Please type it again.")
    if len(text) > most:
        return _("At most %(most)d characters, please; these are %(count)d.") % {"most": most, "count": len(text)}
    return ""


def _option_problems(options: Sequence[tuple[str, str]]) -> list[str]:
    if not 2 <= len(options) <= MAX_OPTIONS:
        return [_("Between 2 and %(most)d answers to choose from, please.") % {"most": MAX_OPTIONS}]
    sentences = []
    for place, (zh, en) in enumerate(options, start=1):
        if not zh or not en:
            sentences.append(_("Answer %(place)d is not written in both languages.") % {"place": place})
        for text, most in ((zh, LONGEST_OPTION["zh"]), (en, LONGEST_OPTION["en"])):
            if len(text) > most:
                sentences.append(
                    _("Answer %(place)d: at most %(most)d characters, please; these are %(count)d.")
                    % {"place": place, "most": most, "count": len(text)}
                )
            elif any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
                sentences.append(_("Answer %(place)d has signs that cannot be stored.") % {"place": place})
    for texts in zip(*options, strict=True):
        if len({text for text in texts if text}) < len([text for text in texts if text]):
            sentences.append(_("Two answers read the same."))
            break
    return sentences


def _condition_problems(content: QuestionContent, earlier: Sequence[QuestionContent]) -> Problems:
    source = next((one for one in earlier if one.code == content.condition_code), None)
    if source is None or not QuestionKind(source.kind).can_be_condition:
        return {"condition_code": [_("Choose a question that comes earlier and is answered by choosing.")]}
    low, high = range_of(source)
    if not content.condition_values:
        return {"condition_values": [_("Choose at least one answer that shows this question.")]}
    if any(not low <= value <= high for value in content.condition_values):
        return {"condition_values": [_("Choose among the answers of that question.")]}
    if len(content.condition_values) == high - low + 1:
        return {
            "condition_values": [
                _(
                    "With every answer chosen the question is shown to all who answer that one. Leave one out, or set no condition."
                )
            ]
        }
    return {}


# --- Changes: each returns the questions as they will be, or raises Invalid with a sentence for the person.


def with_question(questions: Sequence[QuestionContent], content: QuestionContent) -> list[QuestionContent]:
    """Put in its place, or at the end where its code is empty; conditions that look at it follow its answers. Raises Invalid by field."""
    content = cleaned(content)
    if not content.code and len(questions) >= MAX_QUESTIONS:
        raise Invalid(_("A questionnaire has at most %(most)d questions.") % {"most": MAX_QUESTIONS})
    if wrong := problems_of(content, questions):
        raise Invalid(wrong)
    if not content.code:
        return [*questions, replace(content, code=free_code(questions))]
    before = next(one for one in questions if one.code == content.code)
    return [
        content
        if one.code == content.code
        else _following(one, before, content)
        if one.condition_code == content.code
        else one
        for one in questions
    ]


def free_code(questions: Sequence[QuestionContent]) -> str:
    """q1, q2, …: names in exports and in conditions, never reused while its question is there."""
    taken = {one.code for one in questions}
    return next(code for number in range(1, len(taken) + 2) if (code := f"q{number}") not in taken)


def _following(one: QuestionContent, before: QuestionContent, after: QuestionContent) -> QuestionContent:
    """The condition of a dependent question after its source has changed: options that have moved are found by their text."""
    lost = Invalid(
        {
            "kind": _("“%(question)s” is shown by an answer that would be gone. Change its condition first.")
            % {"question": one.text_zh}
        }
    )
    if before.kind != after.kind and not (before.options and after.options):
        raise lost
    if not before.options or before.options == after.options:
        return one
    if len(before.options) == len(after.options) and not _is_reordered(before.options, after.options):
        return one  # worded anew, each in its place
    places = {texts: place for place, texts in enumerate(after.options, start=1)}
    try:
        return replace(
            one, condition_values=tuple(sorted(places[before.options[value - 1]] for value in one.condition_values))
        )
    except KeyError:
        raise lost from None


def _is_reordered(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> bool:
    return any(texts in before and before.index(texts) != place for place, texts in enumerate(after))


def without_question(questions: Sequence[QuestionContent], code: str) -> list[QuestionContent]:
    """Raises Invalid where others are shown by its answers."""
    if dependents := dependents_of(questions, code):
        raise Invalid(
            _("“%(question)s” is shown by an answer to this question. Change its condition first.")
            % {"question": dependents[0].text_zh}
        )
    return [one for one in questions if one.code != code]


def moved(questions: Sequence[QuestionContent], code: str, down: bool) -> list[QuestionContent]:
    """One place up or down; the first stays first, the last last. Raises Invalid where a condition would look at a later question."""
    rows = list(questions)
    place = next(number for number, one in enumerate(rows) if one.code == code)
    other = place + (1 if down else -1)
    if not 0 <= other < len(rows):
        return rows
    first, second = rows[min(place, other)], rows[max(place, other)]
    if second.condition_code == first.code:
        raise Invalid(
            _("“%(question)s” is shown by an answer to the question before it, so it cannot come first.")
            % {"question": second.text_zh}
        )
    rows[place], rows[other] = rows[other], rows[place]
    return rows
