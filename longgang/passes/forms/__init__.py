"""Forms of the passes: they parse and say what is wrong; one file a noun."""
