"""Staff and the sheets about their own work: who is told, and what they say."""

from collections import Counter
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from appeals.enums import Stance
from appeals.models import StaffSheet, StaffWord
from appeals.people import answerable_for
from appeals.rules import is_about
from appeals.selectors import has_open_window
from assessments.enums import CycleState, SheetState
from assessments.models import Cycle, GatePassage, ScoreSheet
from assessments.services.marks import CONTROLS
from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.receipts import once
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.models import Person

LONGEST_WORD = 2000


def follow_passage(cycle: Cycle, passage: GatePassage) -> None:
    """With the gate of feedback the sheets of the cycle are shown to those whose work they are about. Runs in the transaction of the passage."""
    if passage.after == CycleState.FEEDBACK:
        _tell(cycle)


def tell_staff() -> int:
    """What was sealed since, or was sealed in cycles that were in feedback before. Run by beat; run twice it tells nobody twice. Returns how many."""
    return sum(_tell(cycle) for cycle in Cycle.objects.filter(state=CycleState.FEEDBACK))


def _tell(cycle: Cycle) -> int:
    """One row a sheet whose record names somebody who can sign in. A handful of queries for the cycle."""
    sheets = ScoreSheet.objects.filter(cycle=cycle, state=SheetState.SUBMITTED, about=None).exclude(record=None)
    rows = list(sheets.exclude(record__agent="").select_related("record").order_by("pk"))
    if not rows:
        return 0
    known = people_named({row.record.agent for row in rows})
    found = [(row, known[row.record.agent]) for row in rows if row.record.agent in known]
    with transaction.atomic():
        made = StaffSheet.objects.bulk_create(
            [StaffSheet(sheet=sheet, person=person) for sheet, person in found], ignore_conflicts=True
        )
        for person in {person.pk: person for _sheet, person in found}.values():
            notify(
                users=[person.user],
                kind="appeals.staff_sheet.told",
                dedupe=f"appeals.staff_sheet.told:{cycle.public_id}",
                url="",
                params={"cycle": cycle.code},
            )
        if made:
            record_event(actor=None, action="appeals.staff_sheet.tell", target=cycle, count=len(made))
    return len(made)


def people_named(agents: set[str]) -> dict[str, Person]:
    """{as recorded: the person}: by staff number, else by a name that only one person bears. Whoever cannot sign in is left out, and
    outside assessors, who serve nobody.

    A name that two people bear tells nobody: rather nobody sees the sheet than the wrong one.
    """
    people = Person.objects.select_related("user", "unit")
    numbered = {one.staff_number: one for one in people.filter(firm="", staff_number__in=agents)}
    named = list(people.filter(firm="", name__in=agents - numbered.keys()))
    bearers = Counter(one.name for one in named)
    found = {**{one.name: one for one in named if bearers[one.name] == 1}, **numbered}
    return {agent: one for agent, one in found.items() if one.user_id is not None and one.left_on is None}


def say_word(*, about: StaffSheet, stance: str, text: str, revision: int, actor: Person, key: UUID) -> StaffWord:
    """Say that one has read the sheet, agrees, or does not agree and why; changed by saying it anew, as long as the window for appeals is open.

    After that one can still say, once, that one has read it. `revision` is the number of the one that the page showed. The same key says it once.
    Raises NotAllowed, Invalid ({"stance" or "text": sentence}), Conflict where the window is closed or the sheet was corrected meanwhile.
    """
    require(is_about, actor, about)
    text = text.replace("\r\n", "\n").strip()
    if stance not in Stance.values:
        raise Invalid({"stance": _("Choose one.")})
    if (stance == Stance.DISAGREES and not text) or len(text) > LONGEST_WORD or CONTROLS.search(text):
        raise Invalid({"text": _("Say in up to %(limit)d characters why.") % {"limit": LONGEST_WORD}})
    answer, _is_new = once(
        actor=actor.public_id,
        action="appeals.staff_sheet.say",
        key=key,
        payload={"about": about.public_id, "stance": stance, "text": text},
        act=lambda: _say(about, stance, text, revision, actor),
    )
    return StaffWord.objects.get(public_id=answer["word"])


def may_say(about: StaffSheet, *, has_said: bool) -> list[Stance]:
    """What can still be said."""
    if has_open_window(about.sheet.cycle):
        return list(Stance)
    return [] if has_said else [Stance.READ]


def _say(about: StaffSheet, stance: str, text: str, revision: int, actor: Person) -> dict:
    # One row to wait at: of two words at once the second is said after the first.
    sheet = (
        ScoreSheet.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "unit")
        .get(pk=about.sheet_id)
    )
    if sheet.revision.number != revision:
        raise Conflict(
            _("This sheet has been corrected in the meantime. Read it again."), typed=[(_("What you wrote"), text)]
        )
    if stance not in may_say(about, has_said=about.words.exists()) or (text and not has_open_window(sheet.cycle)):
        raise Conflict(
            _("The window for appeals of %(cycle)s is closed; what was said stands.") % {"cycle": sheet.cycle.code},
            typed=[(_("What you wrote"), text)],
        )
    word = StaffWord.objects.create(about=about, revision=sheet.revision, stance=stance, text=text)
    if stance == Stance.DISAGREES:
        notify(
            users=[person.user for person in answerable_for(sheet.unit) if person.pk != actor.pk],
            kind="appeals.staff_sheet.disagrees",
            dedupe=f"appeals.staff_sheet.disagrees:{word.public_id}",
            url=_sheet_url(sheet),
            params={"sheet": sheet.number, "person": both(actor, "name")},
        )
    record_event(actor=actor, action="appeals.staff_sheet.say", target=about, stance=stance, word=word.public_id)
    return {"word": str(word.public_id)}


def _sheet_url(sheet: ScoreSheet) -> str:
    return reverse("assessments:sheet_detail", args=[sheet.public_id])
