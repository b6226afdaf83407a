"""What people type about appeals. The same rules stand in the services."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from appeals.enums import Outcome, Side, Stance
from appeals.models import Appeal, AppealTerms
from appeals.selectors import TERM_NAMES, Candidate
from appeals.services.drafts import Wish
from appeals.services.ruling import Decided
from assessments.selectors.criteria import Criteria
from foundation.common.texts import localized
from standards.models import Indicator


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class EvidenceForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("Photo, audio, PDF or Office document, up to 20 MB."))
    indicator = forms.ChoiceField(label=_("For"), required=False)
    caption = forms.CharField(label=_("What it shows"), max_length=200, required=False)

    def __init__(self, *args, indicators: list[Indicator], **kwargs):
        super().__init__(*args, **kwargs)
        named = [(one.code, f"{one.code} {localized(one, 'name')}") for one in indicators]
        self.fields["indicator"].choices = [("", _("The whole appeal")), *named]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=_area(2))


class ClarifyForm(forms.Form):
    text = forms.CharField(
        label=_("Question to both sides"),
        max_length=4000,
        widget=_area(4),
        help_text=_("The department and the assessor read it and answer in one thread."),
    )


class SayForm(forms.Form):
    side = forms.ChoiceField(
        label=_("Whose words"), help_text=_("What a side said on the telephone can be recorded for it.")
    )
    text = forms.CharField(label=_("Message"), max_length=4000, widget=_area(4))

    def __init__(self, *args, sides: list[Side], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [(side.value, side.label) for side in sides]
        if len(sides) < 2:
            self.fields["side"].widget = forms.HiddenInput()
            self.fields["side"].initial = sides[0].value if sides else ""


class RulersForm(forms.Form):
    rulers = forms.MultipleChoiceField(label=_("Who rules"))

    def __init__(self, *args, candidates: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(one.person.public_id): one.person for one in candidates}
        self.fields["rulers"].choices = [(key, str(person)) for key, person in self.people.items()]

    def chosen(self) -> list:
        return [self.people[key] for key in self.cleaned_data["rulers"]]


class ConsentForm(forms.Form):
    """`decision` is the button that was pressed."""

    decision = forms.ChoiceField(choices=[("sign", ""), ("disagree", "")], widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Remark"),
        max_length=1000,
        required=False,
        widget=_area(3),
        help_text=_("Required where you do not agree: say what is to be different."),
    )


class TermsForm(forms.Form):
    """Working days of each step, in the words of the model."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TERM_NAMES:
            label = capfirst(AppealTerms._meta.get_field(name).verbose_name)
            self.fields[name] = forms.IntegerField(label=label, min_value=1, max_value=60)


class WindowForm(forms.Form):
    days = forms.IntegerField(label=_("Working days in all"), min_value=1, max_value=60)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=_area(2))
    version = forms.IntegerField(widget=forms.HiddenInput)


class WordForm(forms.Form):
    stance = forms.ChoiceField(label=_("What do you say?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        required=False,
        widget=_area(4),
        help_text=_("Required where you do not agree. Name no customer."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, stances: list[Stance], **kwargs):
        super().__init__(*args, **kwargs)
        said = {
            Stance.READ: _("I have read it"),
            Stance.AGREES: _("I have read it and agree"),
            Stance.DISAGREES: _("I have read it and do not agree"),
        }
        self.fields["stance"].choices = [(one.value, said[one]) for one in stances]


def read_wishes(data, criteria: Criteria) -> dict[str, Wish]:
    """What is filled in on the page of a draft: an indicator with neither score nor reason is not disputed."""
    found = {}
    for code in criteria.indicators:
        wish = Wish(data.get(f"value-{code}", "").strip()[:40], data.get(f"reason-{code}", "").strip())
        if wish.value or wish.reason:
            found[code] = wish
    return found


def read_decided(data, appeal: Appeal) -> dict:
    """What is filled in for each point of an appeal, by its public id."""
    found = {}
    for point in appeal.points.all():
        outcome = data.get(f"outcome-{point.public_id}", "")
        found[point.public_id] = Decided(
            outcome=outcome if outcome in Outcome.values else "",
            reason=data.get(f"reason-{point.public_id}", "").strip(),
            value=data.get(f"value-{point.public_id}", "").strip()[:40],
        )
    return found
