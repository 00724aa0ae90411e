"""A folder of feed documents served over loopback and refreshed by the command: `python -m tests.bench.served`.

Prints how many entries are stored beside how many feedparser finds, and names the documents that differ, with how many
of feedparser's entries there say anything, each once: what is empty or said again letter by letter is no entry here.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import quoteattr

from tests.bench.corpus import SHARED, documents, is_json_feed, reference

PATIENCE = 1800
"""Seconds that the refresh of 3,105 documents may take on a busy machine; 35 are usual."""


class Documents(SimpleHTTPRequestHandler):
    """Serves files as XML without a charset, so that the document's own word counts."""

    protocol_version = "HTTP/1.1"

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return "application/json" if str(path).endswith(".json") else "application/xml"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Keep quiet."""


def reader(library: Path, *words: str) -> str:
    """Run a command on the library; return what it prints."""
    command = [sys.executable, "-m", "reader", "--db", str(library), *words]
    allowed = {**os.environ, "PULSEAUGUR_ALLOW_PRIVATE": "127.0.0.1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=allowed)
    if done.returncode or "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(words)}: exit status {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def subscribe(library: Path, addresses: list[str]) -> None:
    """Import the addresses as OPML, which asks none of them."""
    outlines = "\n".join(f'<outline type="rss" text="f" xmlUrl={quoteattr(address)}/>' for address in addresses)
    opml = library.with_name("all.opml")
    opml.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>', encoding="utf-8")
    reader(library, "import", str(opml), "--allow-private")


def compare(feeds: list[dict[str, object]], folder: Path) -> None:
    """Print the totals and the documents whose entries differ."""
    states, found, stored, json_entries, lines = Counter[str](), 0, 0, 0, list[str]()
    for feed in feeds:
        name = unquote(urlsplit(str(feed["url"])).path).lstrip("/")
        body = (folder / name).read_bytes()
        count = int(str(feed["entries"]))
        states[str(feed["state"])] += 1
        if is_json_feed(body):
            json_entries += count
            continue
        expected = reference(body)
        found, stored = found + len(expected), stored + count
        if len(expected) != count:
            telling = len({repr(entry) for entry in expected if entry})
            lines.append(f"{len(expected):5} ({telling}) -> {count}  {feed['state']} {str(feed['note'])[:70]}  {name}")
    print(f"feeds {len(feeds)}: {dict(states.most_common())}")
    print(f"entries: feedparser {found}, stored {stored}, and {json_entries} of JSON Feeds")
    print("\n".join(lines))


def main() -> None:
    """Serve, subscribe, refresh, compare."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=SHARED)
    folder = arguments.parse_args().folder.resolve()
    if not folder.is_dir():
        arguments.exit(1, f"there is no folder {folder}\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Documents(*given, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    with tempfile.TemporaryDirectory() as home:
        library = Path(home) / "library.db"
        subscribe(library, [base + quote(str(path.relative_to(folder))) for path in documents(folder)])
        begun = time.monotonic()
        reader(library, "refresh", "--per-host", "32")
        print(f"refreshed in {time.monotonic() - begun:.1f} s")
        compare(json.loads(reader(library, "feeds", "--json")), folder)
    server.shutdown()


if __name__ == "__main__":
    main()
