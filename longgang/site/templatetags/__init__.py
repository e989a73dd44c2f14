"""Filters of the parts."""
