"""The demo district, made through the same actions as real data, the same on every machine."""
