"""The form of a template for deduction reasons. What is right is decided by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import CommentTemplate
from assessments.selectors.comments import versions_in_use
from assessments.services.comments import LONGEST_TEXT
from assessments.services.sharing_comments import LONGEST_NOTE
from foundation.common.texts import localized
from standards.models import Standard
from standards.selectors import indicators_of

ANYWHERE = ""


class CommentForm(forms.Form):
    """`where`: nothing for any sheet, else “standard” or “standard|indicator” by their codes."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "What is filled in each time stands in brackets, for example 【时间】; it is selected when the text is taken. "
            "No names or numbers of customers."
        ),
    )
    where = forms.ChoiceField(
        label=_("Offered for"), required=False, help_text=_("What fits the indicator stands first in the list.")
    )

    def __init__(self, *args, present: CommentTemplate | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.standards: dict[str, Standard] = {}
        choices: list = [(ANYWHERE, _("every indicator of every standard"))]
        for version in versions_in_use():
            standard = version.standard
            self.standards[standard.code] = standard
            name = localized(standard, "name")
            rows = [(standard.code, _("%(standard)s: every indicator") % {"standard": name})]
            rows += [
                (f"{standard.code}|{one.code}", f"{one.code} {localized(one, 'name')}")
                for one in indicators_of(version)
                if one.is_on_sheet
            ]
            choices.append((name, rows))
        if present is not None and present.standard is not None:
            # It stays what it is for, also where the standard is no longer scored by.
            value = where_of(present)
            self.standards.setdefault(present.standard.code, present.standard)
            if not any(value == row[0] for _name, rows in choices[1:] for row in rows):
                choices.append((value, " ".join(filter(None, (localized(present.standard, "name"), present.code)))))
        self.fields["where"].choices = choices

    @property
    def place(self) -> dict:
        """{"standard", "code"} of what was chosen."""
        name, _bar, code = self.cleaned_data["where"].partition("|")
        return {"standard": self.standards.get(name), "code": code}


def where_of(comment: CommentTemplate) -> str:
    """The value of `where` that stands for what a template is for."""
    if comment.standard_id is None:
        return ANYWHERE
    return "|".join(filter(None, (comment.standard.code, comment.code)))


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("Why is it not shared?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Its author reads this and keeps the text as their own."),
    )
