"""Moments of these days, without the year: 11月25日 20:58."""

SHORT_DATETIME_FORMAT = "n月j日 H:i"
