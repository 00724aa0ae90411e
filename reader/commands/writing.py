"""The library as a command opens it for writing, and where its bytes come from. Knows the demo from the world."""

import random
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import datetime

from reader.commands.place import Place
from reader.engine.clock import utc_now
from reader.engine.demo import DemoSource
from reader.engine.notes import DEMO_OPENED
from reader.engine.options import Source
from reader.errors import UsageError
from reader.store.write import Library


@contextmanager
def opened(place: Place, *, create: bool = True) -> Iterator[Library]:
    """Yield the library, made if it is not there and may be; a new demo has its feeds already.

    Raises:
        NotFound: There is none to work on.
        StoreError: It cannot be opened.
        UsageError: `--demo` names a library that is none of the demo's.
    """
    with Library.open(place.library, create=create) as library:
        if place.demo and not library.noted(DEMO_OPENED):
            _begin_demo(library, place)
        yield library


def source(library: Library, place: Place, *, force: bool = False) -> AbstractAsyncContextManager[Source]:
    """Return where the feeds of this library come from."""
    if place.demo:
        return DemoSource(datetime.fromisoformat(library.noted(DEMO_OPENED)))
    # Imported here: httpx costs 60 ms, and the demo needs none of it.
    from reader.fetch.client import Fetcher

    return Fetcher(place.settings.refresh, allow=place.allow, rng=random.Random(), now=utc_now, force=force)


def _begin_demo(library: Library, place: Place) -> None:
    from reader.demo import documents

    if library.feeds():
        raise UsageError(f"{place.library} is a library of your own, not the demo's; name another file with --db.")
    now = utc_now()
    library.add_feeds([document.feed for document in documents(now)])
    library.note(DEMO_OPENED, now.isoformat())
