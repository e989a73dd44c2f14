"""Every write of the trail: one function per verb."""
