"""Views and order: which stories the list shows, and how sorted."""

import asyncio
from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace

from reader.model.view import Sort, View
from reader.ui.actions.finding import Finding
from reader.ui.choice import Choice
from reader.ui.render import names
from reader.ui.render.cells import safe
from reader.ui.stage import Stage

BUILT_IN = (
    View(name="top"),
    View(name="unread", query="is:unread"),
    View(name="starred", query="is:starred"),
    View(name="latest", sort=Sort.LATEST),
)
Keeps = Callable[[Mapping[str, str | None]], dict[str, str]]
"""Writes views (name -> line, None = removed) to the configuration; returns all that it holds then."""
SAVE, RENAME, REMOVE = "save\n", "rename\n", "remove\n"
"""What the views' menu hands back for what is no view; no name of a view holds a newline."""


class Viewing:
    """Changes which stories the list shows, and keeps views of the user's own."""

    def __init__(self, stage: Stage, finding: Finding, keeps: Keeps) -> None:
        self._stage, self._finding, self._keeps = stage, finding, keeps
        self._asked: View | None = None
        """The view that is being read; the next key goes on from it."""

    @property
    def views(self) -> tuple[View, ...]:
        """Built-in views, then the user's own."""
        saved = self._stage.manner.settings.screen.views
        return (*BUILT_IN, *(View.saved(name, line) for name, line in saved.items()))

    @property
    def _view(self) -> View:
        return self._asked or self._stage.listing.view

    # Order

    def sort(self) -> None:
        """Sort by the next order."""
        stage = self._stage
        orders = list(Sort)
        order = orders[(orders.index(self._view.sort) + 1) % len(orders)]
        self._show(replace(self._view, sort=order))
        stage.say("Sorted by: {order}", order=stage.manner.words.say(names.SORTS[order]))

    def hidden(self) -> None:
        """Show what is hidden or muted, too; or hide it again."""
        view = self._view
        self._show(replace(view, hidden=not view.hidden))
        self._stage.say("Hidden stories are shown." if not view.hidden else "Hidden stories are hidden.")

    # Views

    def next_view(self) -> None:
        """Show the next view."""
        self._turn(1)

    def previous_view(self) -> None:
        """Show the previous view."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        order = [view.name for view in self.views]
        here = order.index(self._view.name) if self._view.name in order else 0
        self._open(self.views[(here + by) % len(order)])

    def _open(self, view: View) -> None:
        self._finding.forget()
        self._show(view)

    def _show(self, view: View) -> None:
        self._asked = view
        self._stage.start(self._look(view), "search")

    async def _look(self, view: View) -> None:
        try:
            await self._stage.look_at(view)
        finally:
            if self._asked is view:
                self._asked = None

    def choose_view(self) -> None:
        """Choose a view; each shows how many stories it holds. Save, rename, remove."""
        self._stage.start(self._choose_view(), "search")

    async def _choose_view(self) -> None:
        stage, now = self._stage, self._stage.manner.now()
        views = self.views
        held: list[array[int]] = await stage.library.reading.run(lambda reads: [reads.ids(v, now) for v in views])
        choices = [self._view_choice(view, ids) for view, ids in zip(views, held, strict=True)]
        stage.choose("Views", [*choices, *self._offers()], self._take, stage.listing.view.name)

    def _view_choice(self, view: View, ids: "array[int]") -> Choice:
        words, listing = self._stage.manner.words, self._stage.listing
        name = words.say(names.VIEWS[view.name]) if view.name in names.VIEWS else safe(view.name)
        unread = len(listing.unread.intersection(ids))
        told = words.count("{n} story", "{n} stories", len(ids))
        fresh = words.count("{n} unread", "{n} unread", unread)
        return Choice(value=view.name, runs=((f"{name}  ", "text"), (f"{told} · {fresh}", "muted")))

    def _offers(self) -> list[Choice]:
        """Return what can be done with the view on screen."""
        stage, name = self._stage, self._stage.listing.view.name
        say = stage.manner.words.say
        told = [(SAVE, say("save this view …"))]
        if name in stage.manner.settings.screen.views:
            told += [(RENAME, say("rename {view} …", view=safe(name))), (REMOVE, say("remove {view}", view=safe(name)))]
        return [Choice(value=value, runs=((text, "link"),), keeps=True) for value, text in told]

    def _take(self, value: str) -> None:
        acts = {SAVE: self.save_view, RENAME: self._rename, REMOVE: self._remove}
        if value in acts:
            acts[value]()
        else:
            self._open(next(view for view in self.views if view.name == value))

    def save_view(self) -> None:
        """Save the view on screen, its query and its order, under a name."""
        view = self._stage.listing.view
        self._stage.type("Name of the view", lambda name: self._named(name, {safe(name): view.line}))

    def _rename(self) -> None:
        view = self._stage.listing.view
        self._stage.type("Name of the view", lambda name: self._named(name, {view.name: None, safe(name): view.line}))

    def _named(self, name: str, changes: Mapping[str, str | None]) -> None:
        if name in names.VIEWS:
            self._stage.say("{view} is a view already; take another name.", wrong=True, view=name)
        else:
            self._stage.start(self._keep(changes), "views")

    def _remove(self) -> None:
        self._stage.start(self._keep({self._stage.listing.view.name: None}), "views")

    async def _keep(self, changes: Mapping[str, str | None]) -> None:
        """Write views to the configuration, and show the one that was written."""
        manner = self._stage.manner
        views = await asyncio.to_thread(self._keeps, changes)
        manner.settings = replace(manner.settings, screen=replace(manner.settings.screen, views=views))
        written = next((name for name, line in changes.items() if line is not None), "")
        self._open(View.saved(written, views[written]) if written else View())
        self._stage.say("View saved: {view}" if written else "View removed.", view=written)
