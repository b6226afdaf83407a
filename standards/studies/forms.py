"""Forms of studies and weights. What they allow is decided again by the services."""

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from foundation.common.days import DayField
from organization.models import Person
from standards.models import StandardVersion
from standards.models.study import WeightStudy
from standards.studies.enums import RandomIndexTable, StudyLevel, WeightSource
from standards.studies.groups import weighed_dimensions
from standards.studies.quarters import Quarter
from standards.studies.services.weights import MOST_MONTHS


class ExpertsForm(forms.Form):
    """Who is asked, and until when. `experts` takes public ids; the page draws them as a table that can be searched."""

    experts = forms.ModelMultipleChoiceField(
        label=_("Experts"), queryset=Person.objects.select_related("unit", "user"), to_field_name="public_id"
    )
    due_on = DayField(label=_("Comparisons due by"), help_text=_("The study stays open until you close it."))


class OpenStudyForm(ExpertsForm):
    level = forms.ChoiceField(
        label=_("What is compared"), choices=StudyLevel, initial=StudyLevel.HIERARCHY, widget=forms.RadioSelect
    )
    dimension = forms.ChoiceField(
        label=_("Dimension"), required=False, help_text=_("Where the indicators of one dimension are compared.")
    )
    random_index = forms.ChoiceField(
        label=_("Random indices"),
        choices=RandomIndexTable,
        initial=RandomIndexTable.SAATY_1980,
        help_text=_("The consistency ratio is CI by this index. Near 0.10 the two tables can differ."),
    )
    field_order = ["level", "dimension", "experts", "due_on", "random_index"]

    def __init__(self, *args, version: StandardVersion, **kwargs):
        super().__init__(*args, **kwargs)
        rows = weighed_dimensions(version)
        self.fields["dimension"].choices = [("", "–"), *((one.dimension.code, str(one.dimension)) for one in rows)]


class ChangeStudyForm(ExpertsForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class IntervalForm(forms.Form):
    months = forms.IntegerField(
        label=_("Adjust the weights every … months"),
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("When the interval has passed, the leads find it in their work lists."),
    )


class ProposalForm(forms.Form):
    """From the URL, so that a proposal can be shown to somebody else."""

    source = forms.ChoiceField(
        label=_("Weights from"),
        choices=[choice for choice in WeightSource.choices if choice[0] != WeightSource.HAND],
    )
    study = forms.ChoiceField(label=_("Study"), required=False)
    quarters = forms.MultipleChoiceField(label=_("Quarters"), required=False, widget=forms.CheckboxSelectMultiple)
    alpha = forms.DecimalField(
        label=_("Experts’ part α"),
        required=False,
        min_value=0,
        max_value=1,
        decimal_places=2,
        help_text=_("Only where they are mixed: w = α · experts + (1 − α) · data."),
    )

    def __init__(self, *args, studies: list[WeightStudy], quarters: list[Quarter], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["study"].choices = [
            ("", "–"),
            *((str(one.public_id), gettext("Study %(number)s") % {"number": one.number}) for one in studies),
        ]
        self.fields["quarters"].choices = [(one.code, str(one)) for one in quarters]
