"""The trail's filters; they live in the URL."""

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.audit.labels import labels
from foundation.common.days import DayField


class EventFilter(forms.Form):
    """`scope`: beginnings of the acts that the reader may see; other acts are not offered."""

    who = forms.CharField(label=_("Who"), required=False, max_length=60, widget=forms.SearchInput)
    action = forms.ChoiceField(label=pgettext_lazy("audit", "What"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    target = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, scope: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        offered = [(name, str(label.sentence)) for name, label in labels.items() if name.startswith(scope)]
        self.fields["action"].choices = [("", _("All acts")), *sorted(offered, key=lambda pair: pair[1])]
