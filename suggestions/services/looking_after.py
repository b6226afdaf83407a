"""What beat does: answers that are late are told upwards, due dates follow the calendar, and by night all rows are mixed."""

from django.db import transaction

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.workdays.recounting import out_of_step
from organization.enums import Role
from organization.selectors import holders_of
from suggestions.enums import UNANSWERED, SuggestionState
from suggestions.mixing import mix
from suggestions.models import Suggestion, Word
from suggestions.people import tell
from suggestions.selectors import answering


def remind() -> int:
    """Late ones, once: to those who answer them and to the leads. Returns how many."""
    today, told = clock.today(), 0
    late = Suggestion.objects.filter(state__in=UNANSWERED, due_on__lt=today, reminded_on=None)
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            row = (
                Suggestion.objects.select_for_update(of=("self",), no_key=True)
                .select_related("unit", "author")
                .get(pk=pk)
            )
            if row.state not in UNANSWERED or row.reminded_on is not None:
                continue
            people = {one.pk: one for one in (*answering(row), *holders_of(Role.LEAD)) if one.pk != row.author_id}
            tell(people.values(), row, "late", occasion=row.due_on)
            Suggestion.objects.filter(pk=pk).update(reminded_on=today)
            told += 1
    return told


def recount_due() -> int:
    """Registered in `workdays.recounting.recounters`."""
    moved = 0
    for row, right in out_of_step(Suggestion.objects.filter(state__in=UNANSWERED)):
        with transaction.atomic():
            if Suggestion.objects.filter(pk=row.pk, due_on=row.due_on).update(due_on=right):
                record_event(
                    actor=None, action="suggestions.suggestion.move_due", target=row, before=row.due_on.isoformat(), after=right.isoformat()
                )  # fmt: skip
                moved += 1
    return moved


def mix_everything() -> int:
    """What was written today stays the day's last writing only until then."""
    return mix(Suggestion.objects.all(), most=None) + mix(Word.objects.all(), most=None)


def announce() -> int:
    """Those who answer are told of what came without a name once its day is over: a notice has its minute, and would tell when it was sent."""
    told = 0
    new = Suggestion.objects.filter(author=None, state=SuggestionState.RECEIVED, received_on__lt=clock.today())
    for row in new.select_related("unit").order_by("public_id"):
        tell(answering(row), row, "received", occasion="day")
        told += 1
    return told
