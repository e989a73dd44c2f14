"""The pages of the register, by noun."""
