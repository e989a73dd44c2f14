"""What benchmarks need: a database of their own, many rows, and a look at what a page costs."""
