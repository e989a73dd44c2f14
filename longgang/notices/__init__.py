"""Messages to people, through an outbox: written with the deed, sent by the worker, never lost.

Nouns: Notice, Delivery. Must never send from inside somebody's transaction.
"""
