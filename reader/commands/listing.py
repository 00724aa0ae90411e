"""`list`: stories in an order, a line each, or all that the screen's list knows as JSON. Marks nothing read."""

import argparse
import sys
from dataclasses import replace
from datetime import datetime
from itertools import islice

from reader.commands import output, reading, words
from reader.commands.numbers import between
from reader.commands.place import Place
from reader.config import PROGRAM
from reader.engine.clock import utc_now
from reader.errors import UsageError
from reader.model.cluster import Kind
from reader.model.view import Row, Sort, View
from reader.settings import Settings
from reader.store.query import STATES, parse
from reader.store.read import MOST
from reader.text.clean import clean

VIEWS = {"top": "", "unread": "is:unread", "starred": "is:starred"}
"""Views that always exist -> their query."""

TAKES = (
    "tier: takes 1 to 4, lang: a code such as zh, kind: story or roundup, src> a number, since: 2d or 2026-05-01, "
    f"is: {', '.join(STATES)}"
)
"""What the fields of a query take, for one that takes no such thing."""

USUAL = 50
"""Stories that are listed unless a number is given: a screenful or two."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    fields = "tier: lang: feed: is: since: kind: src>"
    parser.add_argument("query", nargs="*", help=f'words, "phrases", {fields}, and -without, behind a --')
    parser.add_argument("--view", default="top", help="top, unread, starred, or one of your own ([screen.views])")
    parser.add_argument("--sort", choices=[sort.value for sort in Sort], help="the order (the view's)")
    parser.add_argument(
        "--limit", metavar="N", type=between(0, MOST), default=USUAL, help=f"how many at most ({USUAL}); 0 = all"
    )
    parser.add_argument("--hidden", action="store_true", help="hidden and muted ones too")
    parser.add_argument("--json", action="store_true", help="as JSON, with every number")


def run(given: argparse.Namespace, place: Place) -> int:
    """Print the stories that are asked for."""
    now = utc_now()
    view = _view(given, place.settings)
    if unknown := parse(view.query, now).unknown:
        raise UsageError(f"“{clean(unknown[0], 80)}” cannot be asked for; {TAKES}.")
    with reading.opened(place) as library:
        ids = library.ids(view, now)
        wanted = list(islice(ids, given.limit or None))
        found = library.rows(wanted)
    rows = [found[id_] for id_ in wanted if id_ in found]
    if given.json:
        output.write(output.as_json([words.plain(row) for row in rows]))
        return 0
    for rank, row in enumerate(rows, 1):
        print(_line(rank, row, now))
    if not rows:
        unmet = f"No story matches “{clean(view.query, 200)}”."
        bare = f"Nothing here; `{PROGRAM} refresh` fetches what is due."
        print(unmet if view.query else bare, file=sys.stderr)
    return 0


def _view(given: argparse.Namespace, settings: Settings) -> View:
    views = {**settings.screen.views, **VIEWS}
    if given.view not in views:
        raise UsageError(f"there is no view “{given.view}”; there are {', '.join(views)}.")
    view = View.saved(given.view, views[given.view])
    query = " ".join(part for part in (view.query, *given.query) if part)
    return replace(view, query=query, sort=Sort(given.sort or view.sort), hidden=given.hidden)


def _line(rank: int, row: Row, now: datetime) -> str:
    fresh = "◆" if row.grew else "●" if row.unread else " "
    marks = f"{fresh}{'★' if row.starred else ' '}{'≡' if row.kind is Kind.ROUNDUP else ' '}"
    grew = f", +{row.grew} new" if row.grew else ""
    tail = f"{words.many(row.works, 'work')}{grew}, {words.age(row.newest, now)}"
    return f"{rank:>4} {marks} {clean(row.headline, 200)}  ({tail}; #{row.id})"
