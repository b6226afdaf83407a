"""What a plan says of its callbacks: how many, by which script, and when a customer is given up (R10, R15)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Plan
from assessments.scripts import has_questions

MOST_CALLBACKS, MOST_ATTEMPTS, USUAL_ATTEMPTS = 200, 9, 3
LONGEST_SCRIPT = 4000


@dataclass(frozen=True)
class Calls:
    """`attempts` without an interview, before a customer is given up."""

    wanted: int = 0
    attempts: int = USUAL_ATTEMPTS
    script: str = ""


def calls_of(plan: Plan) -> Calls:
    return Calls(plan.callbacks_wanted, plan.call_attempts, plan.call_script)


def problems_of_calls(calls: Calls) -> dict[str, list[str]]:
    """{field of a plan: sentences}. A script may be kept while nobody is called."""
    wrong = {}
    if not 0 <= calls.wanted <= MOST_CALLBACKS:
        wrong["callbacks_wanted"] = [_("Between 0 and %(most)d callbacks.") % {"most": MOST_CALLBACKS}]
    if not 1 <= calls.attempts <= MOST_ATTEMPTS:
        wrong["call_attempts"] = [_("Between 1 and %(most)d attempts.") % {"most": MOST_ATTEMPTS}]
    if len(calls.script) > LONGEST_SCRIPT:
        wrong["call_script"] = [_("At most %(most)d characters.") % {"most": LONGEST_SCRIPT}]
    elif calls.wanted and not has_questions(calls.script):
        wrong["call_script"] = [
            _("Write the questions, each on a line of its own that begins with its number: “1. …”.")
        ]
    return wrong
