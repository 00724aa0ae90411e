"""What a row of the hostile catalogue demands, against what the command line showed. Drives nothing."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.bench.driven import Ran

STATES = ("ok", "error", "refused", "backoff", "gone", "unchanged", "moved", "discover")

SUCCESS = frozenset({"ok", "unchanged", "moved"})
"""For a row that asks for "ok": a body that is the same again is "unchanged" here, by its hash."""

USUAL_SECONDS, USUAL_MEGABYTES = 12.0, 100.0
"""Bounds of rows that state none."""

FLOOR = {"/s/429-seconds": 115, "/s/429-date": 240, "/s/503": 55, "/s/429-past-date": 59, "/s/429-negative": 59}
"""Seconds that must lie between a fetch and the next one, for rows whose point that is."""

NOTES = {
    "/s/401": "user name",
    "/t/tls-selfsigned": "self-signed",
    "/r/loop": "more than",
    "/t/closed-port": "refuses",
    "/c/304-unasked": "304",
}
"""Words that the reason must hold."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the command line showed of one row."""

    feed: dict[str, Any] = field(default_factory=dict)
    """Its row of `feeds --json`; empty if it is no feed."""
    titles: list[str] = field(default_factory=list)
    """Headlines and sources' titles."""
    fetches: list[Ran] = field(default_factory=list)
    shown: list[Ran] = field(default_factory=list)
    """The runs of `list`, `show` and `feeds`."""
    added: int = 0
    """Feeds after an import, or entries after an `add`."""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    """Before the last fetch."""
    conditional: int = 0
    """Conditional requests that the server saw."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the same commands cost on an ordinary feed."""

    seconds: float
    memory: int


def judge(row: dict[str, Any], seen: Seen, base: Baseline) -> list[str]:
    """Return what is wrong, in words; empty when the row is passed."""
    wrong = [*_costs(row, seen, base), *_output(row, seen)]
    if row["state"] == "import":
        return wrong + counted("feeds added", seen.added, row["entries"])
    if not seen.feed:
        declined = bool(seen.fetches) and seen.fetches[-1].status in (1, 2) and seen.fetches[-1].err.strip()
        return wrong + ([] if declined and row["state"] in ("error", "refused") else ["not subscribed"])
    return wrong + _record(row, seen) + _particulars(row, seen)


def accepted(row: dict[str, Any]) -> frozenset[str]:
    """Return the states that pass: the row's own and those that its text calls as good."""
    own = row["state"]
    also = {state for state in STATES if f'"{state}"' in row["must"]}
    return frozenset({own, *also, *(SUCCESS if own == "ok" or "ok" in also else ())})


def _costs(row: dict[str, Any], seen: Seen, base: Baseline) -> list[str]:
    wrong = []
    seconds, megabytes = row["t"] or USUAL_SECONDS, row["mem"] or USUAL_MEGABYTES
    for ran in seen.fetches:
        if ran.seconds - base.seconds > seconds:
            wrong.append(f"took {ran.seconds:.1f} s, {seconds:g} allowed")
        grown = (ran.memory - base.memory) / 1e6
        if grown > megabytes:
            wrong.append(f"grew by {grown:.0f} MB, {megabytes:g} allowed")
    return wrong


def _output(row: dict[str, Any], seen: Seen) -> list[str]:
    wrong = []
    for ran in (*seen.fetches, *seen.shown):
        if ran.crashed:
            wrong.append(f"crashed: {ran.err.decode(errors='replace').strip().splitlines()[-1:]}")
        raw = ran.out + ran.err
        wrong += [f"shows {pattern}" for pattern in row["forbid"] if re.search(pattern.encode("latin-1"), raw)]
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]", raw):
            wrong.append("shows control or bidi characters")
    return sorted(set(wrong))


def _record(row: dict[str, Any], seen: Seen) -> list[str]:
    feed = seen.feed
    wrong = [] if feed["state"] in accepted(row) else [f"state {feed['state']}: {feed['note']}"]
    if feed["state"] not in SUCCESS and not feed["note"]:
        wrong.append("no reason given")
    if row["state"] == "discover":
        return wrong + counted("entries by discovery", seen.added, row["entries"])
    if row["entries"] is not None and (feed["state"] in SUCCESS or row["fetches"] > 1):
        wrong += counted("entries", feed["entries"], row["entries"])
    return wrong


def counted(what: str, number: int, wanted: int | str | None) -> list[str]:
    """Return the complaint that a number is not what is wanted: a number, or a range as "low..high"."""
    low, _, high = str(wanted).partition("..")
    return [] if int(low) <= number <= int(high or low) else [f"{number} {what}, {wanted} wanted"]


def _particulars(row: dict[str, Any], seen: Seen) -> list[str]:
    """Check what single rows demand in words."""
    path, feed, wrong = row["path"], seen.feed, []
    if path in FLOOR and _until(feed, seen.at) < FLOOR[path]:
        wrong.append(f"next fetch in {_until(feed, seen.at):.0f} s, {FLOOR[path]} wanted")
    if path == "/c/ttl-zero" and _until(feed, seen.at) < 290:
        wrong.append("no floor under the poll interval")
    if path in NOTES and NOTES[path] not in feed["note"]:
        wrong.append(f"reason lacks “{NOTES[path]}”: {feed['note']}")
    if row["state"] == "moved" and feed["url"] == row["url"]:
        wrong.append("address not moved")
    if path == "/r/301-to-html" and feed["url"] != row["url"]:
        wrong.append("moved to what is no feed")
    if path == "/c/last-modified" and not seen.conditional:
        wrong.append("no conditional request")
    title = re.search("«(.*)»", row["must"])
    if title and title[1] not in seen.titles:
        wrong.append(f"title reads {seen.titles[:1]}")
    return wrong


def _until(feed: dict[str, Any], at: datetime) -> float:
    due = feed["next_fetch"]
    return (datetime.fromisoformat(due) - at).total_seconds() if due else 0.0
