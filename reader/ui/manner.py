"""How the screen speaks and looks now: language, glyphs, clock. Shared by every screen; knows no widget."""

from collections.abc import Callable
from datetime import datetime

from reader.locale.catalogue import LANGUAGES, from_locale
from reader.settings import Settings
from reader.ui.keying import foot, names
from reader.ui.keys import Key
from reader.ui.render.look import ASCII, UNICODE, Look
from reader.ui.render.times import utc_now
from reader.ui.render.words import Words


class Manner:
    """Language, shapes and clock; the clock is handed in so that tests can hold it."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        language = settings.screen.language
        self.settings = settings
        self.now = now
        self.words = Words(from_locale() if language == "auto" else language, names(settings.screen.keys))
        self.glyphs = ASCII if settings.screen.glyphs == "ascii" else UNICODE

    def look(self) -> Look:
        """Return what one painting needs."""
        return Look(words=self.words, now=self.now(), glyphs=self.glyphs)

    def foot(self, table: tuple[Key, ...], place: str) -> str:
        """Return the line at the foot of what lies over the screen: what its keys do."""
        return foot(table, place, self.words, self.settings.screen.keys)

    def next_language(self) -> None:
        """Switch to the next language."""
        codes = list(LANGUAGES)
        self.words = Words(codes[(codes.index(self.words.language) + 1) % len(codes)], self.words.keys)
