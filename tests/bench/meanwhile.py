"""A library whose feeds have news, for a screen that refreshes them: a part of `python -m tests.bench.screen`."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.session import feeds, publish, subscribed

FEEDS, ENTRIES, NEW = 100, 30, 10
"""Feeds, entries of each at first, and entries that each publishes before the screen opens."""
CONFIGURATION = """
[refresh]
at_start = false
every = "0s"
per_host = 32
[cluster]
embedder = "none"
[screen]
read_on = "manual"
"""


@contextmanager
def news() -> Iterator[tuple[list[str], dict[str, str]]]:
    """Yield the command of the library and the environment that lets it fetch from loopback."""
    with feeds(FEEDS, ENTRIES) as base, tempfile.TemporaryDirectory() as home:
        command, allowed = subscribed(base, Path(home), CONFIGURATION)
        environment = {**os.environ, **allowed}
        subprocess.run([*command, "refresh"], check=True, env=environment, stdout=subprocess.DEVNULL)
        publish(base, NEW, 1)
        yield command, allowed
