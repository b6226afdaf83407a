"""Reading appeals: the list, one appeal, its files."""

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from appeals import rules
from appeals.enums import OPEN, AppealState, RulingState
from appeals.exports import list_response
from appeals.filters import AppealFilter
from appeals.forms import ConsentForm, EvidenceForm, SayForm
from appeals.marks import mark_text
from appeals.models import Appeal, AppealEvidence
from appeals.people import unsigned, who_must_act
from appeals.selectors import for_list, for_page, has_open_window, rulers_of, ruling_of, visible_to, window_of
from appeals.services.clarification import is_heard
from assessments.selectors.criteria import criteria_of
from assessments.selectors.sheets import visible_to as sheets_visible_to
from foundation.audit.selectors import timeline_of
from foundation.common.pages import ordered, paginate
from foundation.common.serving import serve

SORTS = {"number": "number", "unit": "unit__code", "state": "state", "due": "due_on", "sent": "submitted_at"}


def appeal_or_404(request: HttpRequest, public_id) -> Appeal:
    return get_object_or_404(for_page(visible_to(request.person)), public_id=public_id)


def _asked_for(request: HttpRequest) -> tuple[AppealFilter, QuerySet[Appeal]]:
    """The filter, and the rows in the order of the URL: what is open first, by its day."""
    filters = AppealFilter(request.GET, queryset=visible_to(request.person))
    rows = for_list(filters.qs)
    if request.GET.get("sort", "").lstrip("-") in SORTS:
        return filters, ordered(request, rows, SORTS, "number")
    rank = Case(When(state__in=OPEN, then=Value(0)), When(state=AppealState.DRAFT, then=Value(1)), default=Value(2))
    return filters, rows.order_by(rank, "due_on", "-pk")


@require_GET
def appeal_list(request: HttpRequest) -> HttpResponse:
    filters, rows = _asked_for(request)
    context = {
        "page": paginate(request, rows),
        "filter": filters,
        "sees_statistics": rules.sees_statistics(request.person),
        "may_set_terms": rules.can_set_terms(request.person),
        "empty_title": _("No appeals"),
        "empty_text": _(
            "As long as the window is open, heads and liaisons can dispute indicators of sealed sheets, each on the page of its sheet."
        ),
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "number", "label": _("Appeal"), "sortable": True},
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
                {"key": "sent", "label": _("Sent"), "sortable": True},
                {"key": "due", "label": _("Due"), "sortable": True},
            ],
        },
    }
    return render(request, "appeals/appeal_list.html", context)


@require_GET
def appeal_export(request: HttpRequest) -> HttpResponseBase:
    _filters, rows = _asked_for(request)
    return list_response(rows)


@require_GET
def appeal_detail(request: HttpRequest, public_id) -> HttpResponse:
    return show_appeal(request, appeal_or_404(request, public_id))


def points_of(appeal: Appeal) -> list[dict]:
    """The disputed indicators as rows: what was given, what is proposed, why, and which files are on it."""
    criteria = criteria_of(appeal.sheet.standard_version)
    files: dict[int | None, list[AppealEvidence]] = {}
    for one in appeal.evidence.filter(removed_at=None).select_related("file", "added_by", "indicator"):
        files.setdefault(one.indicator_id, []).append(one)
    rows = [
        {
            "point": point,
            "indicator": point.indicator,
            "given": mark_text(criteria, point.indicator.code, point.given),
            "given_reason": point.given.get("reason", ""),
            "wanted": mark_text(criteria, point.indicator.code, point.wanted),
            "files": files.pop(point.indicator_id, []),
        }
        for point in appeal.points.select_related("indicator__dimension")
    ]
    # Files on the whole, and on indicators that are not disputed (any more).
    rest = [one for some in files.values() for one in some]
    return [*rows, {"files": rest}] if rest else rows


def ruled_points_of(ruling, criteria) -> list[dict]:
    return [
        {
            "row": row,
            "indicator": row.point.indicator,
            "outcome": row.get_outcome_display(),
            "tone": {"accepted": "done", "in_part": "go", "refused": "idle"}[row.outcome],
            "mark": mark_text(criteria, row.point.indicator.code, row.mark) if row.mark else "",
            "given": mark_text(criteria, row.point.indicator.code, row.point.given),
            "wanted": mark_text(criteria, row.point.indicator.code, row.point.wanted),
        }
        for row in ruling.points.all()
    ]


def show_appeal(request: HttpRequest, appeal: Appeal, *, status: int = 200, **forms) -> HttpResponse:
    """The appeal's page; `forms` are those that were refused, with what was typed."""
    person = request.person
    criteria = criteria_of(appeal.sheet.standard_version)
    ruling = ruling_of(appeal)
    sees_ruling = ruling is not None and (ruling.state == RulingState.FINAL or rules.is_ruler(person, appeal))
    may_rule = rules.can_rule(person, appeal)
    sides = rules.sides_of(person, appeal)
    proposed = ruling is not None and ruling.state == RulingState.PROPOSED
    may_sign = may_rule and proposed and person in unsigned(appeal)
    context = {
        "object": appeal,
        "points": points_of(appeal),
        "messages_said": appeal.messages.select_related("author__unit"),
        "rulers": rulers_of(appeal),
        "ruling": ruling if sees_ruling else None,
        "ruled": ruled_points_of(ruling, criteria) if sees_ruling else [],
        "unsigned": unsigned(appeal) if proposed and sees_ruling else [],
        "dropped": _not_agreed(appeal) if may_rule else [],
        "waits_for": who_must_act(appeal) if appeal.is_open else [],
        "sees_sheet": sheets_visible_to(person).filter(pk=appeal.sheet_id).exists(),
        "window": window_of(appeal.cycle) if appeal.state == AppealState.DRAFT else None,
        "may_edit": rules.can_edit_appeal(person, appeal) and has_open_window(appeal.cycle),
        "may_discard": rules.can_edit_appeal(person, appeal),
        "may_submit": rules.can_submit_appeal(person, appeal) and has_open_window(appeal.cycle),
        "may_withdraw": rules.can_withdraw_appeal(person, appeal),
        "may_clarify": rules.can_clarify_appeal(person, appeal),
        "may_refer": rules.can_refer_appeal(person, appeal),
        "is_heard": appeal.state == AppealState.CLARIFYING and is_heard(appeal),
        "may_rule": may_rule and not proposed,
        "may_sign": may_sign,
        "may_speak": bool(sides),
        "evidence_form": EvidenceForm(indicators=[row["indicator"] for row in points_of(appeal) if "indicator" in row]),
        "say_form": SayForm(sides=sides),
        "consent_form": ConsentForm(),
        "timeline": timeline_of(appeal),
        **forms,
    }
    return render(request, "appeals/appeal_detail.html", context, status=status)


def _not_agreed(appeal: Appeal) -> list:
    """Why earlier texts of the ruling were not agreed, for those who write the next one."""
    dropped = appeal.rulings.filter(state=RulingState.DROPPED).prefetch_related("consents__person")
    return [consent for ruling in dropped for consent in ruling.consents.all() if not consent.agrees]


@require_GET
def evidence_file(request: HttpRequest, public_id, evidence_id) -> HttpResponseBase:
    """A file of the appeal, to those who may see it."""
    appeal = appeal_or_404(request, public_id)
    rows = AppealEvidence.objects.filter(appeal=appeal, removed_at=None).select_related("file")
    return serve(get_object_or_404(rows, public_id=evidence_id).file, inline=True, request=request)
