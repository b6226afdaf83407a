"""The trail's filters; they live in the URL."""

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from foundation.audit.labels import labels
from foundation.audit.words import room_of
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
        self.fields["action"].choices = [("", _("All acts")), *_acts_by_room(scope)]


def _acts_by_room(scope: tuple[str, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The acts within the scope, a group a room: acts of two rooms may well be called the same."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, label in labels.items():
        if name.startswith(scope):
            groups.setdefault(room_of(name), []).append((name, str(label.sentence)))
    return [(room, sorted(acts, key=lambda act: act[1])) for room, acts in groups.items()]
