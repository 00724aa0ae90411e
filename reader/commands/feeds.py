"""`feeds`: the subscriptions with their health. Changes nothing."""

import argparse
from datetime import datetime
from typing import Any

from reader.commands import output, reading, words
from reader.commands.place import Place
from reader.config import PROGRAM
from reader.engine.clock import utc_now
from reader.model.feed import FAILING, FeedState
from reader.model.view import FeedRow
from reader.text.clean import clean
from reader.urls import without_credentials

NOT_HAD = (*FAILING, FeedState.GONE)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("--failing", action="store_true", help="only those that could not be had")
    parser.add_argument("--json", action="store_true", help="as JSON, with every number")


def run(given: argparse.Namespace, place: Place) -> int:
    """Print one feed a line."""
    now = utc_now()
    with reading.opened(place) as library:
        rows = library.feeds(now)
    if given.failing:
        rows = [row for row in rows if row.health.state in NOT_HAD]
    if given.json:
        output.write(output.as_json([as_json(row) for row in rows]))
    elif rows:
        print("\n".join(_line(row, now) for row in rows))
    else:
        print("No feed is failing." if given.failing else f"There are no feeds yet; `{PROGRAM} add URL` adds one.")
    return 0


def as_json(row: FeedRow) -> dict[str, Any]:
    """Return a feed and its health; times are ISO 8601 in UTC, and null for never, or for at once as the next."""
    feed, health = row.feed, row.health
    fields = {
        "id": feed.id,
        "url": without_credentials(feed.url),
        "title": feed.title,
        "site": feed.site,
        "publisher": feed.publisher,
        "tier": feed.tier,
        "tier_word": feed.tier.name.lower(),
        "language": feed.language,
        "folder": feed.folder,
        "paused": feed.paused,
        "private": feed.private,
        "state": health.state,
        "status": health.status,
        "note": health.note,
        "last_try": health.fetched,
        "last_success": health.succeeded,
        "next_fetch": health.due if _is_polled(row) else None,
        "failures": health.failures,
        "entries": row.entries,
        "daily": row.daily,
    }
    return {name: words.plain(value) for name, value in fields.items()}


def _is_polled(row: FeedRow) -> bool:
    """Whether it is fetched again by itself."""
    return not row.feed.paused and row.health.state is not FeedState.GONE


def _line(row: FeedRow, now: datetime) -> str:
    feed, health = row.feed, row.health
    name = clean(feed.title or without_credentials(feed.url), 60)
    state = "paused" if feed.paused else health.state.value
    due = words.until(health.due, now) if _is_polled(row) else "never"
    when = f"last {words.age(health.succeeded, now)}, next {due}"
    note = f"\n       {clean(health.note, 300)}" if health.note else ""
    return (
        f"{feed.id:>5}  {state:9}  {row.entries:>5}  {words.tier(feed.tier):13}  {feed.language or '-':3}  {name}"
        f"  ({when}){note}"
    )
