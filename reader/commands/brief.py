"""`brief`: the day's stories with cited summaries and links, to be read elsewhere. Marks nothing read."""

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from reader.commands import brief_formats, output, reading, show
from reader.commands.brief_formats import Brief
from reader.commands.numbers import back, between
from reader.commands.place import Place
from reader.engine.clock import utc_now
from reader.model.view import Sort, Story, View
from reader.store.read import Reader

USUAL = 20
"""Stories of a brief unless a number is given: what is read over a coffee."""

MOST = 500
"""Stories of the longest brief; each is read whole."""

LOOKED_AT = 1000
"""Rows that are read at once while looking for recent stories."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("--since", metavar="AGE", type=back, default=timedelta(days=1), help='"24h" (usual), "7d", …')
    parser.add_argument("--top", metavar="N", type=between(1, MOST), default=USUAL, help=f"how many at most ({USUAL})")
    parser.add_argument("--format", choices=list(FORMATS), default="md", help="Markdown unless said otherwise")
    parser.add_argument("--out", metavar="FILE", type=output.destination, help="where to write; else standard output")


def run(given: argparse.Namespace, place: Place) -> int:
    """Write the best stories that had news within the time asked for."""
    now = utc_now()
    with reading.opened(place) as library:
        stories = _stories(library, now - given.since, given.top, now)
    output.write(FORMATS[given.format](Brief(stories=stories, now=now)), given.out)
    return 0


def _stories(library: Reader, since: datetime, top: int, now: datetime) -> tuple[Story, ...]:
    ids = list(library.ids(View(sort=Sort.TOP), now))
    recent: list[int] = []
    for start in range(0, len(ids), LOOKED_AT):
        batch = ids[start : start + LOOKED_AT]
        rows = library.rows(batch)
        recent += [id_ for id_ in batch if id_ in rows and rows[id_].newest >= since]
        if len(recent) >= top:
            break
    return tuple(library.story(id_, now) for id_ in recent[:top])


def _json(brief: Brief) -> str:
    """Return the stories as `show --json` has them, without the time of asking: the same news, the same bytes."""
    return output.as_json([show.as_json(story) for story in brief.stories])


FORMATS: Mapping[str, Callable[[Brief], str]] = MappingProxyType(
    {"md": brief_formats.markdown, "html": brief_formats.html, "json": _json, "rss": brief_formats.rss}
)
