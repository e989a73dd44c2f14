"""Quarantine sites: their rooms, who is in which bed, and every movement until they leave.

A site fulfils the central phase of a measure. The measure says until when; this module says where.
It never decides how long somebody stays, and no bed is ever given twice.
"""
