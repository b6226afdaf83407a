"""What people type about articles. The same rules stand in the services."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django import forms
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from foundation.common.days import DayField
from knowledge.enums import SourceKind
from knowledge.importing.reading import MOST_BYTES
from knowledge.models import Article, Category
from knowledge.selectors import categories_in_use
from knowledge.terms import split
from organization.choosing import UnitFinder
from organization.models import Person, Unit


def _area(rows: int, **attrs) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class ContentForm(forms.Form):
    """`note` is asked for from the second version on."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=80)
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a category"),
    )
    questions_zh = forms.CharField(
        label=_("How it is asked, in Chinese"),
        required=False,
        max_length=1_000,
        widget=_area(3),
        help_text=_("As customers say it, one question a line. Articles are found by them."),
    )
    answer_zh = forms.CharField(
        label=_("Answer in Chinese"),
        max_length=8_000,
        widget=_area(12),
        help_text=_("“# ” begins a heading, “- ” a list, “1. ” numbered steps; **bold**; [text](https://…) a link."),
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    questions_en = forms.CharField(
        label=_("How it is asked, in English"), required=False, max_length=1_000, widget=_area(3)
    )
    answer_en = forms.CharField(label=_("Answer in English"), required=False, max_length=8_000, widget=_area(8))
    keywords = forms.CharField(
        label=_("Keywords"),
        required=False,
        max_length=200,
        help_text=_("Separated by commas. The initials of their pinyin find them too: xyk finds 信用卡."),
    )
    source_kind = forms.ChoiceField(label=_("Kind of source"), choices=SourceKind.choices)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Which document the answer rests on, with number and date.")
    )
    valid_from = DayField(label=_("Valid from"), required=False, help_text=_("Empty: from the approval on."))
    valid_until = DayField(
        label=_("Valid until"), required=False, help_text=_("The last day. Empty: until further notice.")
    )
    review_months = forms.IntegerField(
        label=_("Months until it is looked at again"), min_value=1, max_value=36, initial=12
    )
    indicators = forms.CharField(
        label=pgettext_lazy("that an article is about", "Indicators"),
        required=False,
        max_length=200,
        help_text=_("Codes of the standards’ indicators that it is about, separated by commas."),
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Only for people of these units"),
        queryset=Unit.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=UnitFinder,
        help_text=_("With the units below them. None ticked: everybody reads it."),
    )
    note = forms.CharField(label=_("What has changed, and why"), max_length=300, widget=_area(2))

    def __init__(self, *args, article: Article | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories_in_use()
        self.fields["units"].queryset = Unit.objects.filter(valid_to=None)
        if article is None or article.current_id is None:
            del self.fields["note"]

    def clean_indicators(self) -> list[str]:
        return split(self.cleaned_data["indicators"])

    @property
    def said(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "note"}


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook"),
        help_text=_(
            "The filled-in template (.xlsx), in either language. Nothing is kept before you have seen what is in it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".xlsx"):
            raise forms.ValidationError(
                gettext("This is not an Excel workbook of the kind .xlsx. Save it as .xlsx and bring that.")
            )
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is larger than %(limit)s MB.") % {"limit": MOST_BYTES >> 20})
        return file

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """The upload as a file that goes away again: it is read once and not kept."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "articles.xlsx"
            with path.open("wb") as target:
                for chunk in self.cleaned_data["file"].chunks():
                    target.write(chunk)
            yield path


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=_area(3))


class ReturnForm(forms.Form):
    reason = forms.CharField(label=_("What is to be changed in it"), max_length=300, widget=_area(3))


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("Photos, PDF and Office documents of up to 20 MB."))
    caption = forms.CharField(label=_("What the file shows"), max_length=80)


class RatingForm(forms.Form):
    is_helpful = forms.ChoiceField(
        label=_("Did this help?"),
        choices=[("yes", _("It helped")), ("no", _("It did not help"))],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("What is missing or wrong"),
        max_length=300,
        required=False,
        widget=_area(2),
        help_text=_("Whoever sees to the article reads it with your name. Needed where it did not help."),
    )


class GapForm(forms.Form):
    note = forms.CharField(
        label=_("What is done about it"),
        max_length=200,
        widget=_area(2),
        help_text=_("Which article answers it now, or why none does."),
    )


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"), queryset=Person.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people


class CategoryForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=999, initial=100)
    is_retired = forms.BooleanField(label=_("Not offered any more; its articles keep it"), required=False)


class SynonymsForm(forms.Form):
    words = forms.CharField(
        label=_("Words"), max_length=200, help_text=_("Two to ten, separated by commas: 信用卡，贷记卡，credit card")
    )
    is_retired = forms.BooleanField(label=_("Not used any more"), required=False)
