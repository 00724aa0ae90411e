"""List rows, from the counts that stand on clusters. Knows columns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reader.model.cluster import Kind
from reader.model.view import Row

ROWS = """
    SELECT c.id, c.kind, c.headline, c.language, c.works, c.entries, c.unread, c.new_publisher, c.starred,
           c.hidden = 1 OR c.muted_until > '', c.newest, c.score, c.updated, c.stale
    FROM json_each(?) AS wanted JOIN clusters AS c ON c.id = wanted.value WHERE c.works > 0
"""


def row_of(row: Sequence[Any]) -> Row:
    """Build a list row from the columns of `ROWS`."""
    number, kind, headline, language, works, entries, unread, publisher, *flags, newest, score, updated, stale = row
    starred, hidden = flags
    return Row(
        id=number,
        kind=Kind(kind),
        headline=headline,
        language=language,
        works=works,
        entries=entries,
        unread=unread,
        grew=unread if unread < works else 0,
        new_publisher=bool(publisher),
        starred=bool(starred),
        hidden=bool(hidden),
        newest=datetime.fromisoformat(newest),
        score=score,
        updated=datetime.fromisoformat(updated),
        stale=bool(stale),
    )
