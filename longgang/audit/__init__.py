"""What was done, and who saw whose personal data: two append-only, hash-chained books.

Nouns: Event, Disclosure. Must never be asked for business logic, and never refer to live rows.
"""
