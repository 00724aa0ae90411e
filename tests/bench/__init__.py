"""Benchmarks: run by name (`python -m tests.bench.NAME`), never by the test suite."""

import os

# As the program does: threads of numpy's libraries would burn processor time on waiting for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# As on a user's machine: without it every process compiles anew what was edited, at most 60 ms of a start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
