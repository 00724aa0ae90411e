"""Read, unread, starred, undone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from reader.model.mark import CORRECTIONS
from reader.model.view import Row, Story
from reader.ui.library import Marks
from reader.ui.render import names
from reader.ui.stage import Stage


class Marking:
    """Marks of the user; shown at once, stored in the background."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def saw(self, story: Story) -> None:
        """Mark what a story shows as read: it was looked at."""
        unread = [s.work.id for s in story.sources if not s.read]
        if not unread:
            return
        now = self._stage.manner.now()
        self._expect(story, frozenset(unread), read=True)
        self._stage.mark(lambda marks: _saw(marks, unread, story.id, now))

    def toggle_read(self) -> None:
        """Mark the story, or the source under the cursor, read or unread."""
        stage, story = self._stage, self._stage.story
        if story is None:
            return
        sources = (stage.source,) if stage.source else story.sources
        work_ids = [s.work.id for s in sources]
        now = stage.manner.now()
        if all(s.read for s in sources):
            self._expect(story, frozenset(work_ids), read=False)
            stage.mark(lambda marks: marks.unread(work_ids))
        else:
            self._expect(story, frozenset(work_ids), read=True)
            stage.mark(lambda marks: marks.read(work_ids, now))

    def _expect(self, story: Story, work_ids: frozenset[int], *, read: bool) -> None:
        """Show a mark before it is stored."""
        stage = self._stage
        if stage.story is not None and stage.story.id == story.id:
            stage.telling.expect_read(work_ids, read=read)
        row = stage.listing.row(story.id)
        if row is None:
            return
        unread = sum((s.work.id in work_ids) != read if s.work.id in work_ids else not s.read for s in story.sources)
        self._expect_row(row, replace(row, unread=unread, grew=row.grew if unread and row.grew else 0))

    def _expect_row(self, old: Row, new: Row) -> None:
        stage = self._stage
        stage.listing.expect(new)
        if bool(old.unread) != bool(new.unread):
            stage.listing.expect_unread(new.id, unread=bool(new.unread))
        stage.stories.changed([new.id])
        stage.dashboard.paint(stage.place)

    def all_read(self) -> None:
        """Mark the whole list read, after asking; `u` takes it back."""
        stage = self._stage
        ids = [i for i in stage.stories.ids if i in stage.listing.unread]
        if not ids:
            stage.say("Nothing unread in this view.")
            return
        words = stage.manner.words
        question = words.count("Mark {n} story read?", "Mark {n} stories read?", len(ids))
        stage.ask(question, lambda: self._all_read(ids))

    def _all_read(self, ids: list[int]) -> None:
        stage, now = self._stage, self._stage.manner.now()
        stage.mark(lambda marks: marks.read_view(ids, now))
        words = stage.manner.words
        stage.tell(
            words.count(
                "{n} story marked read; {keys[undo]} takes it back",
                "{n} stories marked read; {keys[undo]} takes it back",
                len(ids),
            )
        )

    def star(self) -> None:
        """Star the story, or take its star away."""
        stage, story = self._stage, self._stage.story
        if story is None:
            return
        on, cluster_id = not story.starred, story.id
        row = stage.listing.row(cluster_id)
        if row is not None:
            self._expect_row(row, replace(row, starred=on))
        stage.telling.expect(replace(story, starred=on))
        stage.mark(lambda marks: marks.star(cluster_id, on))

    def undo(self) -> None:
        """Take back the last mark or correction."""
        self._stage.start(self._undo(), "marks")

    async def _undo(self) -> None:
        stage = self._stage
        undone = await stage.library.marking.run(lambda marks: marks.undo())
        stage.telling.eager |= undone is not None and undone.action in CORRECTIONS
        stage.changed()
        if undone is None:
            stage.say("Nothing to undo.")
            return
        what = stage.manner.words.say(names.ACTIONS[undone.action])
        stage.say("Taken back: {what}", what=f"{what} ({undone.count})" if undone.count > 1 else what)


def _saw(marks: Marks, work_ids: Sequence[int], cluster_id: int, now: datetime) -> None:
    marks.read(work_ids, now)
    marks.saw(cluster_id, now)
