"""What is done to declarations, rules and risk areas: each one function, one transaction."""
