"""Every row of the hostile catalogue through the real command line: `python -m tests.bench.hostile [--group r,s]`.

Each row has a library of its own: the feed is added, refreshed as often as the row asks, listed and shown. Prints a
line for each row that fails (all with --verbose), then the totals by group. Exit status 1 unless all pass.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.driven import Driven, library
from tests.bench.verdict import Baseline, Seen, judge
from tests.conftest import SHARED

STORIES = 12
"""Stories that are shown one by one, of rows about what must not be shown; of others, one."""

TRACES = "hostile_pwned*"
"""Files in the temporary folder that prove that something ran."""

Row = dict[str, Any]


@contextmanager
def hostile_server(program: Path) -> Iterator[str]:
    """Run the server on free ports and yield its base URL."""
    with tempfile.TemporaryDirectory() as folder:
        ports = Path(folder) / "ports.json"
        command = [sys.executable, str(program), "--port", "0", "--port-file", str(ports), "--max-seconds", "7200"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                while not ports.exists() and server.poll() is None:
                    time.sleep(0.05)
                yield json.loads(ports.read_text(encoding="utf-8"))["base"]
            finally:
                server.terminate()


def ask(url: str) -> Any:
    """Return the JSON at a URL of the server's own."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)


def try_row(row: Row, base: str) -> Seen:
    """Drive the command line through one row."""
    with library() as run:
        if row["state"] == "import":
            return _imported(row, run)
        seen = _fetched(row, run, base)
        _look(run, seen, STORIES if row["forbid"] else 1)
    if row["state"] == "discover":
        seen.added = _discovered(row)
    return seen


def _imported(row: Row, run: Driven) -> Seen:
    seen = Seen()
    with tempfile.NamedTemporaryFile(suffix=".opml") as file, urllib.request.urlopen(row["url"], timeout=60) as answer:
        shutil.copyfileobj(answer, file)
        file.flush()
        seen.fetches.append(run("import", file.name))
    seen.added = len(run.json("feeds"))
    seen.shown += [run.ran[-1], run("feeds")]
    return seen


def _fetched(row: Row, run: Driven, base: str) -> Seen:
    seen = Seen()
    url = row["url"].encode("utf-8", "replace").decode()
    added = run("add", "--force", url)
    if added.status:
        seen.fetches.append(added)
        return seen
    for _ in range(row["fetches"]):
        seen.at = datetime.now(UTC)
        seen.fetches.append(run("refresh", "--feed", "1", "--force"))
    seen.feed = next(iter(run.json("feeds")), {})
    stats = ask(f"{base}/__stats")["paths"].get(row["path"], {})
    seen.conditional = stats.get("conditional", 0)
    return seen


def _look(run: Driven, seen: Seen, many: int) -> None:
    """Put the feed's stories on show, as text and as JSON."""
    seen.shown += [run("feeds"), run("list", "--limit", "0")]
    stories = run.json("list", "--limit", "0")
    seen.titles += [story["headline"] for story in stories]
    for story in stories[:many]:
        seen.shown.append(run("show", str(story["id"]), "--text"))


def _discovered(row: Row) -> int:
    """Add the page as a person would; return the entries that the feed behind it brought."""
    with library() as run:
        run("add", row["url"])
        return int(next(iter(run.json("feeds")), {}).get("entries", 0))


def baseline(base: str) -> Baseline:
    """Measure the same commands on an ordinary feed, the dearer of two runs."""
    row = {"path": "/ok/rss", "state": "ok", "url": f"{base}/ok/rss", "fetches": 2, "forbid": []}
    seen = try_row(row, base)
    if seen.feed.get("entries") != 5:
        sys.exit(f"the ordinary feed fails already: {seen.feed or seen.fetches[-1].err.decode(errors='replace')}")
    return Baseline(max(ran.seconds for ran in seen.fetches), max(ran.memory for ran in seen.fetches))


def traces() -> list[str]:
    """Return the files that prove that something of the catalogue was executed."""
    return [str(path) for path in Path(tempfile.gettempdir()).glob(TRACES)]


def main() -> int:
    """Run the rows that were asked for."""
    given = _arguments()
    passed, tried = Counter[str](), Counter[str]()
    with hostile_server(given.server) as base:
        cost = baseline(base)
        print(f"an ordinary feed: {cost.seconds:.2f} s, {cost.memory / 1e6:.0f} MB")
        for row in ask(f"{base}/__catalog"):
            if not _asked(row, given):
                continue
            wrong = judge(row, try_row(row, base), cost)
            tried[row["group"]] += 1
            passed[row["group"]] += not wrong
            if wrong or given.verbose:
                print(f"{'FAIL' if wrong else 'pass'}  {row['path']:26} {'; '.join(wrong)}", flush=True)
        canary = ask(f"{base}/__stats")["canary"]
    print("  ".join(f"{group} {passed[group]}/{tried[group]}" for group in tried))
    print(f"{passed.total()} of {tried.total()} rows; canary requests {len(canary)}; files left by commands {traces()}")
    return 0 if passed == tried and not canary and not traces() else 1


def _asked(row: Row, given: argparse.Namespace) -> bool:
    return (not given.group or row["group"] in given.group.split(",")) and given.only in row["path"]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--server", type=Path, default=SHARED / "tools" / "hostile_server.py", help="the server program"
    )
    parser.add_argument("--group", default="", help="groups of rows, comma-separated")
    parser.add_argument("--only", default="", help="rows whose path holds this")
    parser.add_argument("--verbose", action="store_true", help="passed rows, too")
    given = parser.parse_args()
    if not given.server.is_file():
        parser.error(f"there is no server program at {given.server}")
    return given


if __name__ == "__main__":
    sys.exit(main())
