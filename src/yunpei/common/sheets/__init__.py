"""Rosters and award lists as people keep them: .csv, .xlsx and .parquet.

The writers are in `write`: who only reads does not load them.
"""

from yunpei.common.sheets.model import Cell, Table, UnreadableFile, text_of
from yunpei.common.sheets.reading import open_table

__all__ = ["Cell", "Table", "UnreadableFile", "open_table", "text_of"]
