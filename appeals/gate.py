"""What this room says at the gates of a cycle: the publication waits for open appeals and for the end of the window; nobody goes back beside an open
appeal."""

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from appeals.enums import AppealState
from appeals.models import Appeal
from appeals.people import who_must_act
from appeals.selectors import for_page, open_ones, window_of
from assessments.gates import NAMED, Blocker, Link
from assessments.models import Cycle
from foundation.common.dates import day_text
from foundation.common.templatetags.marks import person_name


def window_open(cycle: Cycle) -> list[Blocker]:
    """What is frozen while it may still be disputed would be frozen twice."""
    window = window_of(cycle)
    if window is None or not window.is_open:
        return []
    text = _("The departments can appeal until %(day)s.") % {"day": day_text(window.due_on)}
    link = Link(_("Window for appeals"), reverse("appeals:window_edit", args=[cycle.public_id]))
    return [Blocker(text, (link,))]


def appeals_open(cycle: Cycle) -> list[Blocker]:
    """One for each step at which appeals wait, with whoever has to act."""
    found: dict[str, list[Appeal]] = {}
    for appeal in for_page(open_ones(Appeal.objects.filter(cycle=cycle))).order_by("number"):
        found.setdefault(appeal.state, []).append(appeal)
    return [_blocker(AppealState(state), found[state]) for state in AppealState.values if state in found]


def _blocker(state: AppealState, appeals: list[Appeal]) -> Blocker:
    n = len(appeals)
    sentence = {
        AppealState.SUBMITTED: ngettext(
            "%(n)d appeal waits for its clarification.", "%(n)d appeals wait for their clarification.", n
        ),
        AppealState.CLARIFYING: ngettext("%(n)d appeal is being clarified.", "%(n)d appeals are being clarified.", n),
        AppealState.RULING: ngettext(
            "%(n)d appeal waits for the final ruling.", "%(n)d appeals wait for the final ruling.", n
        ),
    }[state]
    links = tuple(Link(f"{one.number} {one.unit}", one.get_absolute_url()) for one in appeals[:NAMED])
    people = {person.pk: person for one in appeals[:NAMED] for person in who_must_act(one)}
    who = _(", ").join(person_name(person) for person in list(people.values())[:NAMED])
    return Blocker(sentence % {"n": n}, links, who)
