"""The pages of devices and conflicts, and what devices themselves ask."""
