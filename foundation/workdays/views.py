"""Working days of a year for everybody, and the page on which an administrator enters an announcement."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.audit.naming import PERSON, names_of
from foundation.common import clock
from foundation.common.dates import WEEKDAYS
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from foundation.workdays import kept
from foundation.workdays.builtin import known_year
from foundation.workdays.changes import changes_by, left_out
from foundation.workdays.enums import DayKind, Kind
from foundation.workdays.forms import DaysForm, table_of_file
from foundation.workdays.models import Announcement
from foundation.workdays.reading import Day, as_table
from foundation.workdays.rest_days import Side, rest_day_note
from foundation.workdays.rules import can_announce_days
from foundation.workdays.selectors import count_workdays, editions_of, in_force, months_of, periods_of
from foundation.workdays.services import FIRST_YEAR, LAST_YEAR, announce_days, sentence_on


@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    return year_detail(request, clock.today().year)


@require_GET
def year_detail(request: HttpRequest, year: int) -> HttpResponse:
    _require_year(year)
    editions = _named(list(editions_of(year)))
    days = kept.current().year(year)
    context = {
        "year": year,
        "months": months_of(year),
        "weekdays": WEEKDAYS,
        "periods": periods_of(year),
        "workdays": count_workdays(year),
        "is_provisional": not days.is_announced,
        "present": next((row for row in editions if str(row.public_id) == days.announcement), None),
        "editions": editions,
        "has_own": bool(days.own),
        "today": clock.today(),
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < LAST_YEAR else None,
        "may_enter": can_announce_days(request.person),
    }
    return render(request, "workdays/year_detail.html", context)


@require_GET
def day_note(request: HttpRequest) -> HttpResponse:
    """What is to be said beside the day in a form: `?field=starts_on&side=start&starts_on=2026-10-01`. Nothing of a working day or of no day."""
    side = request.GET.get("side", "")
    if side not in list(Side):
        raise Http404
    try:
        day = date.fromisoformat(request.GET.get(request.GET.get("field", ""), ""))
    except ValueError:
        day = None
    return render(request, "workdays/_day_sentence.html", {"sentence": rest_day_note(day, Side(side))})


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404


def _named(editions: list[Announcement]) -> list[Announcement]:
    """With `who` entered each, and `table`: its days as they would be typed."""
    names = names_of((PERSON, row.entered_by) for row in editions)
    for row in editions:
        row.who = names.get((PERSON, row.entered_by), "")
        row.table = as_table(Day(one.day, one.kind, one.name) for one in row.days.all())
    return editions


@require_http_methods(["GET", "POST"])
def enter_days(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Type, paste or bring the days; look at what would change; enter them. What is entered is what was looked at."""
    require(can_announce_days, request.person)
    _require_year(year)
    if kind not in Kind.values:
        raise Http404
    present = in_force(kind, year)
    if request.method == "GET":
        form = DaysForm(kind=kind, year=year, initial=_initial(request.GET, kind, year, present))
        return _page(request, form)
    data, trouble = request.POST.copy(), None
    if upload := request.FILES.get("file"):
        try:
            data["table"] = table_of_file(upload)
        except Invalid as error:
            trouble = error
    form = DaysForm(data, kind=kind, year=year)
    if not form.is_valid() or trouble:
        if trouble:
            form.add_error(None, trouble)
        return _page(request, form, status=422)
    if data.get("looked") != form.reading.digest or upload:
        return _page(request, form, looked=True)
    try:
        row = announce_days(
            kind=kind,
            year=year,
            days=form.reading.days,
            source=form.cleaned_data["source"],
            edition=form.cleaned_data["edition"],
            without=data.get("without") == "yes",
            actor=request.person,
            key=parse_key(data.get("client_key")),
        )
    except Invalid as error:
        asked_again = "without" in getattr(error, "message_dict", {})
        if not asked_again:
            form.add_error(None, error)
        return _page(request, form, looked=asked_again, status=422)
    messages.success(
        request, _("The days of %(year)d are in force. Open due dates are being counted again.") % {"year": row.year}
    )
    return redirect("workdays:year_detail", year=year)


def _initial(asked: QueryDict, kind: str, year: int, present: Announcement | None) -> dict:
    """What is in force, to be changed; with `?from=2` an older edition, with `?from=0` what the portal brings along. So a mistake is undone."""
    chosen = asked.get("from", "")
    is_number = chosen.isascii() and chosen.isdigit() and len(chosen) < 10
    number = int(chosen) if is_number else present.edition if present else 0
    row = Announcement.objects.filter(kind=kind, year=year, edition=number).first()
    days = [Day(one.day, one.kind, one.name) for one in row.days.all()] if row else _built_in(kind, year)
    return {
        "table": as_table(days),
        "source": row.source if row and row != present else "",
        "edition": present.edition if present else 0,
    }


def _built_in(kind: str, year: int) -> list[Day]:
    """The days that the portal brings along; none where the year had not been announced, and none of the organization's own."""
    known = known_year(year)
    if kind != Kind.PUBLIC or not known.is_announced:
        return []
    return [
        Day(day, word, name)
        for word, found in ((DayKind.OFF, known.off), (DayKind.WORKED, known.worked))
        for day, name in found.items()
    ]


def _earlier(kind: str, year: int) -> list[dict]:
    """What one can start from instead of what is in force."""
    editions = list(
        Announcement.objects.filter(kind=kind, year=year).order_by("-edition").values_list("edition", flat=True)
    )
    starts = [{"url": f"?from={number}", "label": _("edition %(n)s") % {"n": number}} for number in editions[1:]]
    if editions and _built_in(kind, year):
        starts.append({"url": "?from=0", "label": _("the portal’s built-in calendar")})
    return starts


def _page(request: HttpRequest, form: DaysForm, *, looked: bool = False, status: int = 200) -> HttpResponse:
    year, kind = form.year, Kind(form.kind)
    heading = _("The organization’s own days in %(year)d")
    if kind == Kind.PUBLIC:
        heading = _("Announce the public holidays of %(year)d")
    context = {
        "form": form,
        "year": year,
        "kind": kind,
        "heading": heading % {"year": year},
        "submit_label": _("Enter these days") if looked else _("See what would change"),
        "looked": form.reading.digest if looked else "",
        "changes": changes_by(kind, year, form.reading.days) if looked else None,
        "left_out": sentence_on(names) if looked and (names := left_out(kind, year, form.reading.days)) else "",
        "unconfirmed": status == 422,
        "earlier": [] if looked else _earlier(kind, year),
        "cancel_url": reverse("workdays:year_detail", kwargs={"year": year}),
    }
    return render(request, "workdays/days_form.html", context, status=status)
