"""The library at size: `python -m tests.bench.store [--entries N] [--clusters N] [--kills N] [--keep FOLDER]`.

Builds a library of invented words, prints the slowest and the median of each read, what writing costs, and how long
a mark takes while another process stores 30,000 entries. Every line names the limit that the design sets.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles

from reader.model.cluster import Assignment, Changes, Reason, Rule
from reader.model.feed import Tier
from reader.model.view import Sort, View
from reader.model.work import Entry
from reader.store.keep_texts import Written
from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library
from reader.works import identities, match
from tests.library import NOW, OK, entry, feed, ledger, memory, summary

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "on", "us")]
VOCABULARY = 30_000
OF_FEED = 200
"""Entries a feed."""
BATCH = 500
STORED = 30_000
"""Entries that are stored while marks are made."""


class Words:
    """Texts of invented words, common ones as common as in language."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.words = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def text(self, count: int) -> str:
        return " ".join(self.rng.choices(self.words, cum_weights=self.weights, k=count))

    def entry(self, name: str) -> Entry:
        when = NOW - timedelta(minutes=self.rng.randrange(60 * 24 * 60))
        title = "国产推理芯片公开成绩 " + self.text(3) if self.rng.random() < 0.1 else self.text(9).capitalize()
        return entry(name, title=title, excerpt=self.text(90), authors=(self.text(2),), published=when)


@contextmanager
def timed(what: str, count: int = 0) -> Iterator[None]:
    start = time.perf_counter()
    yield
    took = time.perf_counter() - start
    each = f"  {took / count * 1e3:8.3f} ms each" if count else ""
    print(f"{what:46} {took:8.2f} s{each}", flush=True)


def build(path: Path, entries: int, clusters: int) -> None:
    """Store entries, works, clusters and texts as a refresh would."""
    words = Words(random.Random(1))
    with Library.open(path) as library:
        fetch(library, words, entries // OF_FEED, "f")
        with timed("placed and indexed", entries):
            place(library)
        with timed("grouped", entries):
            group(library, clusters)
        with timed("texts written", clusters):
            write(library)
        with timed("ranked again, all scores moved", clusters):
            library.keep_scores({cluster: ledger(cluster % 977 / 7) for cluster, _ in library.rank_inputs()}, NOW)


def fetch(library: Library, words: Words, feeds: int, prefix: str) -> None:
    tiers = list(Tier)
    with timed(f"{feeds} fetches of {OF_FEED} entries stored", feeds):
        for number in range(feeds):
            source = library.add_feeds([feed(f"{prefix}{number}", tier=tiers[number % 4])])[0]
            library.keep_fetch(source, OK, [words.entry(f"{prefix}{number}-{item}") for item in range(OF_FEED)])


def place(library: Library) -> None:
    waiting = library.unplaced()
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        keys = {key for item, source in batch for key in identities(item, source)}
        library.keep_works(match(batch, library.identities(keys), library.next_work_id()))


def group(library: Library, clusters: int) -> None:
    rng, works = random.Random(2), library.unclustered()
    reason = Reason(rule=Rule.SIMILAR, nearest=1, score=0.5, terms=("bava", "lona"))
    first = library.next_cluster_id()
    for start in range(0, len(works), BATCH):
        batch = works[start : start + BATCH]
        places = tuple(
            Assignment(work_id=work, story_id=first + rng.randrange(clusters), reason=reason) for work in batch
        )
        library.keep_changes(
            Changes(assignments=places, memories=tuple(map(memory, batch)), next_id=first + clusters), NOW
        )


def write(library: Library) -> None:
    while stale := library.stale(100):
        found = library.clusters(stale)
        texts = [summary(cluster.works[0].title, [work.id for work in cluster.works][:5]) for cluster in found]
        library.keep_texts(
            [
                Written(cluster_id=c.id, summary=text, ledger=ledger(c.id % 977 / 10), inputs={"n": len(c.works)})
                for c, text in zip(found, texts, strict=True)
            ],
            NOW,
        )


def reads(path: Path) -> None:
    """Print the median and the slowest of each read."""
    rng = random.Random(3)
    words = Words(random.Random(1))
    with Reader(path) as library:
        every = library.ids(View(), NOW)
        pages = [rng.sample(list(every), 100) for _ in range(50)]
        print(f"\n{'read':46} {'CPU, best':>9} {'median':>9} {'slowest':>9}   limit")
        for sort in Sort:
            measure(f"ids, {sort}", "-", [partial(library.ids, View(sort=sort), NOW)] * 5)
        for query in ("is:unread", "tier:1", "lang:en src>3", "since:2d", "feed:f12", "publisher:f7.example"):
            measure(f"ids, {query}", "-", [partial(library.ids, View(query=query), NOW)] * 5)
        measure("ids, hidden too", "-", [lambda: library.ids(View(hidden=True), NOW)] * 5)
        measure("rows, 100 ids", "2 ms", [partial(library.rows, page) for page in pages])
        measure("story, first time", "50 ms", [partial(library.story, i, NOW) for i in rng.sample(list(every), 60)])
        measure("story, again", "1 ms", [lambda: library.story(every[0], NOW)] * 20)
        measure("totals", "5 ms", [lambda: library.totals(NOW)] * 10)
        measure("unread ids", "5 ms", [library.unread_ids] * 10)
        measure("feeds screen", "-", [lambda: library.feeds(NOW)] * 5)
        measure("version", "-", [library.version] * 20)
        lines = [words.words[n][:size] for n in (0, 3, 50, 900, 20_000) for size in (1, 2, 3, 9)]
        lines += ["芯", "推理芯片", f'"{words.text(2)}"', f"{words.words[0]} {words.words[1]}", f"-{words.words[0]}"]
        measure("search as typed", "250 ms", [partial(library.search, line, now=NOW) for line in lines])


def measure(what: str, limit: str, calls: Sequence[Callable[[], object]]) -> None:
    took, used = [], []
    for call in calls:
        start, cpu = time.perf_counter(), time.process_time()
        call()
        used.append((time.process_time() - cpu) * 1e3)
        took.append((time.perf_counter() - start) * 1e3)
    print(f"{what:46} {min(used):6.2f} ms {median(took):6.2f} ms {max(took):6.2f} ms   {limit}", flush=True)


def marks(path: Path) -> None:
    """Print how long a mark takes, alone and while another process stores and groups 30,000 entries."""
    with Reader(path) as library, Marks(path) as hand:
        every = list(library.ids(View(), NOW))
        works = [source.work.id for number in every[:150] for source in library.story(number, NOW).sources]
        mark_all(hand, works[:100], "mark read, nobody else writes")
        command = [sys.executable, "-m", "tests.bench.store", "--fill", str(path)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as other:
            time.sleep(1.5)
            words = "mark read, while 30,000 are stored (p95 < 100)"
            mark_all(hand, works[100:], words, until=lambda: other.poll() is not None)
        with Marks(path) as second:
            at_once(second, works, f"while {len(every)} clusters are marked (100)", lambda: hand.read_view(every, NOW))
            at_once(second, works, "while that is undone (100)", hand.undo)


def at_once(hand: Marks, works: Sequence[int], what: str, other: Callable[[], object]) -> None:
    """Print how long a long mark takes, and how long another hand waits beside it."""
    thread = threading.Thread(target=other)
    with timed(what):
        thread.start()
        mark_all(hand, works, f"mark read, {what}", until=lambda: not thread.is_alive())


def mark_all(hand: Marks, works: Sequence[int], what: str, until: Callable[[], bool] | None = None) -> None:
    took = []
    for turn in range(len(works) if until is None else 100_000):
        if until is not None and until():
            break
        start = time.perf_counter()
        work = works[turn % len(works)]
        hand.read([work], NOW) or hand.unread([work])
        took.append((time.perf_counter() - start) * 1e3)
        time.sleep(0.02)
    cuts = quantiles(took, n=100)
    print(f"{what:46} {median(took):6.2f} ms {max(took):6.2f} ms   p95 {cuts[94]:.1f} ms of {len(took)}", flush=True)


def kills(path: Path, times: int) -> None:
    """Kill a refresh at random moments and open what it leaves."""
    rng, took = random.Random(4), []
    for number in range(times):
        command = [sys.executable, "-m", "tests.writers", "feeds", str(path), str(number * 1000), "1000"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(rng.random() / 2)
            process.kill()
        start = time.perf_counter()
        with Reader(path) as library:
            library.ids(View(), NOW)
        took.append((time.perf_counter() - start) * 1e3)
        with Reader(path) as library:
            whole = library._connection.execute("PRAGMA integrity_check").fetchone()[0]
        assert whole == "ok", whole
    print(f"{times} kills: opened again in {median(took):.0f} ms, at most {max(took):.0f} ms (limit 150); all whole")


def fill(path: Path) -> None:
    """Store and group more entries, as low in priority as a refresh beside the screen."""
    os.nice(10)
    words = Words(random.Random(time.time_ns()))
    with Library.open(path) as library, library.lock("a benchmark"):
        fetch(library, words, STORED // OF_FEED, f"g{time.time_ns()}-")
        place(library)
        group(library, STORED // 5)
        write(library)


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--clusters", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--keep", type=Path, help="build the library in this folder, or use the one that is there")
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.fill:
        fill(wanted.fill)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = (wanted.keep or Path(folder)) / "library.db"
        if not path.exists():
            build(path, wanted.entries, wanted.clusters)
        print(f"{path.stat().st_size / 1e6:.0f} MB")
        reads(path)
        marks(path)
        kills(Path(folder) / "killed.db", wanted.kills)


if __name__ == "__main__":
    main()
