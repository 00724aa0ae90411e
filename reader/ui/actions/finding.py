"""Search, and the way back from it."""

from reader.model.view import View
from reader.ui.listing import SEARCH
from reader.ui.stage import Stage

Place = tuple[View, int, int]
"""View, cursor's story, first line in sight."""


class Finding:
    """Changes what the list shows; the former view, cursor and scroll are kept for the way back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._line = stage.line
        self._before: list[Place] = []
        """Where the user was before each search or filter, the last one last."""
        self._asked = ""
        self._history: list[str] = []

    def search(self) -> None:
        """Open the search line; results come while typing."""
        self.remember()
        self._stage.show_list()
        view = self._stage.listing.view
        self._asked = view.query if view.name == SEARCH else ""
        self._line.open(self._asked)

    def typed(self, text: str) -> None:
        """Search for what was typed; an answer that comes after a newer question is dropped."""
        self._asked = text
        self._stage.start(self._search(text), "search")

    async def _search(self, text: str) -> None:
        stage = self._stage
        if not text.strip():
            # None are left where the line was closed on the same word.
            if self._before:
                await self._restore(self._before[-1])
            return
        view = View(name=SEARCH, query=text.strip())
        found = await stage.listing.look(view)
        if text == self._asked:
            stage.stories.show(stage.listing.accept(found), keep=False)
            stage.shown()

    def keep(self) -> None:
        """Close the line and stay with what was found, on the list."""
        self.close()
        self._stage.go_to(self._stage.stories)

    def close(self) -> None:
        """Close the line and stay with what was found."""
        self._line.close()
        if not self._asked.strip():
            self._before.pop()
        elif self._asked not in self._history:
            self._history.append(self._asked)

    def cancel(self) -> bool:
        """Close the line, and go back to where the search began; return whether there was a search."""
        self._line.close()
        self._stage.go_to(self._stage.stories)
        if not self._before:
            return False
        self._asked = ""
        self._stage.start(self._restore(self._before.pop()), "search")
        return True

    def earlier(self, by: int) -> None:
        """Put an earlier search into the line."""
        if self._history:
            here = self._history.index(self._asked) if self._asked in self._history else len(self._history)
            self._line.value = self._history[max(0, min(len(self._history) - 1, here - by))]

    def remember(self) -> None:
        """Keep where the user is, to come back to."""
        stage = self._stage
        self._before.append((stage.listing.view, stage.stories.current, stage.stories.top))

    def forget(self) -> None:
        """Let go of where the user was: there is no way back."""
        self._before.clear()

    async def _restore(self, place: Place) -> None:
        view, cluster_id, top = place
        ids = await self._stage.listing.open(view)
        self._stage.stories.show(ids, keep=False)
        self._stage.stories.put(cluster_id, top)
        self._stage.shown()
