"""Devices at the gates: what they hold without network, what they send, and what does not fit.

Nouns: Device, PhotoUpload, Conflict. Must never lose an admission that a device tells of, record it
twice, or turn it into a refusal; and never hand a device anybody's name or phone.
"""
