"""Benchmarks, each printing one table: `python -m bench.NAME`, or the same as JSON with --json."""
