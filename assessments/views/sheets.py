"""Reading sheets: the list, the sealed sheet with its revisions, the way to the next one."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET

from assessments.enums import HandoverAct, Method, SheetState
from assessments.half_days import half_day_text
from assessments.models import Handover, ScoreSheet
from assessments.rules.assignment import (
    can_reassign_sheet,
    can_recuse_from_sheet,
    can_replace_item,
    sees_board,
)
from assessments.rules.sheets import can_correct_sheet, can_score_sheet, is_scored_by, sees_all_sheets
from assessments.selectors.callbacks import calls_of_sheet, readable_notes, reveals_for
from assessments.selectors.concealed import keeps_its_making
from assessments.selectors.criteria import criteria_of
from assessments.selectors.evidence import kept, sees_evidence
from assessments.selectors.facts import latest_fact_sheet
from assessments.selectors.sheets import (
    due_first,
    next_due,
    scored_by,
    to_score,
    visible_to,
    visits_due,
    with_names,
)
from assessments.services.fact_corrections import unconfirmed_facts
from assessments.services.marks import score_marks
from assessments.services.revisions import marks_of
from assessments.sheet_filters import SheetFilter
from assessments.sheet_form.record_panel import record_panel
from assessments.sheet_form.rows import groups_of
from assessments.sheet_parts import parts_for
from assessments.views.differences import revisions_of
from assessments.views.method_parts import reading_of_method
from assessments.views.scoring import sheet_or_404
from assessments.waiting import progress_of
from foundation.audit.selectors import timeline_of
from foundation.common.exports import workbook_response
from foundation.common.pages import ordered, paginate
from foundation.common.templatetags.marks import person_name
from foundation.common.texts import localized
from organization.enums import Role
from sampling.selectors import visible_to as draws_visible_to

SORTS = {
    "number": "number",
    "unit": "unit__code",
    "assessor": "assessor__sort_key",
    "state": "state",
    "due": "due_on",
    "total": "revision__total",
}


def _asked_for(request: HttpRequest) -> tuple[SheetFilter, QuerySet[ScoreSheet], bool]:
    """The filter, the rows in the order of the URL, and whether they are one's own. Assessors begin with their own, others with all."""
    person = request.person
    own = request.GET.get("view", "mine" if person is not None and person.has_role(Role.ASSESSOR) else "all") == "mine"
    seen = scored_by(person) if own else visible_to(person)
    filters = SheetFilter(request.GET, queryset=seen, own=own)
    rows = with_names(filters.qs).select_related("item")
    return (
        filters,
        ordered(request, rows, SORTS, "due") if request.GET.get("sort", "").lstrip("-") in SORTS else due_first(rows),
        own,
    )


@require_GET
def sheet_list(request: HttpRequest) -> HttpResponse:
    filters, rows, own = _asked_for(request)
    page = paginate(request, rows)
    for sheet in page:
        sheet.done, sheet.wanted = progress_of(sheet)
        sheet.half_day = half_day_text(sheet)
    person = request.person
    context = {
        "page": page,
        "filter": filters,
        "own": own,
        "tabs": _tabs(request, own),
        "open_count": to_score(person).count() if own else None,
        "to_take": [sheet_take_url(key) for key in visits_due(person).values_list("public_id", flat=True)]
        if own
        else [],
        "table": {"sort": request.GET.get("sort", ""), "columns": _columns(own)},
    }
    return render(request, "assessments/sheet_list.html", context)


def sheet_take_url(public_id) -> str:
    return reverse("assessments:sheet_take", args=[public_id])


def _columns(own: bool) -> list[dict]:
    return [
        {"key": "number", "label": _("Score sheet"), "sortable": True},
        {"key": "unit", "label": _("Unit"), "sortable": True},
        *([] if own else [{"key": "assessor", "label": _("Assessor"), "sortable": True}]),
        {"key": "state", "label": _("State"), "sortable": True},
        {"key": "due", "label": _("Due"), "sortable": True},
        {"key": "total", "label": _("Total"), "sortable": True, "numeric": True},
    ]


def _tabs(request: HttpRequest, own: bool) -> list[dict]:
    """Only where there is more to see than one's own."""
    person = request.person
    if person is None or not (sees_all_sheets(person) or person.has_role(Role.HEAD, Role.LIAISON)):
        return []
    return [
        {"label": _("My sheets"), "url": "?view=mine", "current": own, "count": None},
        {"label": _("All that I may see"), "url": "?view=all", "current": not own, "count": None},
    ]


@require_GET
def sheet_export(request: HttpRequest) -> HttpResponseBase:
    """Just what the list shows under the same filter, in the same order."""
    _filters, rows, _own = _asked_for(request)
    headers = [
        _("Score sheet"), _("Cycle"), _("Unit"), _("Method"), _("Record"), _("Topic"), _("Assessor"), _("Second assessor"), _("State"),
        _("Due"), _("Sealed at"), _("Total"), _("Total before red lines"), _("Red lines triggered"), _("Revision"),
    ]  # fmt: skip
    return workbook_response(name=_("Score sheets"), sheet=_("Score sheets"), headers=headers, rows=_lines(rows))


def _lines(rows: QuerySet[ScoreSheet]) -> Iterable[list]:
    for sheet in rows.iterator(chunk_size=500):
        record, revision = sheet.record, sheet.revision
        yield [
            sheet.number,
            sheet.cycle.code,
            localized(sheet.unit, "name"),
            sheet.get_method_display(),
            record.number if record else "",
            record.topic if record else "",
            sheet.assessor.name,
            sheet.co_assessor.name if sheet.co_assessor else "",
            str(sheet.States(sheet.state).label),
            sheet.due_on,
            revision.sealed_at if revision else None,
            revision.total if revision else None,
            revision.underlying if revision else None,
            ", ".join(revision.triggered) if revision else "",
            revision.number if revision else None,
        ]


@require_GET
def next_sheet(request: HttpRequest) -> HttpResponse:
    """To the sheet that is due next."""
    waiting = next_due(request.person)
    if waiting is None:
        messages.success(request, _("All your sheets are sealed."))
        return redirect("assessments:sheet_list")
    return redirect("assessments:sheet_score", public_id=waiting.public_id)


@require_GET
def sheet_detail(request: HttpRequest, public_id) -> HttpResponse:
    """What was sealed, with an earlier revision under `?revision=`. An open sheet shows where it stands, without its marks."""
    sheet, person = sheet_or_404(request, public_id), request.person
    criteria, calls = criteria_of(sheet.standard_version), calls_of_sheet(sheet)
    context = {
        "sheet": sheet,
        "panel": record_panel(sheet.record),
        "timeline": [] if person.is_outside else timeline_of(sheet),
        "calls": calls,
        "call_notes": readable_notes(calls, person, sheet) if calls else set(),
        "reading": reading_of_method(request, sheet),
        "reveals": reveals_for(sheet) if sees_all_sheets(person) else [],
        "may_score": sheet.state != SheetState.SUBMITTED and can_score_sheet(person, sheet),
        "may_correct": can_correct_sheet(person, sheet),
        "may_see_draw": not person.is_outside and draws_visible_to(person).filter(pk=sheet.item.draw_id).exists(),
        "handovers": [] if person.is_outside else _handovers(sheet),
        "may_recuse": can_recuse_from_sheet(person, sheet) and not sheet.is_blocked,
        "may_replace": can_replace_item(person, sheet),
        "may_reassign": can_reassign_sheet(person, sheet),
        "may_see_assignment": sees_board(person)
        and not (sheet.plan is not None and keeps_its_making(sheet.plan, person))
        and sheet.item.draw.assignments.exists(),
        "next": next_due(person) if sheet.state == SheetState.SUBMITTED and is_scored_by(person, sheet) else None,
        "done": progress_of(sheet)[0],
        "wanted": len(criteria.indicators),
    }
    if sheet.state == SheetState.SUBMITTED:
        revisions = revisions_of(sheet, criteria)
        wanted = request.GET.get("revision", "")
        shown = next((one for one in revisions if str(one.revision.number) == wanted), revisions[0])
        marks = marks_of(shown.revision)
        evidence = list(kept(sheet, person))
        fact_sheet = latest_fact_sheet(sheet) if sheet.method == Method.ON_SITE else None
        context |= {
            "revisions": revisions,
            "revision": shown.revision,
            "is_latest": shown is revisions[0],
            "groups": groups_of(
                sheet.standard_version, criteria, marks, score_marks(criteria, marks), evidence=evidence
            ),
            "sheet_files": [one for one in evidence if one.indicator_id is None],
            "triggered": [criteria.indicators[code] for code in shown.revision.triggered],
            "measured": criteria.measured,
            "withheld": not sees_evidence(person, sheet),
            "fact_sheet": fact_sheet,
            "unconfirmed": unconfirmed_facts(fact_sheet, criteria, marks),
            "parts": parts_for(sheet, person),
        }
    return render(request, "assessments/sheet_detail.html", context)


def _handovers(sheet: ScoreSheet) -> list[dict]:
    """Through whose hands it went, the latest first, for `{% timeline %}`; reasons are for those who assign."""
    rows = sheet.handovers.select_related(
        "assessor_before", "co_assessor_before", "assessor_after", "co_assessor_after"
    )
    return [
        {
            "when": row.created_at,
            "who": _("by chance") if row.assignment_id else "",
            "what": HandoverAct(row.act).label,
            "detail": " · ".join(part for part in (_hands(row), _put_aside(row)) if part),
            "tone": "late" if row.is_blocked else "wait",
        }
        for row in rows.order_by("-turn")
    ]


def _hands(row: Handover) -> str:
    if row.is_blocked:
        return _("nobody was left")
    before, after = (
        _(", ").join(person_name(one) for one in pair if one is not None)
        for pair in (
            (row.assessor_before, row.co_assessor_before),
            (row.assessor_after, row.co_assessor_after),
        )
    )
    return before if before == after else f"{before} → {after}"


def _put_aside(row: Handover) -> str:
    count = len(row.draft)
    return ngettext("%(n)d mark put aside", "%(n)d marks put aside", count) % {"n": count} if count else ""
