"""Days and moments of these days, without the year: 25 Nov, 25 Nov 20:58."""

MONTH_DAY_FORMAT = "j M"
SHORT_DATETIME_FORMAT = "j M H:i"
