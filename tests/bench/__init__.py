"""Benchmarks: run by name (`python -m tests.bench.NAME`), never by the test suite."""
