"""A vehicle's trip into the district: applied for, decided, checked at the gate, closed.

Nouns: VehiclePass, Aboard, Trip, Check, PassRule, BlockEntry, SigningKey. Must never let a truck
through on a status that only a job keeps current: what is valid is computed from dates.
"""
