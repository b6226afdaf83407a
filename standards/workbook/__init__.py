"""A standard as an Excel workbook that an office person can edit, and back (R8). Pure: plain content in, bytes out; a file in, plain content out.

`write_workbook(content)` speaks the reader's language; `read_workbook(path, units)` takes a workbook in either. What the workbook cannot say is
settled by `tidy`: reading what was written gives `tidy(content)`, which for everything that pages and presets make is the content itself.
"""

from standards.workbook.assembling import barring_problems
from standards.workbook.carrying import carry, unpack
from standards.workbook.reading import Fault, Reading, read_workbook
from standards.workbook.tidying import tidy
from standards.workbook.writing import write_workbook

__all__ = ["Fault", "Reading", "barring_problems", "carry", "read_workbook", "tidy", "unpack", "write_workbook"]
