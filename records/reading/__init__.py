"""Tables from files, row by row: CSV, TSV, xlsx and xls. Pure: no model, no request.

`open_table(path, options)` gives an `OpenTable`. What cannot be read safely or surely raises `Invalid` with a sentence for the person who
brought the file; what is wrong with one row only is told by that row.
"""

from records.reading.cells import Cell, CellError, Row
from records.reading.collecting import fewer_collections
from records.reading.table import FIND_OUT, OpenTable, Options, open_table

__all__ = ["FIND_OUT", "Cell", "CellError", "OpenTable", "Options", "Row", "fewer_collections", "open_table"]
