"""Notes beside dates that lie on rest days."""

from datetime import date

from django import template
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.urls import reverse

from foundation.workdays.rest_days import Side, rest_day_note

register = template.Library()


@register.simple_tag
def rest_day(day: date | None, side: str) -> str:
    """The sentence beside a day that is shown; empty on a working day. `side`: "start" or "end"."""
    return rest_day_note(day, Side(side))


@register.inclusion_tag("workdays/_day_note.html")
def rest_day_beside(field: BoundField, side: str) -> dict:
    """The same under a field for a day, said again whenever another one is chosen. Without JavaScript it speaks of the day that was loaded."""
    try:
        day = field.field.to_python(field.value())
    except ValidationError:
        day = None
    return {
        "id": field.id_for_label,
        "url": f"{reverse('workdays:day_note')}?field={field.html_name}&side={side}",
        "sentence": rest_day_note(day, Side(side)),
    }
