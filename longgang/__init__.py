"""数字龙港 (Digital Longgang): one platform for a city district, its residents and its companies."""
