"""The top bar and the hint bar: what they show now. Knows what a refresh told; runs nothing."""

from datetime import datetime, timedelta

from reader.model.view import Sort
from reader.ui.keying import hints
from reader.ui.keys import Key
from reader.ui.listing import FILTER, MOST_FOUND, SEARCH, Listing
from reader.ui.manner import Manner
from reader.ui.render import names
from reader.ui.render.bars import Freshness, Heading, Progress, hint_bar, top_left, top_right, working
from reader.ui.render.cells import safe
from reader.ui.render.runs import Line
from reader.ui.widgets.bar import Bar

NOTE_FOR = timedelta(seconds=12)
"""How long the end of a refresh stands in the top bar."""
ALWAYS = ("help", "quit")
"""Ids of the keys at the right end of the hint bar."""


class Dashboard:
    """Paints both bars; a bar is painted only when it says something else."""

    def __init__(self, top: Bar, hint: Bar, listing: Listing, manner: Manner) -> None:
        self.progress: Progress | None = None
        """A refresh in progress."""
        self.next: datetime | None = None
        """UTC of the next refresh."""
        self.keys: tuple[Key, ...] = ()
        """The table in use."""
        self._top, self._hint, self._listing, self._manner = top, hint, listing, manner
        self._note, self._wrong, self._note_until = "", False, manner.now()

    def note(self, text: str, *, wrong: bool = False) -> None:
        """Say how a refresh ended, for a while, without asking for attention."""
        self._note, self._wrong, self._note_until = text, wrong, self._manner.now() + NOTE_FOR

    def paint(self, place: str = "list") -> None:
        """Paint both bars."""
        self._top.put(*self._said())
        if self.progress is not None and self.progress.doing:
            self._hint.put(((f" {safe(self.progress.doing)}", "muted"),), self._stop_hint())
        else:
            self._hint.put(*self.hints(place))

    def tick(self) -> None:
        """Paint the top bar alone: all that a second changes."""
        self._top.overwrite(*self._said())

    def _said(self) -> tuple[Line, Line]:
        """Return what the top bar says now."""
        look, cells = self._manner.look(), self._top.size.width
        totals = self._listing.totals
        if self.progress is not None:
            right = working(self.progress, cells, look)
        else:
            right = top_right(self._freshness(look.now), totals, cells, look)
        return top_left(self._heading(), look), right

    def hints(self, place: str) -> tuple[Line, Line]:
        """Return the hint bar of a place."""
        if place == "search":
            return self._search_hints()
        shown = hints(self.keys, place)
        left = [key for key in shown if key.id not in ALWAYS]
        right = [key for key in shown if key.id in ALWAYS]
        return hint_bar(left, right, self._hint.size.width, self._manner.look())

    def _search_hints(self) -> tuple[Line, Line]:
        say = self._manner.words.say
        fields = say("words  -word  “phrase”  is: tier: lang: feed: since: kind: src>")
        keys: Line = (
            ("enter", "key"),
            (f" {say('keep')}  ", "muted"),
            ("↑", "key"),
            (f" {say('earlier')}  ", "muted"),
            ("esc", "key"),
            (f" {say('back')} ", "muted"),
        )
        return ((f" {fields}", "muted"),), keys

    def _freshness(self, now: datetime) -> Freshness:
        note = self._note if now < self._note_until else ""
        return Freshness(ticking=self._manner.settings.screen.clock, next=self.next, note=note, wrong=self._wrong)

    def _heading(self) -> Heading:
        view, words = self._listing.view, self._manner.words
        name = words.say(names.VIEWS[view.name]) if view.name in names.VIEWS else safe(view.name)
        if view.sort is not (Sort.LATEST if view.name == Sort.LATEST else Sort.TOP):
            name += f" · {words.say(names.SORTS[view.sort])}"
        query = view.query if view.name in (SEARCH, FILTER) or view.name not in names.VIEWS else ""
        stories = len(self._listing.ids)
        return Heading(
            view=name,
            query=query,
            unknown=self._unknown(query) if query else (),
            part=bool(view.query) and view.name != "unread",
            stories=stories,
            more=view.name == SEARCH and stories == MOST_FOUND,
            totals=self._listing.totals,
        )

    def _unknown(self, query: str) -> tuple[str, ...]:
        """Return the parts of a query that are passed over."""
        # Not at start, of which this is 2 ms.
        from reader.store.query import parse

        return tuple(parse(query, self._manner.now()).unknown)

    def _stop_hint(self) -> Line:
        words = self._manner.words
        return (
            (words.keys["escape"], "key"),
            (f" {words.say('stop')}  ", "muted"),
            (words.keys["help"], "key"),
            (f" {words.say('help')} ", "muted"),
        )
