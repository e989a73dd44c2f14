"""Who was where, and when; and whom somebody met there.

Nouns: visit, place, seed, contact, circle, encounter. The visits stand in PostgreSQL, a partition a
day, recorded through `api`; nobody sees them without an investigator's permission. `engine` answers
from sorted columns in files and knows neither Django nor a database; `command` is `longgang trace`,
which asks it about a file; `cluster` shares the visits of such a file out over several machines.
"""
