"""The standard on paper (R8): its table and its scoring rules, as a page to print and as PDF. Both are drawn from one `Document`."""

from standards.printing.document import document_of
from standards.printing.pdf import pdf_of

__all__ = ["document_of", "pdf_of"]
