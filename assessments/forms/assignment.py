"""Forms of assignment: to whom, why, and what falls out. What is right is decided by the services."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _, ngettext

from assessments.enums import RecusalKind
from assessments.models import ScoreSheet
from assessments.services.falling_out import reasons_for
from assessments.services.reassignment import LONGEST_REASON
from foundation.common.days import DayField
from foundation.common.templatetags.marks import person_name
from organization.choosing import UnitField
from organization.models import Person, Unit


class PersonByNumber(forms.ModelChoiceField):
    """People by their public id, with the unit beside the name."""

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", Person.objects.none())
        super().__init__(to_field_name="public_id", **kwargs)

    def label_from_instance(self, person: Person) -> str:
        return f"{person_name(person)} · {person.unit}"


class PersonWithLoad(PersonByNumber):
    """With how many sheets they have to score; `loads` {key of the person: n}. Who may not take them stands last, with the reason."""

    loads: dict[int, int] = {}

    def label_from_instance(self, person: Person) -> str:
        count = self.loads.get(person.pk, 0)
        return f"{super().label_from_instance(person)} · " + ngettext("%(n)d open", "%(n)d open", count) % {"n": count}

    def set_aside(self, reasons: dict[int, str]) -> None:
        """`reasons` {key of the person: why not}. They can be sent all the same: the service refuses and says for which sheet."""
        able, unable = [("", self.empty_label)], []
        for person in self.queryset:
            label = self.label_from_instance(person)
            if why := reasons.get(person.pk):
                unable.append((person.public_id, f"{label} · {why}"))
            else:
                able.append((person.public_id, label))
        self.choices = [*able, (_("May not take them"), unable)] if unable else able


class ReassignForm(forms.Form):
    """`holders`: whose sheets these are; `candidates`: to whom they may go, with their `loads`, and the `reasons` against some.

    Whether a candidate may take each one is asked by the service.
    """

    CHANCE, PERSON = "chance", "person"
    way = forms.ChoiceField(
        label=_("To whom"),
        choices=[(CHANCE, _("By chance among those who may take them")), (PERSON, _("To a person of my choice"))],
        initial=CHANCE,
        widget=forms.RadioSelect,
        help_text=_("Chance comes from the draw and is kept, so that anybody can repeat it."),
    )
    to = PersonWithLoad(label=_("Person"), required=False, empty_label=_("Nobody chosen"))
    leaving = PersonByNumber(
        label=_("Instead of"),
        required=False,
        empty_label=_("Whoever cannot score it, otherwise the first assessor"),
        help_text=_("On a visit two are named; say here who goes."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Those who lose the sheets read it."),
    )

    def __init__(self, *args, holders, candidates, loads=None, reasons=None, **kwargs):
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        to.loads = loads or {}
        to.queryset = candidates
        to.set_aside(reasons or {})
        if len(holders) > 1:
            self.fields["leaving"].queryset = Person.objects.filter(pk__in=[one.pk for one in holders]).select_related(
                "unit"
            )
        else:
            del self.fields["leaving"]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("way") == self.PERSON and not data.get("to"):
            self.add_error("to", _("Choose a person."))
        if data.get("way") == self.CHANCE:
            data["to"] = None
        return data


class RecuseForm(forms.Form):
    """From one sheet; `wider` extends it to the whole unit."""

    kind = forms.ChoiceField(label=_("Why"), choices=RecusalKind.choices)
    text = forms.CharField(
        label=_("In words"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by leads and supervisors only, and kept encrypted."),
    )


class DeclareRecusalForm(RecuseForm):
    unit = UnitField(
        label=_("All of the unit, and below it"),
        queryset=Unit.objects.filter(valid_to=None).order_by("code"),
        to_field_name="public_id",
        required=False,
        empty_label=_("No unit"),
    )
    about = forms.CharField(
        label=_("Or what this person has served"),
        required=False,
        max_length=60,
        help_text=_("Staff number or full name. It covers visits to the unit in which they work, too."),
    )
    since = DayField(label=_("From"), required=False, help_text=_("Empty: from today on."))
    until = DayField(
        label=_("Up to and with"),
        required=False,
        help_text=_("The last day on which it still holds. Empty: until withdrawn."),
    )
    field_order = ("unit", "about", "kind", "text", "since", "until")

    def clean_until(self) -> date | None:
        """The day that is typed still counts, as everywhere; the day after it is what is kept."""
        last = self.cleaned_data["until"]
        return last and last + timedelta(days=1)

    def clean_about(self) -> Person | None:
        """By number or name, not from a list: who works at the bank is not everybody's to browse."""
        words = self.cleaned_data["about"].strip()
        if not words:
            return None
        people = Person.objects.filter(left_on=None).select_related("unit")
        found = list(people.filter(staff_number__iexact=words) or people.filter(name=words)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Several people have this name. Enter the staff number.")
                if found
                else _("There is no such person at work.")
            )
        return found[0]


class FallOutForm(forms.Form):
    turn = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Why"))
    note = forms.CharField(
        label=_("In words"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, sheet: ScoreSheet, **kwargs):
        super().__init__(*args, **kwargs)
        reasons = [(one.value, one.label) for one in reasons_for(sheet)]
        self.fields["reason"].choices = [("", _("Choose a reason.")), *reasons]
