"""Forms of the room; what they refuse, the services refuse too."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Questionnaire
from feedback.presets import STANDARD
from feedback.services.invitations import DEFAULT_DAYS, MAX_DAYS, MAX_LINKS
from foundation.common import clock
from organization.choosing import UnitField
from organization.enums import UnitKind
from organization.models import Unit


class QuestionnaireForm(forms.ModelForm):
    """Title and introduction in both languages; the questions come from the preset."""

    class Meta:
        model = Questionnaire
        fields = ["title_zh", "title_en", "intro_zh", "intro_en"]
        widgets = {"intro_zh": forms.Textarea(attrs={"rows": 2}), "intro_en": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            for name in self.fields:
                self.fields[name].initial = getattr(STANDARD, name)


class InvitationForm(forms.Form):
    unit = UnitField(label=_("Unit whose service is asked about"), queryset=Unit.objects.none())
    count = forms.IntegerField(
        label=_("Number of links"),
        min_value=1,
        max_value=MAX_LINKS,
        initial=24,
        help_text=_("One link for one customer: each takes one answer."),
    )
    valid_days = forms.IntegerField(
        label=_("Valid for so many days"), min_value=1, max_value=MAX_DAYS, initial=DEFAULT_DAYS
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        units = Unit.objects.exclude(kind=UnitKind.HEAD_OFFICE).exclude(valid_to__lt=today)
        self.fields["unit"].queryset = units.order_by("-is_assessed", "code")
