"""The division tree of the district, its desks and its premises.

Nouns: Area, Desk, Premises. Must never hold personal data.
"""
