"""The hostile catalogue in one library, refreshed at once: `python -m tests.bench.together`.

What each row asks of a feed's record is judged after as many refreshes as it asks for; besides, the whole refresh has
to end in time, in bounded memory, and ordinary feeds among the hostile ones must come through at the first.
"""

import sys
import tempfile
from typing import Any
from xml.sax.saxutils import quoteattr

from tests.bench.driven import Driven, library
from tests.bench.hostile import Row, ask, hostile_server, traces
from tests.bench.verdict import SUCCESS, accepted, counted
from tests.conftest import SHARED

ORDINARY = 20
"""Ordinary feeds among the hostile ones."""

REFRESHES = 3
"""The most that a row asks for."""


def outlines(urls: list[str]) -> str:
    """Return an OPML document of these addresses."""
    rows = "".join(f"<outline type='rss' text='x' xmlUrl={quoteattr(url)}/>" for url in urls)
    return f"<?xml version='1.0' encoding='UTF-8'?><opml version='2.0'><head/><body>{rows}</body></opml>"


def subscribe(run: Driven, rows: list[Row], base: str) -> dict[int, Row]:
    """Import all rows that can be subscribed, and ordinary feeds; return rows by feed id."""
    urls = [row["url"].encode("utf-8", "replace").decode() for row in rows]
    urls += [f"{base}/load/{number}.xml?entries=10" for number in range(ORDINARY)]
    with tempfile.NamedTemporaryFile("w", suffix=".opml", encoding="utf-8") as file:
        file.write(outlines(urls))
        file.flush()
        print(run("import", file.name).out.decode().strip())
    by_url = {row["url"]: row for row in rows}
    feeds = run.json("feeds")
    return {feed["id"]: by_url[feed["url"]] for feed in feeds if feed["url"] in by_url}


def wrong_with(row: Row, feed: dict[str, Any]) -> list[str]:
    """Return what a feed's record does not say as the row asks."""
    wrong = [] if feed["state"] in accepted(row) else [f"state {feed['state']}: {feed['note']}"]
    if row["entries"] is not None and feed["state"] in SUCCESS:
        wrong += counted("entries", feed["entries"], row["entries"])
    return wrong


def main() -> int:
    """Refresh everything as often as the catalogue asks, and print what failed."""
    failed = judged = 0
    with hostile_server(SHARED / "tools" / "hostile_server.py") as base, library() as run:
        rows = [row for row in ask(f"{base}/__catalog") if row["state"] != "import"]
        by_id = subscribe(run, rows, base)
        for lap in range(1, REFRESHES + 1):
            ran = run("refresh", "--force", "--per-host", "32")
            print(f"refresh {lap}: {ran.seconds:.1f} s, {ran.memory / 1e6:.0f} MB, status {ran.status}")
            feeds = {feed["id"]: feed for feed in run.json("feeds")}
            ordinary = [feed for feed in feeds.values() if "/load/" in feed["url"]]
            print(f"  ordinary feeds through: {sum(feed['entries'] == 10 for feed in ordinary)} of {len(ordinary)}")
            for id_, row in by_id.items():
                if row["fetches"] == lap:
                    wrong = wrong_with(row, feeds[id_])
                    judged, failed = judged + 1, failed + bool(wrong)
                    if wrong:
                        print(f"  FAIL  {row['path']:26} {'; '.join(wrong)}")
        canary = ask(f"{base}/__stats")["canary"]
    print(f"{judged - failed} of {judged} rows; canary requests {len(canary)}; files left by commands {traces()}")
    return 1 if failed or canary or traces() else 0


if __name__ == "__main__":
    sys.exit(main())
