"""Which stored entry an incoming one is (R10). Decides from values; runs no SQL.

The key is the feed's guid, else its link, else a hash, as the parser found it. Two kinds of feeds break that: those
that give one guid to many entries, and those that give every entry a new guid at each fetch.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from reader.record import record

Row = Mapping[str, Any]
"""An incoming entry as columns: `key`, `link`, `title` and the rest."""

CHURN = 0.8
"""Share of unknown guids above which a feed is taken to make them anew at each fetch."""

FEW = 3
"""Entries below which a share says nothing: then the title must be the same, too."""


@record
class Known:
    """What is stored of an entry, as far as identity and change are concerned."""

    id: int
    key: str
    link: str
    title: str
    excerpt: str
    digest: str
    published: str | None
    first_seen: str
    work_id: int | None
    listed: bool


def distinct(rows: Iterable[Row]) -> list[Row]:
    """Return the entries of one document under keys that differ, in order.

    Entries that share a guid are told apart by their link, or by link and title where links repeat; what is the same
    in all of that is one entry, and the first of them stands.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["key"], []).append(row)
    found: dict[str, Row] = {}
    for key, group in groups.items():
        both = {(row["link"], row["title"]) for row in group}
        by_link = len({link for link, _ in both}) == len(both)
        for row in group:
            own = key if len(both) == 1 else special(key, row["link"]) if by_link else _by_title(key, row)
            found.setdefault(own, {**row, "key": own, "guid": key})
    return list(found.values())


def special(key: str, rest: str) -> str:
    """Return the key of an entry whose guid is not its alone."""
    return f"{key}#{sha256(rest.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def candidates(rows: Iterable[Row]) -> set[str]:
    """Return every key under which one of these entries may be stored."""
    return {key for row in rows for key in (row["key"], *_former_keys(row))}


def settle(
    rows: Sequence[Row], by_key: Mapping[str, Known], stored: Callable[[], Iterable[Known]]
) -> list[tuple[Row, Known | None]]:
    """Pair each incoming entry with the stored one that it is, or with None if it is new.

    Args:
        rows: From `distinct`.
        by_key: Stored entries under `candidates`.
        stored: Gives all stored entries of the feed; asked only if guids look made anew.
    """
    found = [(row, _same_key(row, by_key)) for row in rows]
    unknown = [row for row, known in found if known is None]
    if len(unknown) <= CHURN * len(rows):
        return found
    taken = {known.id for _, known in found if known}
    by_link = _by_link(unknown, [known for known in stored() if known.id not in taken], strict=len(rows) < FEW)
    return [(row, known or by_link.get(row["key"])) for row, known in found]


def _same_key(row: Row, by_key: Mapping[str, Known]) -> Known | None:
    if row["key"] in by_key:
        return by_key[row["key"]]
    former = (by_key[key] for key in _former_keys(row) if key in by_key)
    return next((known for known in former if _same_place(known, row)), None)


def _former_keys(row: Row) -> tuple[str, str, str]:
    """Keys of an entry where fewer, or more, shared its guid than now."""
    guid = row["guid"]
    return guid, special(guid, row["link"]), _by_title(guid, row)


def _by_title(guid: str, row: Row) -> str:
    return special(guid, f"{row['link']} {row['title']}")


def _same_place(known: Known, row: Row) -> bool:
    """Where entries of one guid share the link, too, the title alone tells which of them was there before."""
    by_link = bool(known.link) and row["key"] != _by_title(row["guid"], row)
    return bool(known.link == row["link"] and (by_link or known.title == row["title"]))


def _by_link(rows: Sequence[Row], stored: Sequence[Known], *, strict: bool) -> dict[str, Known]:
    """A link identifies only where one entry has it, here and there."""
    here = Counter(row["link"] for row in rows)
    there = Counter(known.link for known in stored)
    known_at = {known.link: known for known in stored if known.link and there[known.link] == 1}
    pairs = [(row, known_at[row["link"]]) for row in rows if here[row["link"]] == 1 and row["link"] in known_at]
    return {row["key"]: known for row, known in pairs if not strict or known.title == row["title"]}
