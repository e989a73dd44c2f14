"""Moments of these days, without the year: 25 Nov 20:58."""

SHORT_DATETIME_FORMAT = "j M H:i"
