"""Excel as offices use it: templates that guide, uploads read by header name, faults in red, lists.

Columns are declared once; template, reading, the workbook of faults and the list all read them.
"""

from .columns import Cell, Column, ColumnKind, Fault, Row, plain
from .entering import (
    WITHOUT_ROWS,
    entering,
    file_entered_before,
    file_entered_meanwhile,
    row_twice,
    taken_back,
)
from .keeping import Rehearsal, digest_of
from .opening import Upload, too_large
from .plates import parse_plate_colour
from .reading import MAX_ROWS, read_grids, read_rows
from .writing import write_faults, write_list, write_template

__all__ = [
    "MAX_ROWS",
    "WITHOUT_ROWS",
    "Cell",
    "Column",
    "ColumnKind",
    "Fault",
    "Rehearsal",
    "Row",
    "Upload",
    "digest_of",
    "entering",
    "file_entered_before",
    "file_entered_meanwhile",
    "parse_plate_colour",
    "plain",
    "read_grids",
    "read_rows",
    "row_twice",
    "taken_back",
    "too_large",
    "write_faults",
    "write_list",
    "write_template",
]
