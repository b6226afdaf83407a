"""Bringing a workbook."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from standards.workbook.opening import MOST_BYTES


class WorkbookForm(forms.Form):
    workbook = forms.FileField(
        label=_("Workbook"),
        help_text=_("An Excel workbook (.xlsx) that was downloaded here and changed, in either language."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_workbook(self):
        file = self.cleaned_data["workbook"]
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
        file = self.cleaned_data["workbook"]
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as target:
            for chunk in file.chunks():
                target.write(chunk)
            target.flush()
            yield Path(target.name)
