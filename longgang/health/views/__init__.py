"""The pages of the health module."""
