"""The board: load and presence of each assessor, open sheets to tick, and giving them to somebody else."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessments.enums import UNDER_WAY, Exclusion
from assessments.forms.assignment import ReassignForm
from assessments.methods import WAYS
from assessments.models import Plan, ScoreSheet
from assessments.rules.assignment import can_reassign_sheets, sees_board, too_close_to
from assessments.selectors.availability import reasons_not_to_choose
from assessments.selectors.board import board_order, loads_of, on_board, open_counts, stuck_on
from assessments.selectors.late_absences import late_absences_in
from assessments.selectors.sheets import overdue, visible_to, with_names
from assessments.selectors.teams import ASSESSING_ROLES
from assessments.services.assigning import proof_of
from assessments.services.reassignment import reassign_sheets
from assessments.sheet_filters import BoardFilter
from assessments.views.recusals import add_errors
from foundation.common.errors import Conflict, Invalid, NotAllowed, require
from foundation.common.pages import ordered, paginate
from foundation.common.receipts import parse_key
from foundation.common.templatetags.marks import person_name
from organization.models import Person, RoleAssignment
from organization.selectors import current
from sampling.purposes import concealed_strata
from sampling.selectors import visible_to as draws_visible_to

SORTS = {"number": "number", "unit": "unit__code", "assessor": "assessor__sort_key", "state": "state", "due": "due_on"}
PAGE_SIZE = 100
SHOWN_STUCK = 20
SHOWN_LATE = 20


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    require(sees_board, request.person)
    seen = visible_to(request.person)
    narrowed = BoardFilter(request.GET, queryset=seen, offered=seen, people=False)
    filters = BoardFilter(request.GET, queryset=on_board(seen), offered=seen)
    rows = with_names(filters.qs)
    asked = request.GET.get("sort", "").lstrip("-") in SORTS
    rows = ordered(request, rows, SORTS, "due") if asked else board_order(rows)
    stuck = stuck_on(on_board(narrowed.qs))
    loads = loads_of(narrowed.qs, all_open=open_counts(on_board(seen)))
    may_reassign = can_reassign_sheets(request.person)
    page = paginate(request, rows, PAGE_SIZE)
    shown = [*page.object_list, *(sheet for sheet, _why in stuck[:SHOWN_STUCK])]
    context = {
        "page": page,
        "not_ticked": too_close_to(request.person, shown) if may_reassign else set(),
        "filter": filters,
        "stuck": stuck[:SHOWN_STUCK],
        "stuck_count": len(stuck),
        "loads": loads,
        "narrowed_by": narrowed.chosen(),
        "swapped_too": "#board-heading,#board-follows",
        "open_count": on_board(narrowed.qs).count(),
        "late_count": overdue(on_board(narrowed.qs)).count(),
        "late_absences": _late_absences()[:SHOWN_LATE],
        "chosen": request.GET.get("assessor", ""),
        "may_reassign": may_reassign,
        "bulk_url": reverse("assessments:board_reassign"),
        "bulk_actions": [{"name": "choose", "label": _("Reassign…"), "tone": "primary"}] if may_reassign else [],
        "table": {
            "sort": request.GET.get("sort", ""),
            "columns": [
                {"key": "number", "label": _("Score sheet"), "sortable": True},
                {"key": "unit", "label": _("Unit"), "sortable": True},
                {"key": "assessor", "label": _("Assessor"), "sortable": True},
                {"key": "state", "label": _("State"), "sortable": True},
                {"key": "due", "label": _("Due"), "sortable": True},
            ],
        },
    }
    return render(request, "assessments/board.html", context)


def _late_absences() -> list:
    """Of the cycles that are scored now."""
    plans = Plan.objects.filter(cycle__state__in=UNDER_WAY, draw__frozen_at__isnull=False)
    return late_absences_in(plans.select_related("draw", "unit", "cycle"))


@require_POST
def reassign(request: HttpRequest) -> HttpResponse:
    """Ticked on the board: asks to whom and why. With an answer: does it, for all of them or for none.

    An id that is no sheet, or none that the reader may see, refuses the whole.
    """
    require(can_reassign_sheets, request.person)
    sheets, turns = _ticked(request)
    if not sheets:
        messages.error(request, _("Tick the sheets that are to be given to somebody else."))
        return redirect("assessments:board")
    holders = _holders(sheets)
    asked = "way" in request.POST or "reason" in request.POST
    candidates = _candidates(request.person)
    form = ReassignForm(
        request.POST if asked else None,
        holders=holders,
        candidates=candidates,
        reasons=reasons_not_to_choose(candidates, sheets),
        loads=open_counts(on_board(visible_to(request.person))),
    )
    if asked and form.is_valid():
        data = form.cleaned_data
        try:
            done = reassign_sheets(
                sheets=sheets,
                turns=turns,
                actor=request.person,
                reason=data["reason"],
                key=parse_key(request.POST.get("client_key")),
                to=data["to"],
                leaving=data.get("leaving"),
            )
        except Invalid as error:
            add_errors(form, error)
        except Conflict as conflict:
            raise Conflict(conflict.message, typed=[(_("Reason"), data["reason"])]) from None
        else:
            _tell(request, done)
            return redirect("assessments:board")
    context = {
        "form": form,
        "sheets": [as_ticked(sheet, turns[sheet.pk]) for sheet in sheets],
        "drafts": sum(sheet.state == sheet.States.DRAFT for sheet in sheets),
        "visits": sum(WAYS[sheet.method].assessors > 1 for sheet in sheets),
        "submit_label": _("Reassign"),
        "cancel_url": reverse("assessments:board"),
    }
    return render(request, "assessments/board_reassign.html", context, status=422 if form.is_bound else 200)


def as_ticked(sheet: ScoreSheet, turn: int) -> dict:
    """What the form sends back of a sheet: which, and in which turn it was seen."""
    return {"sheet": sheet, "value": f"{sheet.public_id}.{turn}"}


def _ticked(request: HttpRequest) -> tuple[list[ScoreSheet], dict[int, int]]:
    """The sheets and the turns in which the page has shown them; ids come as `id` from the board and as `id.turn` from the question."""
    wanted: dict[UUID, int | None] = {}
    for text in request.POST.getlist("ids"):
        name, _dot, turn = text.partition(".")
        try:
            wanted[UUID(name)] = int(turn) if turn else None
        except ValueError:
            raise Http404 from None
    rows: QuerySet[ScoreSheet] = with_names(visible_to(request.person).filter(public_id__in=wanted))
    sheets = list(rows.order_by("number"))
    if len(sheets) != len(wanted):
        raise Http404
    return sheets, {sheet.pk: sheet.turn if (turn := wanted[sheet.public_id]) is None else turn for sheet in sheets}


def _holders(sheets: list[ScoreSheet]) -> list[Person]:
    found = {one.pk: one for sheet in sheets for one in sheet.holders}
    return list(found.values())


def _candidates(actor: Person) -> QuerySet[Person]:
    """Whoever assesses, without the reader: nobody gives sheets to themselves."""
    holders = current(RoleAssignment.objects.filter(role__in=ASSESSING_ROLES)).values("person")
    people = Person.objects.filter(pk__in=holders, left_on=None, user__isnull=False)
    return people.exclude(pk=actor.pk).select_related("unit").order_by("sort_key")


def _tell(request: HttpRequest, done: dict) -> None:
    text = ngettext(
        "%(sheets)d sheet was given to somebody else.", "%(sheets)d sheets were given to somebody else.", done["sheets"]
    )
    messages.success(request, text % done)
    for person in Person.objects.filter(public_id__in=done.get("short", {})).order_by("sort_key"):
        why = Exclusion(done["short"][str(person.public_id)]).label
        sentence = _("Nobody else was left: %(person)s has little time (%(why)s). Look whether that will do.")
        messages.warning(request, sentence % {"person": person_name(person), "why": why})


@require_GET
def assignment_proof(request: HttpRequest, public_id) -> HttpResponse:
    """How items met assessors in a draw, to be done again: its seed and what each assignment was made of. People stand in it as ids."""
    require(sees_board, request.person)
    draw = get_object_or_404(
        draws_visible_to(request.person).filter(assignments__isnull=False).distinct(), public_id=public_id
    )
    if concealed_strata(draw, request.person):
        raise NotAllowed(_("The proof can be downloaded once everything that was drawn has been done."))
    response = JsonResponse(proof_of(draw), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="assignment-{draw.public_id}.json"'
    return response
