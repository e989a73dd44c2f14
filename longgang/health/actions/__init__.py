"""Every write of the health module: one function per verb."""
