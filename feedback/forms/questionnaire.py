"""Title and introduction."""

from django import forms

from feedback.models import Questionnaire
from feedback.presets import PRESETS, Preset


class QuestionnaireForm(forms.ModelForm):
    """Title and introduction in both languages. A new one begins with the texts of its preset; a draft carries the version it was loaded with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Questionnaire
        fields = ["title_zh", "title_en", "intro_zh", "intro_en"]
        widgets = {"intro_zh": forms.Textarea(attrs={"rows": 2}), "intro_en": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, preset: Preset = PRESETS["standard"], **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
            self.fields["version"].required = True
            return
        del self.fields["version"]
        for name in self.fields:
            self.fields[name].initial = getattr(preset, name)
