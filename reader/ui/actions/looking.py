"""How it looks: density, zoom, theme, language, help, commands, feeds."""

from collections.abc import Callable

from reader.ui.actions.telling import Pages
from reader.ui.choice import Choice
from reader.ui.keying import shown
from reader.ui.stage import Stage
from reader.ui.themes import THEMES

THEME = "theme:"
"""Begins the value of a choice that is a theme."""
MOST_LINES = 3
"""Lines a row at most."""


class Looking:
    """What changes the look changes nothing else: cursor and scroll stay."""

    def __init__(self, stage: Stage, pages: Pages, act: Callable[[str], None]) -> None:
        self._stage, self._pages, self._act = stage, pages, act

    def density(self) -> None:
        """Show rows of 1, 2 or 3 lines; in the story, the source's full text."""
        if self._stage.in_story:
            self._pages.text()
            return
        stories = self._stage.stories
        stories.thicken(stories.density % MOST_LINES + 1)

    def zoom(self) -> None:
        """Show the story alone, or both panes again."""
        stage = self._stage
        if stage.zoomed:
            stage.zoomed = False
            stage.go_to(stage.stories)
        elif stage.story is not None:
            stage.zoomed = True
            stage.go_to(stage.pane)

    def theme(self) -> None:
        """Take the next of our themes; the commands offer Textual's, too."""
        app = self._stage.screen.app
        ours = [theme.name for theme in THEMES]
        here = ours.index(app.theme) if app.theme in ours else -1
        app.theme = ours[(here + 1) % len(ours)]
        self._stage.say("Theme: {name}", name=app.theme)

    def language(self) -> None:
        """Speak the next language."""
        stage = self._stage
        stage.manner.next_language()
        stage.repaint()

    def help(self) -> None:
        """Show all keys."""
        from reader.ui.screens.help import Help

        self._stage.screen.app.push_screen(Help(self._stage.dashboard.keys, self._stage.manner))

    def commands(self) -> None:
        """Search all commands by name: every row of the table of keys, and every theme."""
        stage, say = self._stage, self._stage.manner.words.say
        offers = [
            Choice(value=key.id, runs=((f"{say(key.label)}  ", "text"), (shown(key), "key")))
            for key in stage.dashboard.keys
            if not key.numbered
        ]
        offers += [
            Choice(value=f"{THEME}{name}", runs=((say("Theme: {name}", name=name), "text"),))
            for name in sorted(stage.screen.app.available_themes)
        ]
        stage.choose("All commands", offers, self._run)

    def _run(self, command: str) -> None:
        if command.startswith(THEME):
            self._stage.screen.app.theme = command.removeprefix(THEME)
        else:
            self._act(command)

    def feeds(self) -> None:
        """Show the feeds and their health."""
        from reader.ui.screens.feeds import Feeds

        stage = self._stage
        stage.screen.app.push_screen(Feeds(stage.library, stage.engine, stage.manner), lambda _: stage.changed())
