"""Every write of the passes, by noun: one function per verb."""
