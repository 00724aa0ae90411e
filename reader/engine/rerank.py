"""Every cluster's score again, from the few numbers it rests on: freshness fades whether there is news or not."""

from datetime import datetime

from reader import rank
from reader.settings import Settings
from reader.store.write import Library


def rerank(library: Library, settings: Settings, now: datetime) -> None:
    """Compute all ledgers for `now`; the library writes those whose score moved. Reads no works."""
    follows = library.follows(now)
    library.keep_scores(
        {
            cluster: rank.ledger_of(rank.Inputs.of_plain(row), now=now, settings=settings.rank, follows=follows)
            for cluster, row in library.rank_inputs()
        },
        now,
    )
