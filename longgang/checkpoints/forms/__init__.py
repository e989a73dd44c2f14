"""Forms of devices and conflicts: parsing and field errors only."""
