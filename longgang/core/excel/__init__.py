"""Excel as offices use it: templates that guide, uploads read by header name, faults in red, lists.

Columns are declared once; template, reading, the workbook of faults and the list all read them.
"""

from .columns import Cell, Column, ColumnKind, Fault, Row
from .keeping import Rehearsal, digest_of
from .plates import parse_plate_colour
from .reading import MAX_ROWS, read_rows
from .writing import write_faults, write_list, write_template

__all__ = [
    "MAX_ROWS",
    "Cell",
    "Column",
    "ColumnKind",
    "Fault",
    "Rehearsal",
    "Row",
    "digest_of",
    "parse_plate_colour",
    "read_rows",
    "write_faults",
    "write_list",
    "write_template",
]
