"""Pages about the story on screen: how it was written, why it is here, why it ranks, what changed.

What renders a page is imported when the page is first asked for, like the page: the first frame needs none of it.
"""

from collections.abc import Callable, Sequence

from reader.model.view import Revision, Story
from reader.ui.render.cells import safe, safe_body
from reader.ui.render.runs import Block
from reader.ui.stage import Stage

Turns = Callable[[int], Sequence[Block]]
"""Steps to another page by +1 or -1 and returns its blocks."""


class Pages:
    """Each opens a page over the screen."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def _open(self, heading: str, blocks: Sequence[Block], turns: Turns | None = None) -> None:
        self._lay(self._stage.manner.words.say(heading), blocks, turns)

    def _lay(self, heading: str, blocks: Sequence[Block], turns: Turns | None = None) -> None:
        """Lay a page over the screen."""
        from reader.ui.screens.sheet import Sheet

        self._stage.screen.app.push_screen(Sheet(heading, blocks, self._stage.manner, turns))

    def how(self) -> None:
        """How this summary was written."""
        from reader.ui.render import record

        if self._stage.story is not None:
            manner = self._stage.manner
            blocks = record.page(self._stage.story, manner.look(), manner.settings.summary.model)
            self._open("How this was written", blocks)

    def why_here(self) -> None:
        """Why the source under the cursor is here; from the list, why each is."""
        from reader.ui.render import reasons

        stage = self._stage
        if stage.story is not None:
            self._open("Why is this here", reasons.page(stage.story, stage.source, stage.manner.look()))

    def ledger(self) -> None:
        """The arithmetic of the rank."""
        from reader.ui.render import ledger

        if self._stage.story is not None:
            self._open("Why it ranks here", ledger.page(self._stage.story, self._stage.manner.look()))

    def authors(self) -> None:
        """Name all authors, or the first and the last."""
        self._stage.telling.name_authors()

    def delta(self) -> None:
        """What changed between two texts of the story."""
        if self._stage.story is not None:
            self._stage.start(self._delta(self._stage.story), "page")

    async def _delta(self, story: Story) -> None:
        stage = self._stage
        revisions = await stage.library.reading.run(lambda reads: reads.revisions(story.id))
        if not revisions:
            stage.say("This story has one text so far.")
            return
        turner = Turner(sorted(revisions, key=lambda revision: revision.number), stage)
        self._open("What changed", turner.turn(0), turner.turn if len(revisions) > 1 else None)

    def text(self) -> None:
        """The full text of the source under the cursor, where the feed gave it."""
        source = self._stage.source
        if source is None:
            return
        entry = max((a.entry for a in source.work.appearances), key=lambda entry: entry.full_length)
        if not entry.full_length:
            self._stage.say("The feed gave no full text; {keys[open]} opens the article.")
            return
        self._stage.start(self._text(entry.id, source.work.title), "page")

    async def _text(self, entry_id: int, title: str) -> None:
        stage = self._stage
        text = await stage.library.reading.run(lambda reads: reads.full_text(entry_id))
        blocks: list[Block] = []
        for paragraph in safe_body(text).split("\n"):
            blocks += [Block(runs=((paragraph, "text"),)), Block()]
        self._lay(safe(title), blocks)


class Turner:
    """Steps through pairs of neighbouring revisions, the latest first."""

    def __init__(self, revisions: Sequence[Revision], stage: Stage) -> None:
        self._revisions = revisions
        self._stage = stage
        self._at = len(revisions) - 1

    def turn(self, by: int) -> Sequence[Block]:
        """Return the page `by` steps later (+) or earlier (-); the ends stay."""
        from reader.ui.render import delta

        self._at = max(min(1, len(self._revisions) - 1), min(len(self._revisions) - 1, self._at + by))
        old = self._revisions[self._at - 1] if self._at else None
        return delta.page(old, self._revisions[self._at], self._stage.manner.look())
