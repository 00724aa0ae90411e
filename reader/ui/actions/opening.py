"""Opening sources in the browser."""

from collections.abc import Callable

from reader.errors import BrowserError
from reader.model.view import Source
from reader.ui.choice import Choice
from reader.ui.render.cells import safe
from reader.ui.render.runs import Line
from reader.ui.render.sources import feed_title
from reader.ui.stage import Stage

Opens = Callable[[str], None]
"""Opens one link; raises BrowserError for a link that is refused, or without a browser."""


class Opening:
    """Links go out here; each is checked by `reader.browser` before anything is started."""

    def __init__(self, stage: Stage, opens: Opens) -> None:
        self._stage = stage
        self._opens = opens

    def best(self) -> None:
        """Open the source under the cursor, or the one nearest to the origin."""
        source = self._stage.best
        if source is not None:
            self._open(source.work.url)

    def best_and_read(self) -> None:
        """Open it and mark the story read, whatever the setting."""
        self.best()
        self._stage.telling.saw()

    def number(self, number: int) -> None:
        """Open source `number` of the story on screen."""
        story = self._stage.story
        if story is None:
            return
        if number > len(story.sources):
            self._stage.say("There is no source {n}.", n=number)
            return
        self._open(story.sources[number - 1].work.url)

    def links(self) -> None:
        """Choose among all links of the story: sources, other appearances, discussions."""
        story = self._stage.story
        if story is None:
            return
        choices = [choice for source in story.sources for choice in _links(source)]
        self._stage.choose("Open a link", choices, self._open)

    def _open(self, url: str) -> None:
        stage = self._stage
        if not url:
            stage.say("This source has no link.", wrong=True)
            return
        try:
            self._opens(url)
        except BrowserError as error:
            stage.screen.app.copy_to_clipboard(safe(url))
            why = stage.manner.words.told(str(error))
            stage.say("{error} The link was copied instead: {url}", wrong=True, error=why, url=url)
            return
        if stage.manner.settings.screen.read_on != "manual":
            stage.telling.saw()
        stage.say("Opened {url}", url=url)


def _links(source: Source) -> list[Choice]:
    """Return a source's links, each once."""
    found: dict[str, Line] = {}
    for appearance in source.work.appearances:
        entry = appearance.entry
        for url, what in ((entry.url, ""), (entry.comments_url, " …")):
            if url:
                told: Line = ((f"{source.number:>2} ", "key"), (feed_title(appearance) + what, "text"))
                found.setdefault(url, told)
    return [Choice(value=url, runs=(*runs, (f"  {safe(url)}", "link"))) for url, runs in found.items()]
