"""Statistics of complaints, and the alarms about surges."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.common import clock
from foundation.common.errors import Invalid, require
from foundation.common.receipts import parse_key
from tickets import rules
from tickets.forms import WordsForm
from tickets.models import LearnedTopics, SurgeAlarm
from tickets.selectors import alarms_visible_to, visible_to
from tickets.services.alarms import WEEK, settle_alarm
from tickets.statistics import PERIODS, statistics_of


@require_GET
def show_statistics(request: HttpRequest) -> HttpResponse:
    require(rules.sees_statistics, request.person)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
    end = clock.today() + timedelta(days=1)
    learned = LearnedTopics.objects.defer("content").first()
    context = {
        "found": statistics_of(visible_to(request.person), end - timedelta(days=days), end),
        "days": days,
        "periods": PERIODS,
        "alarms": alarms_visible_to(request.person).select_related("unit", "settled_by")[:10],
        "learned": learned,
        "learned_right": round(100 * learned.accuracy["right"] / learned.n) if learned else None,
        "learned_commonest": round(100 * learned.accuracy["commonest"]) if learned else None,
        "learned_by_words": round(100 * learned.rules_balanced) if learned else None,
        "learned_balanced": round(100 * learned.accuracy["balanced"]) if learned else None,
        "may_settle": rules.can_settle_alarm(request.person),
    }
    return render(request, "tickets/statistics.html", context)


def _counted(alarm: SurgeAlarm) -> dict[str, str]:
    """What the inbox has to show: the complaints of the alarm's week, of a unit with those of all below it."""
    since = alarm.day - timedelta(days=WEEK - 1)
    asked = {"kind": "complaint", "counted": "1", "since": since.isoformat(), "until": alarm.day.isoformat()}
    if alarm.unit:
        asked["within"] = alarm.unit.code
    return asked | ({"topic": alarm.topic} if alarm.topic else {})


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, public_id) -> HttpResponse:
    alarm = get_object_or_404(
        alarms_visible_to(request.person).select_related("unit", "settled_by"), public_id=public_id
    )
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = parse_key(request.POST.get("client_key"))
        try:
            settle_alarm(alarm=alarm, text=form.cleaned_data["text"], actor=request.person, key=key)
        except Invalid as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Noted."))
            return redirect("tickets:statistics")
    if request.method == "POST":
        require(rules.can_settle_alarm, request.person, alarm)
    context = {
        "alarm": alarm,
        "complaints": urlencode(_counted(alarm)),
        "form": form,
        "may_settle": rules.can_settle_alarm(request.person, alarm) and alarm.settled_at is None,
    }
    return render(request, "tickets/alarm.html", context, status=422 if form.is_bound else 200)
