"""Filters: terms that are added to the view on screen and taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.ui.actions.finding import Finding
from reader.ui.library import Reads
from reader.ui.listing import FILTER
from reader.ui.stage import Stage
from reader.ui.terms import terms, with_term, without_term


class Filtering:
    """Changes the list while its panel stays open; esc on the list goes back to where it began."""

    def __init__(self, stage: Stage, finding: Finding) -> None:
        self._stage, self._finding = stage, finding

    def panel(self) -> None:
        """Switch filters on and off, each with what it hides."""
        self._stage.start(self._panel(), "search")

    async def _panel(self) -> None:
        from reader.ui.screens.filters import Filters

        stage = self._stage
        now = stage.manner.now()
        feeds = await stage.library.reading.run(lambda reads: reads.feeds(now))
        titles = sorted({row.feed.title.replace('"', " ") for row in feeds if row.feed.title.strip()}, key=str.casefold)
        stage.screen.app.push_screen(Filters(self, titles, stage.manner))

    @property
    def held(self) -> Sequence[str]:
        """The terms of the view on screen."""
        return terms(self._stage.listing.view.query)

    @property
    def told(self) -> str:
        """How many of all stories the view on screen shows."""
        listing = self._stage.listing
        of = f"{listing.totals.clusters:,}" if listing.totals else ""
        return self._stage.manner.words.count("{n} of {all}", "{n} of {all}", len(listing.ids), all=of)

    async def toggle(self, term: str) -> None:
        """Add a filter to the view on screen, or take it away."""
        stage, view = self._stage, self._stage.listing.view
        query = without_term(view.query, term) if term in terms(view.query) else with_term(view.query, term)
        if view.name != FILTER:
            self._finding.remember()
        await stage.look_at(replace(view, name=FILTER if query else "top", query=query))

    async def effects(self, wanted: Sequence[str]) -> Mapping[str, int]:
        """Return how many stories each filter hides from the view on screen, or would; below 0, it adds some."""
        stage, view, now = self._stage, self._stage.listing.view, self._stage.manner.now()

        def measured(reads: Reads) -> Mapping[str, int]:
            def held(query: str) -> int:
                return len(reads.ids(replace(view, query=query), now))

            return {term: held(without_term(view.query, term)) - held(with_term(view.query, term)) for term in wanted}

        return await stage.library.reading.run(measured)
