"""Forms of the list of themes."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from analysis.voices.models import VoiceList
from analysis.voices.sorting import Theme

BETWEEN = re.compile(r"[\n,;，；、]+")


class WordsField(forms.CharField):
    """Words, one a line or with commas between; in Python a list."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        return [word.strip() for word in BETWEEN.split(super().clean(value)) if word.strip()]


class ThemeForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=30)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    words = WordsField(
        label=_("Words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("With commas between. A text belongs to the theme if one of them stands in it."),
    )


class ListedWordsForm(forms.Form):
    own = WordsField(
        label=_("Words of our trade"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Counted as one word each, never cut in two."),
    )
    stop = WordsField(
        label=_("Words that say nothing"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Never among the keywords."),
    )


class MergeForm(forms.Form):
    into = forms.TypedChoiceField(label=_("Into which theme"), coerce=int)

    def __init__(self, data, *, themes: VoiceList, number: int):
        super().__init__(data)
        others = [theme for theme in map(Theme.of, themes.content["themes"]) if theme.number != number]
        self.fields["into"].choices = [("", "—"), *((theme.number, theme.name) for theme in others)]


class SplitForm(forms.Form):
    words = forms.MultipleChoiceField(
        label=_("Words that go to the new theme"), widget=forms.CheckboxSelectMultiple, required=False
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=30)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)

    def __init__(self, data, *, theme: Theme):
        super().__init__(data)
        self.fields["words"].choices = [(word, word) for word in theme.words]
