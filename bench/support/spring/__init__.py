"""A spring of a district, lived through the real actions day by day: for a test and a benchmark.

`plan` says who comes and what befalls them, `season` lives a day after the other, `invariants` and
`forecast` look at every evening whether all of it is true, `transmissions` whether whoever was
infected is found.
"""
