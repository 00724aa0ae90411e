"""The story on screen: follows the cursor, remembers what was new, tells what was seen. Knows nothing of the list."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic

from textual.screen import Screen
from textual.timer import Timer

from reader.errors import NotFound
from reader.model.view import Source, Story
from reader.ui.library import Library
from reader.ui.manner import Manner
from reader.ui.render.runs import Line
from reader.ui.render.story import Reading, stops, story_blocks
from reader.ui.widgets.reading_pane import ReadingPane
from reader.ui.widgets.recent import Recent

KEPT_STORIES = 256
"""Stories kept: some 20 kB each."""
REPEAT = 0.06
"""Seconds between two keys below which the key is held down."""
FOLLOW_AFTER = 0.045
"""Seconds after the last key of a repeat until the story follows: one gap of key repeat (33 ms) and a little."""


class Telling:
    """Shows the story under the cursor."""

    def __init__(self, screen: Screen[None], pane: ReadingPane, library: Library, manner: Manner) -> None:
        self.story: Story | None = None
        """The one on screen."""
        self.reading = Reading()
        self.newer: Story | None = None
        """The same story as it stands by now, when its text or its works are other ones; waits until asked for."""
        self.eager = False
        """Whether the next reading is shown even so: the user corrected the story, or nobody reads yet."""
        self.seen: Callable[[Story], None] = lambda story: None
        """Called when the story has been shown long enough to count as seen."""
        self._screen, self._pane, self._library, self._manner = screen, pane, library, manner
        self._wanted = 0
        self._stories: Recent[int, Story] = Recent(KEPT_STORIES)
        self._neighbours: Sequence[int] = ()
        self._asked = asyncio.Event()
        self.busy = True
        """Whether stories are being read."""
        self._later: Timer | None = None
        self._dwell: Timer | None = None
        self._last_key = 0.0

    @property
    def source(self) -> Source | None:
        """The source pointed at in the story."""
        number = self._pane.source
        return next((s for s in self.story.sources if s.number == number), None) if self.story and number else None

    def know(self, story: Story) -> None:
        """Keep a story that was read elsewhere."""
        self._stories.keep(story.id, story)

    def follow(self, cluster_id: int, neighbours: Sequence[int] = ()) -> None:
        """Show another story: now, or as soon as the key that is held down rests."""
        now = monotonic()
        # Without a story there is nothing to wait for: later, this would wipe away what says why the list is empty.
        held, self._last_key = bool(cluster_id) and now - self._last_key < REPEAT, now
        self._wanted = cluster_id
        for timer in (self._later, self._dwell):
            if timer is not None:
                timer.stop()
        if held:
            self._later = self._screen.set_timer(FOLLOW_AFTER, lambda: self._want(neighbours))
        else:
            self._want(neighbours)

    def _want(self, neighbours: Sequence[int]) -> None:
        kept = self._stories.find(self._wanted)
        if kept is not None:
            self._show(kept)
        elif not self._wanted:
            self._clear()
        self._neighbours = neighbours
        self.busy = True
        self._asked.set()

    async def serve(self) -> None:
        """Read what is wanted, then what will be wanted next; one worker for all keys, as starting one costs 1 ms."""
        while True:
            self.busy = False
            await self._asked.wait()
            self.busy = True
            self._asked.clear()
            for cluster_id in (self._wanted, *self._neighbours):
                if cluster_id and cluster_id not in self._stories:
                    await self._fetch(cluster_id)
                if self._asked.is_set():
                    break

    async def _fetch(self, cluster_id: int) -> None:
        story = await self._read(cluster_id)
        if story is not None and cluster_id == self._wanted:
            self._show(story)

    async def _read(self, cluster_id: int) -> Story | None:
        now = self._manner.now()
        try:
            story = await self._library.reading.run(lambda reads: reads.story(cluster_id, now))
        except NotFound:
            return None
        return self._stories.keep(cluster_id, story)

    def _show(self, story: Story) -> None:
        fresh = frozenset(s.work.id for s in story.sources if s.new and not s.read)
        if self.story is None or self.story.id != story.id:
            self.reading = Reading(authors=self.reading.authors, fresh=fresh)
            self.story, self.newer = story, None
            self.paint()
        self.touched()

    def _clear(self) -> None:
        self.story = None
        self._pane.show(())

    def paint(self, *, keep: bool = False) -> None:
        """Paint the story again; from the top unless `keep`."""
        if self.story is not None:
            look = self._manner.look()
            notice: Line = (
                ((look.words.say("rewritten since; {keys[take-in]} shows it"), "accent"),) if self.newer else ()
            )
            blocks = story_blocks(self.story, self.reading, look)
            self._pane.show(blocks, stops=stops(self.story), notice=notice, keep=keep)

    def touched(self) -> None:
        """Count the time to "seen" anew: a key was pressed, or a story shown."""
        if self._dwell is not None:
            self._dwell.stop()
        settings = self._manner.settings.screen
        if settings.read_on == "dwell" and self.story is not None:
            self._dwell = self._screen.set_timer(settings.dwell.total_seconds(), self.saw)

    def saw(self) -> None:
        """Take the story on screen as seen."""
        if self.story is not None and self._screen.is_current:
            self.seen(self.story)

    def expand(self, number: int) -> None:
        """Show or hide a source's excerpt."""
        self.reading = replace(self.reading, open=self.reading.open ^ {number})
        self.paint(keep=True)
        self._pane.reveal()

    def name_authors(self) -> None:
        """Name all authors, or the first and the last."""
        self.reading = replace(self.reading, authors=not self.reading.authors)
        self.paint(keep=True)

    def expect_read(self, work_ids: frozenset[int], *, read: bool) -> None:
        """Show sources as they will be once a mark is stored; what was new stays marked as new."""
        if self.story is None:
            return
        sources = tuple(replace(s, read=read) if s.work.id in work_ids else s for s in self.story.sources)
        self.story = replace(self.story, sources=sources)
        self._stories.drop(self.story.id)
        self.paint(keep=True)

    def expect(self, story: Story) -> None:
        """Show a story as it will be once a mark is stored."""
        self._stories.drop(story.id)
        self.story = story
        self.paint(keep=True)

    async def reread(self) -> None:
        """Read the story on screen again; other marks show at once, another text waits."""
        shown, eager, self.eager = self.story, self.eager, False
        self._stories.clear()
        if shown is None:
            return
        story = await self._read(shown.id)
        if story is None or self.story is not shown:
            return
        if _same(story, self.newer or shown):
            # A tick of the clock may have read the user's own change before its end was told.
            if eager:
                self.take_in()
            return
        self.newer = story
        if eager or _told(story) == _told(shown):
            self.take_in()
            return
        self.story = replace(shown, starred=story.starred, hidden=story.hidden)
        self.paint(keep=True)

    def take_in(self) -> None:
        """Show the story as it stands by now, in place."""
        if self.newer is None:
            return
        new = frozenset(s.work.id for s in self.newer.sources if s.new and not s.read)
        self.reading = replace(self.reading, fresh=self.reading.fresh | new)
        self.story, self.newer = self.newer, None
        self.paint(keep=True)


def _told(story: Story) -> tuple[object, ...]:
    """Return what is being read: the text, and which works there are."""
    return story.summary, tuple(source.work.id for source in story.sources)


def _same(new: Story, old: Story) -> bool:
    """Return whether nothing that is shown differs; rank and score drift with time and count as the same."""
    return replace(new, ledger=old.ledger, rank=old.rank, ranked=old.ranked, updated=old.updated) == replace(
        old, updated=old.updated
    )
