"""`longgang trace`: whom somebody met, asked of a file of visits. No database, no Django."""

from .main import main

__all__ = ["main"]
