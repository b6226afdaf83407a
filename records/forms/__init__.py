"""Forms of this room; their rules are the services'."""

from records.forms.columns import ColumnsForm, ReadingForm
from records.forms.upload import RevealForm, UploadForm

__all__ = ["ColumnsForm", "ReadingForm", "RevealForm", "UploadForm"]
