"""The first screen: what is waiting for whoever signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET

from dashboard.greeting import headline, outlook
from dashboard.selectors import Workload, seconds_a_sheet
from foundation.common import clock
from foundation.common.templatetags.marks import person_name
from foundation.notifications.selectors import latest_entries
from organization.enums import Role
from organization.models import Person
from organization.worklist import work_waiting_for
from publication.selectors import visible_to as publications_visible_to

GROUPS = {
    "overdue": gettext_lazy("Overdue"),
    "scoring": gettext_lazy("Scoring"),
    "calibration": gettext_lazy("Calibration"),
    "selfcheck": gettext_lazy("Self-check"),
    "review": gettext_lazy("Review of sheets"),
    "assignment": gettext_lazy("Assignment"),
    "plans": gettext_lazy("Plans"),
    "events": gettext_lazy("Critical events"),
    "draws": gettext_lazy("Draws"),
    "decisions": gettext_lazy("Group decisions"),
    "standards": gettext_lazy("Standards"),
    "import": gettext_lazy("Imports"),
    "feedback": gettext_lazy("Questionnaires"),
    "results": gettext_lazy("Results"),
    "appeals": gettext_lazy("Appeals"),
    "tickets": gettext_lazy("Tickets"),
    "knowledge": gettext_lazy("Knowledge base"),
    "suggestions": gettext_lazy("Suggestions"),
    "own-work": gettext_lazy("My own work"),
    "footage": gettext_lazy("Footage"),
    "findings": gettext_lazy("Findings"),
    "rectification": gettext_lazy("Rectification"),
    "publication": gettext_lazy("Publication"),
    "organization": gettext_lazy("Organization"),
    "connections": gettext_lazy("Connected systems"),
}
TODAY, OVERDUE = "today", "overdue"
PUBLICATIONS_SHOWN = 3


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    person = request.person
    if person is None:
        return render(request, "dashboard/nobody.html")
    work = Workload(work_waiting_for(person))
    request.work_counts = work.counts()
    tab = request.GET.get("tab", "")
    tabs = _tabs(work, tab)
    pace = seconds_a_sheet(person) if work.in_group("scoring") else None
    context = {
        "headline": headline(clock.local(clock.now()), person_name(person), work),
        "outlook": outlook(work, pace),
        "tabs": tabs if len(work.items) > 1 else [],
        "items": _shown(work, tab),
        "today": work.today,
        "next_item": work.items[0] if work.items else None,
        "recent": latest_entries(request.user),
        "publications": _publications(person),
        "awaits": what_comes(person),
    }
    return render(request, "dashboard/home.html", context)


def _shown(work: Workload, tab: str) -> list:
    if tab == TODAY:
        return [*work.late, *work.due_today]
    if tab == OVERDUE and tab in work.counts():
        return work.late
    return work.in_group(tab) if tab in work.counts() and tab != "*" else work.items


def _tabs(work: Workload, tab: str) -> list[dict]:
    """All, today and a tab a group that has something; what is shown is marked, an unknown name means all."""
    counts = work.counts()
    known = [group for group in counts if group != "*"]
    ordered = [group for group in GROUPS if group in known] + sorted(set(known) - set(GROUPS))
    today = len(work.late) + len(work.due_today)
    tabs = [
        ("", _("All"), len(work.items)),
        (TODAY, _("Today"), today),
        # Whoever has this tab reads in it what the headline counts, their own rows and those over all units.
        *((name, GROUPS.get(name, name), len(work.late) if name == OVERDUE else counts[name]) for name in ordered),
    ]
    present = tab if tab in (TODAY, *ordered) else ""
    return [
        {"url": f"?tab={name}" if name else "?", "label": label, "count": count, "current": name == present}
        for name, label, count in tabs
    ]


def _publications(person: Person) -> list | None:
    """For those who read rather than work here, what was published last stands first; None for everybody else."""
    if person.roles - {Role.STAFF, Role.LIAISON, Role.HR}:
        return None
    return list(
        publications_visible_to(person).filter(state="published").order_by("-published_at")[:PUBLICATIONS_SHOWN]
    )


def what_comes(person: Person) -> str:
    """What the empty list will hold, in the words of the person's role."""
    for roles, text in (
        (
            (Role.LEAD,),
            _("Plans to complete, draws to start, weak indicators and drafts of publications will be listed here."),
        ),
        ((Role.MANAGER,), _("Standards, plans and publications that wait for your approval will be listed here.")),
        (
            (Role.ASSESSOR,),
            _("As soon as a draw has given you score sheets they are listed here, the most urgent first."),
        ),
        (
            (Role.HEAD, Role.LIAISON),
            _("Results of your unit, rectification tasks and questions to you will be listed here."),
        ),
        ((Role.SUPERVISOR,), _("Draws that need your number and other steps of supervision will be listed here.")),
        ((Role.ADMINISTRATOR,), _("Requests for roles and failed imports will be listed here.")),
    ):
        if person.has_role(*roles):
            return text
    return _("If somebody gives you a task with a deadline, it is listed here.")
