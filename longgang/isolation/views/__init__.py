"""The pages of the quarantine sites."""
