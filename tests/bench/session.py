"""Someone reads while feeds publish: `python -m tests.bench.session --minutes 10 --size 120x36 [--language zh]`.

Drives the real screen on a pseudo-terminal beside the shared feed server, presses keys at random, lets new entries be
published and refreshed, and counts what a reader would mind: an end of the program, a cursor that moves by itself
while nobody presses a key, and keys that take long to show.
"""

import argparse
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import SHARED
from tests.terminal import Terminal

KEYS = (*"jjjjjjkkkknnnpp", "space", "space", "tab", "h", "enter", *"smuvztLbGg", "pgdn", "pgup", *"[]", "J")
PAGES = ("w", "i", "W", "d", "?", "F")
"""Keys that open a page, which `esc` closes."""
CONFIG = '[refresh]\nper_host = 32\n[cluster]\nembedder = "none"\n'
READY = r"updated|更新|\d\d:\d\d · "
"""In the top bar once the first refresh is through, in long and short form."""
READ = re.compile("unread|read|未读|已读")
"""What changes in place while a story is looked at."""
WIDE = 76
"""Columns from which the story stands beside the list."""
WATCH = 6.0
"""Seconds without a key while a refresh runs."""
PACE = 0.25
"""Seconds between two keys."""


@dataclass
class Seen:
    """What happened."""

    keys: int = 0
    refreshes: int = 0
    jumps: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """Milliseconds from a key to the first output."""


@contextmanager
def feeds(count: int, entries: int = 10) -> Iterator[str]:
    """Serve synthetic feeds; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    tool = SHARED / "tools" / "feedserver.py"
    command = [sys.executable, str(tool), "--port", str(port), "--feeds", str(count), "--entries", str(entries)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        base = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{base}/urls", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        try:
            yield base
        finally:
            server.terminate()


def publish(base: str, each: int, every: int) -> None:
    """Have new entries published, `each` in one of `every` feeds."""
    asked = urllib.request.Request(f"{base}/_advance?n={each}&every={every}", method="POST")
    urllib.request.urlopen(asked, timeout=60).close()


def subscribed(base: str, home: Path, config: str) -> tuple[list[str], dict[str, str]]:
    """Return the command of a new library with the served feeds, and the environment it needs."""
    (home / "config.toml").write_text(config, encoding="utf-8")
    opml = home / "feeds.opml"
    opml.write_bytes(urllib.request.urlopen(f"{base}/opml", timeout=10).read())
    allowed = {"PULSEAUGUR_ALLOW_PRIVATE": "127.0.0.1", "HOME": str(home)}
    reader = [sys.executable, "-m", "reader", "--db", str(home / "library.db"), "--config", str(home / "config.toml")]
    subprocess.run(
        [*reader, "import", str(opml), "--allow-private"], check=True, env={**os.environ, **allowed},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return reader, allowed


def cursor(terminal: Terminal) -> str:
    """Return where the cursor's bar ends and which story stands beside the list; counts may change in place."""
    screen = terminal.screen
    bars = [y for y, line in enumerate(terminal.text.split("\n")) if line.startswith("▌")]
    beside = ""
    if screen.columns >= WIDE:
        # By cells: a line of text is shorter than its cells where wide characters stand.
        beside = "".join(screen.buffer[1][x].data for x in range(screen.columns // 2, screen.columns))
        beside = READ.sub("", beside).strip()
    return f"line {bars[-1] if bars else None}: {beside}"


def press(terminal: Terminal, key: str, seen: Seen) -> None:
    """Press a key and note when the first output came."""
    before, begun = len(terminal.raw), time.monotonic()
    terminal.send(key)
    while time.monotonic() - begun < PACE:
        if terminal.read(0.02) and len(seen.waits) < seen.keys + 1 and len(terminal.raw) > before:
            seen.waits.append(1000 * (time.monotonic() - begun))
    seen.keys += 1
    seen.waits += [0.0] * (seen.keys - len(seen.waits))


def refresh(terminal: Terminal, base: str, seen: Seen) -> None:
    """Let entries be published, refresh, and watch that the cursor stays where it is."""
    publish(base, 1, 3)
    for _ in range(3):
        press(terminal, "esc", seen)
    terminal.settle(0.5, 3)
    before, shown = cursor(terminal), terminal.text
    press(terminal, "R", seen)
    terminal.settle(WATCH, WATCH)
    after = cursor(terminal)
    seen.refreshes += 1
    if before != after:
        seen.jumps.append(f"{before!r} -> {after!r}\n{shown}\n{'=' * terminal.screen.columns}\n{terminal.text}")


def use(terminal: Terminal, base: str, minutes: float, rng: random.Random) -> Seen:
    """Read for some minutes."""
    seen, end = Seen(), time.monotonic() + 60 * minutes
    while time.monotonic() < end:
        for _ in range(rng.randint(20, 40)):
            press(terminal, rng.choice(KEYS), seen)
        press(terminal, rng.choice(PAGES), seen)
        press(terminal, "j", seen)
        press(terminal, "esc", seen)
        refresh(terminal, base, seen)
        if terminal.process.poll() is not None:
            raise SystemExit(f"the screen ended with status {terminal.process.returncode}:\n{terminal.text}")
    return seen


def report(seen: Seen, size: str) -> None:
    """Print what happened."""
    waits = sorted(wait for wait in seen.waits if wait)
    p95 = waits[int(0.95 * len(waits))] if waits else 0.0
    print(f"{size}: {seen.keys} keys, {seen.refreshes} refreshes, {len(seen.jumps)} jumps of the cursor")
    print(f"  key to first output: median {statistics.median(waits):.0f} ms, p95 {p95:.0f} ms, most {waits[-1]:.0f} ms")
    print("\n".join(f"  jump: {jump}" for jump in seen.jumps))


def main() -> None:
    """Run the session that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--language", default="en")
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    columns, rows = (int(part) for part in given.size.split("x"))
    with feeds(given.feeds) as base, tempfile.TemporaryDirectory() as home:
        config = f"[screen]\nlanguage = {json.dumps(given.language)}\n{CONFIG}"
        reader, allowed = subscribed(base, Path(home), config)
        with Terminal(reader, columns=columns, rows=rows, environment=allowed) as terminal:
            terminal.wait_for(READY, 120)
            terminal.settle(3, 60)
            report(use(terminal, base, given.minutes, random.Random(given.seed)), given.size)


if __name__ == "__main__":
    main()
