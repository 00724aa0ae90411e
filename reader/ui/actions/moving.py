"""Moving through the list and the story."""

from itertools import chain

from reader.ui.stage import NARROW, Stage


class Moving:
    """Cursor, pages, panes."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def next(self) -> None:
        """Go to the next story, or source."""
        self._step(1)

    def previous(self) -> None:
        """Go to the previous story, or source."""
        self._step(-1)

    def _step(self, by: int) -> None:
        stage = self._stage
        if not stage.in_story:
            stage.stories.cursor += by
        elif by > 0 and not stage.pane.stops:
            stage.pane.scroll_lines(by)
        else:
            stage.pane.cursor += by

    def next_unread(self) -> None:
        """Go to the next story with something unread, past the end from the top."""
        self._seek(1)

    def previous_unread(self) -> None:
        """Go to the previous story with something unread."""
        self._seek(-1)

    def _seek(self, by: int) -> bool:
        stage = self._stage
        ids, unread, here = stage.stories.ids, stage.listing.unread, stage.stories.cursor
        ahead = range(here + by, len(ids) if by > 0 else -1, by)
        around = range(here) if by > 0 else range(len(ids) - 1, here, -1)
        for place in chain(ahead, around):
            if ids[place] in unread:
                stage.stories.cursor = place
                return True
        stage.say("Nothing unread in this view.")
        return False

    def top(self) -> None:
        """Go to the top; stories that wait are taken in."""
        stage = self._stage
        if stage.in_story:
            stage.pane.cursor = 0
            stage.pane.go(0)
            return
        self.take_in()
        stage.stories.cursor = 0

    def bottom(self) -> None:
        """Go to the bottom."""
        stage = self._stage
        if stage.in_story:
            stage.pane.cursor = len(stage.pane.stops)
        else:
            stage.stories.cursor = len(stage.stories.ids) - 1

    def take_in(self) -> None:
        """Show what waits, and sort by what is known now; the cursor stays on its story."""
        stage = self._stage
        stage.telling.take_in()
        if stage.listing.take_in():
            stage.stories.show(stage.listing.ids)
            stage.dashboard.paint()

    def space(self) -> None:
        """Page the story; at its end go to the next unread one."""
        stage = self._stage
        if stage.manner.settings.screen.read_on != "manual":
            stage.telling.saw()
        if not stage.pane.scroll_pages(1):
            self._seek(1)

    def page_back(self) -> None:
        """Page the story back."""
        self._stage.pane.scroll_pages(-1)

    def page_down(self) -> None:
        """Page down in the pane with the focus."""
        self._page(1)

    def page_up(self) -> None:
        """Page up in the pane with the focus."""
        self._page(-1)

    def _page(self, by: int) -> None:
        stage = self._stage
        if stage.in_story:
            stage.pane.scroll_pages(by)
        else:
            stage.stories.page(by)

    def scroll_down(self) -> None:
        """Scroll the story a little, from the list too."""
        self._stage.pane.scroll_lines(3)

    def scroll_up(self) -> None:
        """Scroll the story back a little."""
        self._stage.pane.scroll_lines(-3)

    def enter(self) -> None:
        """Go into the story; there, show or hide the excerpt under the cursor."""
        stage = self._stage
        if not stage.in_story:
            self.into()
            return
        if not stage.pane.source:
            stage.pane.cursor = 1
        if stage.pane.source:
            stage.telling.expand(stage.pane.source)

    def into(self) -> None:
        """Give the story the focus, its first source under the cursor."""
        stage = self._stage
        if stage.story is None:
            return
        stage.go_to(stage.pane)
        if not stage.pane.cursor and not stage.screen.has_class(NARROW):
            stage.pane.cursor = 1
        if stage.manner.settings.screen.read_on != "manual":
            stage.telling.saw()

    def leave(self) -> None:
        """Give the list the focus."""
        self._stage.zoomed = False
        self._stage.go_to(self._stage.stories)

    def switch(self) -> None:
        """Give the other pane the focus."""
        if self._stage.in_story:
            self.leave()
        else:
            self.into()
