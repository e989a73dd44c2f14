"""Every change to sites and stays."""
