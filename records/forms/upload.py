"""Bringing a file, and looking behind a mask."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foundation.common.errors import Invalid
from foundation.common.models import StoredFile
from records.reading.encoding import CHOICES
from records.selectors import sources
from records.validators import TABLES, validate_name


def megabytes_at_most() -> int:
    return settings.MAX_UPLOAD_BYTES // (1024 * 1024)


class SourceInput(forms.TextInput):
    """A text field that offers the sources there are."""

    template_name = "records/_source_input.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-list"})
        return {**context, "options": [source.name for source in sources()]}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        error_messages={"required": _("Choose a file.")},
        help_text=_("CSV, TSV or an Excel workbook (.xlsx, .xls) without macros."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(TABLES)}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=40,
        error_messages={"required": _("Name the system that the records come from.")},
        widget=SourceInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "The system that the records come from. A record is known by its source and its number; the columns are remembered per source."
        ),
    )

    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        help_text=_(
            "Only where it was not found out, or found out wrongly. The next page shows the first rows as they are read."
        ),
    )

    def __init__(self, *args, kept: StoredFile | None = None, **more):
        super().__init__(*args, **more)
        self.fields["encoding"].choices = encoding_choices()
        self.keep(kept)
        for name, sentence in (
            ("data-missing", _("Choose a file.")),
            ("data-too-large", _("The file is larger than %(limit)s MB.") % {"limit": megabytes_at_most()}),
        ):
            self.fields["file"].widget.attrs[name] = sentence
        self.fields["file"].widget.attrs["data-most-bytes"] = settings.MAX_UPLOAD_BYTES
        self.fields["source"].widget.attrs["data-missing"] = _("Name the system that the records come from.")

    def keep(self, file: StoredFile | None) -> None:
        """The file is here already: none need be chosen, another takes its place."""
        self.fields["file"].required = file is None
        self.fields["file"].kept = file

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return None
        try:
            validate_name(file.name)
        except Invalid as error:
            raise forms.ValidationError(error.messages) from None
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": megabytes_at_most()})
        return file


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        min_length=4,
        max_length=200,
        help_text=_("It is logged with your name: who looked at whose number, when and why."),
    )


def encoding_choices() -> list[tuple[str, object]]:
    return [("", _("Find out")), *((name, name.upper()) for name in CHOICES)]
