"""The one register, filled once: people, companies, vehicles and their certificates.

Nouns: Person, Company, Membership, Vehicle, Qualification. Must never show personal data unmasked without a purpose.
"""
