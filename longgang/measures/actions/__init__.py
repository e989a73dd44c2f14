"""Every write of the measures: one function per verb."""
