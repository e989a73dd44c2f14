"""数字龙港 (Digital Longgang): one platform for a district, its residents and its companies."""
