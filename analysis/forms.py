"""Forms of the room; what they refuse, the services refuse too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from analysis.models import EnteredFigure
from foundation.common.days import DayField


class EnteredFigureForm(forms.Form):
    value = forms.DecimalField(label=_("Figure"), required=False, max_digits=11, decimal_places=4)
    as_of = DayField(label=_("As of"), help_text=_("The day for which the source gives the figure."))
    source = forms.CharField(
        label=_("Source"),
        max_length=EnteredFigure._meta.get_field("source").max_length,
        help_text=_(
            "Who publishes it and where: a report with its title and page, a system with the name of its list."
        ),
    )

    def __init__(self, *args, unit: str, **kwargs):
        """`unit`: in what the figure is written."""
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _(
            "In: %(unit)s. Leave it empty to take back what was entered; the source then says why."
        ) % {"unit": unit}
