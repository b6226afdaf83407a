"""Which questions a customer meets. One rule for the phone without scripts, the server, and (said again in static/js/components/steps.js) the phone.

A question is shown if it has no condition, or if the earlier question it names was itself shown and answered with one of the values it names.
What was not shown counts as not asked: it is not missing, and an answer that comes along all the same is left out.
"""

from collections.abc import Iterable, Mapping
from itertools import takewhile


def is_shown(question, answered: Mapping[str, set[int]]) -> bool:
    """`answered`: {code: values} of the questions that were shown and answered. `question`: a row or a content."""
    if not question.condition_code:
        return True
    return not answered.get(question.condition_code, set()).isdisjoint(question.condition_values)


def earlier_than(questions: Iterable, code: str) -> list:
    """The questions before the one with the code; all of them where it is not among them (it is new)."""
    return list(takewhile(lambda one: one.code != code, questions))


def dependents_of(questions: Iterable, code: str) -> list:
    """The questions that are shown by answers to this one."""
    return [one for one in questions if one.condition_code == code]
