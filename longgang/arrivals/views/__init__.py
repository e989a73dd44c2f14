"""The pages of the arrivals."""
