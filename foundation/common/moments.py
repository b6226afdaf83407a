"""A moment in a form: the clock on the organization's wall, to the minute."""

from django import forms
from django.core.exceptions import ValidationError

from foundation.common import clock
from foundation.common.days import BETWEEN, FIRST, LAST


class MomentField(forms.DateTimeField):
    """A time of the organization's zone, to the minute, whatever zone the device is in. Cleaned: aware."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%dT%H:%M"], **kwargs)

    def to_python(self, value):
        moment = super().to_python(value)
        if moment is None:
            return None
        if not FIRST <= moment.date() <= LAST:
            raise ValidationError(BETWEEN)
        return moment.replace(tzinfo=clock.organization_zone())

    def prepare_value(self, value):
        return clock.local(value).replace(tzinfo=None) if hasattr(value, "tzinfo") else value
