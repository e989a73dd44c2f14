"""The one register, filled once: people, companies, vehicles and their certificates.

Nouns: Person, Representative, Qualification, Company, Membership, Crew, Vehicle. Must never show
personal data unmasked without a purpose.
"""
