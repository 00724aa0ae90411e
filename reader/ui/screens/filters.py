"""Filters to switch on and off, each with what it hides. Knows terms of queries; reads nothing itself."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from reader.ui.actions.filtering import Filtering
from reader.ui.choice import Choice
from reader.ui.manner import Manner
from reader.ui.render.cells import fit, safe
from reader.ui.render.runs import Run
from reader.ui.render.words import N_
from reader.ui.screens.choices import ChoiceList, Choices

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
"""Term -> what it leaves; a feed's term follows for every feed."""
NAME, EFFECT = 21, 13
"""Cells of what a filter leaves, and of what it hides: on 60 columns they leave the longest of our terms its 12."""
AT_ONCE = 8
"""Filters counted in one go, at 20 ms each in a library of 100,000 entries: a story to be read waits as long."""


class Filters(Choices):
    """Stays open: tab switches, enter closes and switches if tab did not, esc closes."""

    PLACE = "filters"

    def __init__(self, filtering: Filtering, feeds: Sequence[str], manner: Manner) -> None:
        super().__init__("", (), manner)
        self._filtering = filtering
        say = manner.words.say
        self._terms = [(term, say(told)) for term, told in FILTERS]
        self._terms += [(f'feed:"{title}"', safe(title)) for title in feeds]
        self._effects: dict[str, int] = {}
        self._switched = False

    def show(self, *, keep: bool = False) -> None:
        """Show the filters as they stand, and count what each hides."""
        self._paint(keep=keep)
        self.run_worker(self._measure(), group="effects", exclusive=True)

    def _paint(self, *, keep: bool) -> None:
        held = self._filtering.held
        self._choices = [self._choice(term, told, on=term in held) for term, told in self._terms]
        heading = f"{self._manner.words.say('Filters')} · {self._filtering.told}"
        self.query_one(".sheet-heading", Static).update(Content(heading))
        super().show(keep=keep)

    def _choice(self, term: str, told: str, *, on: bool) -> Choice:
        mark: Run = (f"{self._manner.glyphs.yes} " if on else "  ", "good")
        name: Run = (f"{fit(told, NAME)} ", "strong" if on else "text")
        shown = "" if term.startswith("feed:") else term
        return Choice(value=term, runs=(mark, name, (f"{fit(self._effect(term), EFFECT)} ", "muted"), (shown, "key")))

    def _effect(self, term: str) -> str:
        count, hides = self._manner.words.count, self._effects.get(term)
        if hides is None:
            return ""
        return count("hides {n}", "hides {n}", hides) if hides >= 0 else count("adds {n}", "adds {n}", -hides)

    async def _measure(self) -> None:
        """Count what the filters in the list hide, from the top on."""
        wanted = [choice.value for choice in self.query_one(ChoiceList).choices if choice.value not in self._effects]
        for at in range(0, len(wanted), AT_ONCE):
            self._effects |= await self._filtering.effects(wanted[at : at + AT_ONCE])
            self._paint(keep=True)

    async def _switch(self, choice: Choice) -> None:
        self._switched = True
        await self._filtering.toggle(choice.value)
        self._effects = {}
        self.show(keep=True)

    def action_switch(self) -> None:
        """Switch the filter under the cursor."""
        pointed = self.query_one(ChoiceList).pointed
        if pointed is not None:
            self.run_worker(self._switch(pointed), group="switch")

    def take(self, choice: Choice) -> None:
        """Close; a filter that is only pointed at is switched first."""
        self.run_worker(self._done(choice), group="switch")

    async def _done(self, choice: Choice) -> None:
        if not self._switched:
            await self._filtering.toggle(choice.value)
        self.dismiss(None)
