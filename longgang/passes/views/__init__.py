"""Pages of the passes; one file a noun."""
