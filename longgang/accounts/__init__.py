"""Who somebody is and what their post lets them do, and where.

Nouns: User, Post, Role, Permission, Scope, Shift. Must never know what is being decided.
"""
