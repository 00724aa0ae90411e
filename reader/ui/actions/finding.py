"""Search, filters, views, sort."""

from array import array
from dataclasses import replace

from reader.model.view import Sort, View
from reader.ui.choice import Choice
from reader.ui.listing import SEARCH
from reader.ui.render import names
from reader.ui.render.cells import safe
from reader.ui.render.runs import Run
from reader.ui.render.words import N_
from reader.ui.stage import Stage

BUILT_IN = (
    View(name="top"),
    View(name="unread", query="is:unread"),
    View(name="starred", query="is:starred"),
    View(name="latest", sort=Sort.LATEST),
)
FILTERS = (
    ("is:unread", N_("unread")),
    ("is:starred", N_("starred")),
    ("kind:story", N_("stories only")),
    ("kind:roundup", N_("roundups only")),
    ("tier:1", N_("tier 1: primary")),
    ("tier:2", N_("tier 2: press")),
    ("tier:3", N_("tier 3: specialist")),
    ("tier:4", N_("tier 4: aggregator")),
    ("lang:en", N_("English")),
    ("lang:zh", N_("Chinese")),
    ("since:1d", N_("the last 24 hours")),
    ("since:7d", N_("the last 7 days")),
    ("src>3", N_("more than 3 sources")),
)


class Finding:
    """Changes what the list shows; the former view, cursor and scroll are kept for the way back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._line = stage.line
        self._before: tuple[View, int, int] | None = None
        """View, cursor's story and first line in sight before a search."""
        self._asked = ""
        self._history: list[str] = []

    @property
    def views(self) -> tuple[View, ...]:
        """Built-in views, then the user's own."""
        saved = self._stage.manner.settings.screen.views
        return (*BUILT_IN, *(View(name=name, query=query) for name, query in saved.items()))

    # Search

    def search(self) -> None:
        """Open the search line; results come while typing."""
        self._remember()
        self._line.open(self._stage.listing.view.query if self._stage.listing.view.name == SEARCH else "")

    def typed(self, text: str) -> None:
        """Search for what was typed; an answer that comes after a newer question is dropped."""
        self._asked = text
        self._stage.start(self._search(text), "search")

    async def _search(self, text: str) -> None:
        stage = self._stage
        if not text.strip():
            await self._restore(forget=False)
            return
        view = View(name=SEARCH, query=text.strip())
        found = await stage.listing.look(view)
        if text == self._asked:
            stage.stories.show(stage.listing.accept(found), keep=False)
            stage.shown()

    def keep(self) -> None:
        """Close the line and stay with what was found."""
        self._line.close()
        if self._asked and self._asked not in self._history:
            self._history.append(self._asked)
        self._stage.go_to(self._stage.stories)

    def cancel(self) -> bool:
        """Close the line, and go back to where the search began; return whether there was a search."""
        self._line.close()
        self._stage.go_to(self._stage.stories)
        if self._before is None:
            return False
        self._asked = ""
        self._stage.start(self._restore(forget=True), "search")
        return True

    def earlier(self, by: int) -> None:
        """Put an earlier search into the line."""
        if self._history:
            here = self._history.index(self._asked) if self._asked in self._history else len(self._history)
            self._line.value = self._history[max(0, min(len(self._history) - 1, here - by))]

    def _remember(self) -> None:
        stage = self._stage
        if self._before is None:
            self._before = (stage.listing.view, stage.stories.current, stage.stories.top)

    async def _restore(self, *, forget: bool) -> None:
        if self._before is None:
            return
        view, cluster_id, top = self._before
        if forget:
            self._before = None
        ids = await self._stage.listing.open(view)
        self._stage.stories.show(ids, keep=False)
        self._stage.stories.put(cluster_id, top)
        self._stage.shown()

    # Filters and views

    def filters(self) -> None:
        """Choose a filter to add or take away."""
        self._stage.start(self._filters(), "search")

    async def _filters(self) -> None:
        stage, say = self._stage, self._stage.manner.words.say
        now = stage.manner.now()
        feeds = await stage.library.reading.run(lambda reads: reads.feeds(now))
        active = stage.listing.view.query.split()
        terms = [(term, say(told)) for term, told in FILTERS]
        terms += [(f'feed:"{row.feed.title}"', row.feed.title) for row in feeds if row.feed.title]
        choices = [_filter_choice(term, told, on=term in active) for term, told in terms]
        stage.choose("Filters", choices, self._toggle)

    def _toggle(self, term: str) -> None:
        stage = self._stage
        query = stage.listing.view.query
        query = query.replace(term, "") if term in query else f"{query} {term}"
        self._remember()
        text = " ".join(query.split())
        view = View(name="filter" if text else "top", query=text, sort=stage.listing.view.sort)
        self.show(view)

    def show(self, view: View) -> None:
        """Show a view from its top."""
        self._stage.start(self._show(view), "search")

    async def _show(self, view: View) -> None:
        stage = self._stage
        stage.stories.show(await stage.listing.open(view), keep=False)
        stage.shown()

    def sort(self) -> None:
        """Sort by the next order."""
        stage = self._stage
        orders = list(Sort)
        order = orders[(orders.index(stage.listing.view.sort) + 1) % len(orders)]
        self.show(replace(stage.listing.view, sort=order))
        stage.say("Sorted by: {order}", order=stage.manner.words.say(names.SORTS[order]))

    def hidden(self) -> None:
        """Show what is hidden or muted, too; or hide it again."""
        view = self._stage.listing.view
        self.show(replace(view, hidden=not view.hidden))
        self._stage.say("Hidden stories are shown." if not view.hidden else "Hidden stories are hidden.")

    def next_view(self) -> None:
        """Show the next view."""
        self._turn(1)

    def previous_view(self) -> None:
        """Show the previous view."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        order = [view.name for view in self.views]
        name = self._stage.listing.view.name
        here = order.index(name) if name in order else 0
        self._before = None
        self.show(self.views[(here + by) % len(order)])

    def choose_view(self) -> None:
        """Choose a view; each shows how many stories it holds."""
        self._stage.start(self._choose_view(), "search")

    async def _choose_view(self) -> None:
        stage, now = self._stage, self._stage.manner.now()
        views = self.views
        held: list[array[int]] = await stage.library.reading.run(lambda reads: [reads.ids(v, now) for v in views])
        choices = []
        for view, ids in zip(views, held, strict=True):
            name = stage.manner.words.say(names.VIEWS.get(view.name, view.name))
            unread = len(stage.listing.unread.intersection(ids))
            told = stage.manner.words.count("{n} story", "{n} stories", len(ids))
            fresh = stage.manner.words.count("{n} unread", "{n} unread", unread)
            choices.append(Choice(value=view.name, runs=((f"{safe(name)}  ", "text"), (f"{told} · {fresh}", "muted"))))
        stage.choose("Views", choices, lambda name: self.show(next(v for v in views if v.name == name)))


def _filter_choice(term: str, told: str, *, on: bool) -> Choice:
    mark: Run = ("* " if on else "  ", "good")
    return Choice(value=term, runs=(mark, (f"{safe(term):<14} ", "key"), (safe(told), "text")))
