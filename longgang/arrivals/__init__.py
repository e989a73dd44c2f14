"""Who comes, who goes: declared by themselves or for them, and looked after at once.

A declaration says where somebody was; the risk areas and rules of that day say what it means; the
community of the home claims it and finds out by phone what is true.
"""
