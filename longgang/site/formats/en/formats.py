"""Days and moments as a public office writes them, by the clock of 24 hours: 25 Nov 2026 20:58;
those of these days without the year.
"""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y H:i"
TIME_FORMAT = "H:i"
MONTH_DAY_FORMAT = "j M"
SHORT_DATETIME_FORMAT = "j M H:i"
