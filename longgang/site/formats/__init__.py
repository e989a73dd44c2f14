"""How each language writes a day and a time, where Django's own way is not how offices do."""
