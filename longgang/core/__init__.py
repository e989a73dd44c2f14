"""What every module stands on: clock, refusals, lifecycles, identifiers, sealed fields, Excel.

Knows no business noun and imports no other module of the house.
"""
