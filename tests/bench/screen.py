"""The screen's speed: `python -m tests.bench.screen [--entries 15000,100000] [--keys 60] [--library FILE]`.

On a real pseudo-terminal, beside a trivial Textual app in the same run: start to first title, key to whole frame,
page, end, search, idle, memory, the slowest read that the screen does on its own thread, and keys while 100 feeds are
refreshed. Figures are wall time unless they say CPU. Every line names the limit the design sets.
"""

import argparse
import os
import select
import statistics
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from reader.model.view import Sort, View
from reader.store.read import Reader
from reader.ui.listing import PAGE
from tests.bench.meanwhile import news
from tests.bench.store import build
from tests.terminal import Terminal, typed

FRAME = b"\x1b[?2026l"
"""Ends a synchronised frame."""
LAST_ROW = b"\x1b[36;1H"
"""Begins what is painted in the last row, where a search is typed."""
STORY = b";51H"
"""Begins each line of the story, which stands in column 51 of 120; the progress of a refresh paints none."""
MOST_KEYS = 400
"""Keys pressed during a refresh at most."""
TYPIST = 0.11
"""Seconds between two letters of a fast typist, 110 words a minute."""
QUIET = 0.08
"""Seconds of silence after which a screen has come to rest."""
SETTLED = 2.0
"""Seconds of silence before a screen counts as idle."""
TRIVIAL = """
from textual.app import App
from textual.widgets import Static
class Trivial(App):
    BINDINGS = [("j", "next", "")]
    def compose(self):
        yield Static("first title", id="title")
    def action_next(self):
        title = self.query_one("#title"); self.n = getattr(self, "n", 0) + 1; title.update(f"first title {self.n}")
Trivial().run()
"""
CONFIGURATION = """
[refresh]
at_start = false
every = "0s"
[screen]
clock = {clock}
read_on = "manual"
"""


@dataclass(frozen=True, slots=True)
class Press:
    """One key."""

    frame: float
    """Milliseconds to the end of the first frame."""
    settled: float
    """Milliseconds to the last byte."""
    cpu: float
    """Milliseconds of CPU, all threads."""
    sent: int
    """Bytes written."""


class Watched(Terminal):
    """A terminal whose bytes are stamped when they come, before anything looks at them."""

    began: float

    def ready(self, pattern: bytes, limit: float = 60.0) -> tuple[float, float]:
        """Read until the bytes hold `pattern`; return wall and CPU milliseconds since the start."""
        end = time.perf_counter() + limit
        while pattern not in self.raw:
            if time.perf_counter() > end:
                raise AssertionError(f"never saw {pattern!r} on:\n{self.text}")
            self._take(0.2)
        return (time.perf_counter() - self.began) * 1e3, self.cpu()

    def _take(self, seconds: float) -> int:
        ready, _, _ = select.select([self._main], [], [], seconds)
        if not ready:
            return 0
        chunk = os.read(self._main, 1 << 16)
        self.raw += chunk
        self._answer()
        return len(chunk)

    def rest(self) -> None:
        """Read until nothing comes."""
        while self._take(QUIET):
            pass

    def key(self, name: str, row: bytes = b"") -> Press:
        """Press a key and time what it causes; the first frame is the one that paints `row`, if one is given."""
        self.rest()
        mark, cpu, start = len(self.raw), self.cpu(), time.perf_counter()
        os.write(self._main, typed(name))
        frame = last = 0.0
        while self._take(QUIET if last else 2.0):
            last = time.perf_counter()
            if not frame and FRAME in self.raw[max(mark, self.raw.find(row, mark)) :] and row in self.raw[mark:]:
                frame = last
        return Press((frame - start) * 1e3, (last - start) * 1e3, self.cpu() - cpu, len(self.raw) - mark)

    def letter(self, name: str) -> Press:
        """Type a letter into the search line as a fast typist does, results of the one before coming or not."""
        mark, start, frame, cpu = len(self.raw), time.perf_counter(), 0.0, self.cpu()
        os.write(self._main, typed(name))
        while (left := start + TYPIST - time.perf_counter()) > 0:
            self._take(left)
            row = self.raw.find(LAST_ROW, mark)
            if not frame and row >= 0 and FRAME in self.raw[row:]:
                frame = time.perf_counter()
        return Press(
            ((frame or time.perf_counter()) - start) * 1e3, TYPIST * 1e3, self.cpu() - cpu, len(self.raw) - mark
        )

    def cpu(self) -> float:
        """Return milliseconds of CPU so far, all threads."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e6


@contextmanager
def watched(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[Watched]:
    began = time.perf_counter()
    with Watched(command, environment=environment) as terminal:
        terminal.began = began
        yield terminal


def starts(command: Sequence[str], title: bytes, runs: int = 9) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return median wall and CPU milliseconds from exec to the first title, and the trivial app's, taken in turns."""
    ours, trivial = list[tuple[float, float]](), list[tuple[float, float]]()
    for _ in range(runs + 1):
        for found, words, first in ((ours, command, title), (trivial, [sys.executable, "-c", TRIVIAL], b"first title")):
            with watched(words) as terminal:
                found.append(terminal.ready(first))
    return _medians(ours[1:]), _medians(trivial[1:])


def _medians(found: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(w for w, _ in found), statistics.median(c for _, c in found)


def told(name: str, presses: Sequence[Press], limit: str) -> None:
    frames = sorted(p.frame for p in presses)
    p95 = frames[min(len(frames) - 1, int(len(frames) * 0.95))]
    cpu = statistics.median(p.cpu for p in presses)
    sent = statistics.median(p.sent for p in presses)
    times = f"p50 {statistics.median(frames):6.1f}  p95 {p95:6.1f} ms"
    print(f"  {name:<28} {times}  CPU {cpu:5.1f} ms  {sent:6.0f} B   ({limit})")


def keys(terminal: Watched, count: int) -> None:
    """Time keys, pages, jumps and a search."""
    told("j", [terminal.key("j") for _ in range(count)], "p50 <= 10, p95 <= 20, CPU <= 12")
    told("n, next unread", [terminal.key("n") for _ in range(count // 2)], "p95 <= 20")
    told("page down", [terminal.key("pgdn") for _ in range(count // 3)], "p95 <= 40")
    told("G and g", [terminal.key(name) for _ in range(count // 6) for name in "Gg"], "p95 <= 40")
    told("into the story and back", [terminal.key("tab") for _ in range(count // 3 // 2 * 2)], "p95 <= 40")
    terminal.key("/")
    told("search, echo, a fast typist", [terminal.letter(letter) for letter in "barintonga"], "<= 10")
    terminal.key("esc")
    terminal.key("/")
    typing = [terminal.key(letter, LAST_ROW) for letter in "barin"]
    told("search, echo", typing, "<= 10")
    told("search, results", [Press(p.settled, p.settled, p.cpu, p.sent) for p in typing], "<= 250")
    terminal.key("esc")


def beside_a_refresh() -> None:
    """Time keys while the screen's own refresh of feeds with news runs."""
    with news() as (command, environment), watched(command, environment) as terminal:
        terminal.ready(b"SOURCES")
        terminal.rest()
        terminal.key("R")
        screen, presses = psutil.Process(terminal.process.pid), list[Press]()
        while screen.children() and len(presses) < MOST_KEYS:
            presses.append(terminal.key("j", STORY))
        told("j during a refresh", presses, f"p95 <= 30; {len(presses)} keys")


def idle(terminal: Watched, seconds: float) -> str:
    for _ in range(int(SETTLED / QUIET)):
        terminal.rest()
    mark, cpu, start = len(terminal.raw), terminal.cpu(), time.perf_counter()
    while time.perf_counter() - start < seconds:
        terminal._take(0.2)
    took = time.perf_counter() - start
    return f"{(terminal.cpu() - cpu) / took / 10:.2f} % of a core, {(len(terminal.raw) - mark) / took:.0f} B/s"


def memory(terminal: Watched) -> str:
    info = psutil.Process(terminal.process.pid).memory_full_info()
    return f"{info.rss / 2**20:.0f} MiB resident, {info.uss / 2**20:.0f} of its own (limits 70, 50)"


def reads(path: Path) -> None:
    """Print the slowest of the reads that run on the screen's own thread, and of those beside it."""
    now = datetime.now(UTC)
    with Reader(path) as reader:
        reader.warm()
        ids = reader.ids(View(), now)
        pages = [ids[at : at + PAGE] for at in range(0, len(ids), max(PAGE, len(ids) // 40))]
        slowest("a page of rows (on the screen's thread)", [lambda p=p: reader.rows(p) for p in pages], 5)  # type: ignore[misc]
        slowest("version (on the screen's thread)", [reader.version] * 20, 5)
        some: array[int] = ids[:: max(1, len(ids) // 40)]
        slowest("a story", [lambda i=i: reader.story(i, now) for i in some], 50)  # type: ignore[misc]
        slowest("ids of a view", [lambda s=s: reader.ids(View(sort=s), now) for s in Sort], 250)  # type: ignore[misc]
        slowest("totals", [lambda: reader.totals(now)] * 5, 250)
        slowest("unread ids", [reader.unread_ids] * 5, 250)


def slowest(name: str, asked: Sequence[Callable[[], object]], limit: float) -> None:
    """Print the longest; CPU far below it means that it waited for the disk, or for another program."""
    took = []
    for ask in asked:
        start, cpu = time.perf_counter(), time.thread_time()
        ask()
        took.append(((time.perf_counter() - start) * 1e3, (time.thread_time() - cpu) * 1e3))
    wall, cpu = max(took)
    print(f"  {name:<44} slowest {wall:7.2f} ms, CPU {cpu:6.2f}  (<= {limit:.0f})")


def screen(path: Path, folder: Path, count: int) -> None:
    """Measure one library."""
    configuration = folder / "config.toml"
    command = [sys.executable, "-m", "reader", "--db", str(path), "--config", str(configuration)]
    configuration.write_text(CONFIGURATION.format(clock="true"))
    with Reader(path) as reader:
        now = datetime.now(UTC)
        first = reader.rows(reader.ids(View(), now)[:1]).popitem()[1]
    title = first.headline.split()[0].encode()
    (wall, cpu), trivial = starts(command, title)
    print(f"  start to first title {wall:.0f} ms, {wall / trivial[0]:.2f} x the trivial app (<= 1.6)")
    print(f"  CPU until then       {cpu:.0f} ms, {cpu / trivial[1]:.2f} x the trivial app (<= 1.8)")
    with watched(command) as terminal:
        terminal.ready(title)
        terminal.rest()
        keys(terminal, count)
        print(f"  idle with the clock  {idle(terminal, 10)}  (<= 0.3 %)")
        print(f"  memory               {memory(terminal)}")
    configuration.write_text(CONFIGURATION.format(clock="false"))
    with watched(command) as terminal:
        terminal.ready(title)
        terminal.rest()
        print(f"  idle without         {idle(terminal, 10)}  (0 B/s)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", default="15000,100000")
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--library", type=Path, help="measure this library instead of building one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with watched([sys.executable, "-c", TRIVIAL]) as terminal:
            terminal.ready(b"first title")
            told("trivial j", [terminal.key("j") for _ in range(given.keys)], "the floor")
            print(f"  trivial idle                 {idle(terminal, 10)}  (the floor)")
        sizes = [0] if given.library else [int(size) for size in given.entries.split(",")]
        for entries in sizes:
            path = given.library or folder / f"library-{entries}.db"
            if not given.library:
                print(f"\n{entries:,} entries, {entries // 5:,} stories")
                build(path, entries, entries // 5)
            screen(path, folder, given.keys)
            reads(path)
    beside_a_refresh()


if __name__ == "__main__":
    main()
