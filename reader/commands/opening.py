"""`open`: a source in the browser, and the story marked read. Fetches nothing itself."""

import argparse
from contextlib import closing

from reader import browser
from reader.commands import reading
from reader.commands.numbers import listed
from reader.commands.place import Place
from reader.engine.clock import utc_now
from reader.errors import BrowserError, NotFound
from reader.model.view import Source, Story
from reader.store.marks import Marks
from reader.text.clean import clean


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the options."""
    parser.add_argument("cluster", metavar="CLUSTER", type=listed, help="the number behind # in the list")
    parser.add_argument("number", metavar="N", type=listed, nargs="?", help="the source; else the first with a link")


def run(given: argparse.Namespace, place: Place) -> int:
    """Open the link with the configured browser, $BROWSER or the system's, then mark its work read."""
    now = utc_now()
    with reading.opened(place) as library:
        source = _chosen(library.story(given.cluster, now), given.number)
    program = browser.choose(place.settings.screen.browser)
    start = browser.browse_here if program.console else browser.launch
    start(program, source.work.url)
    with closing(Marks(place.library)) as marks:
        marks.read([source.work.id], now)
    print(f"Opened [{source.number}] {clean(source.work.title, 200)}")
    return 0


def _chosen(story: Story, number: int | None) -> Source:
    if number is not None:
        found = next((source for source in story.sources if source.number == number), None)
        if found is None:
            raise NotFound(f"story {story.id} has no source {number}; it has 1 to {len(story.sources)}.")
        return found
    linked = next((source for source in story.sources if source.work.url), None)
    if linked is None:
        raise BrowserError(f"no source of story {story.id} has a link.")
    return linked
