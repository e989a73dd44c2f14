"""What every module stands on: clock, refusals, lifecycles, identifiers, sealed fields, tables, forms.

Knows no business noun and imports no other module of the house.
"""
