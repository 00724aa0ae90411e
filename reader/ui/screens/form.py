"""The fields of one feed, to be changed."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.model.feed import Feed
from reader.ui.keying import bindings
from reader.ui.keys import FORM
from reader.ui.manner import Manner
from reader.ui.render.cells import safe
from reader.ui.render.words import N_
from reader.ui.widgets.typing_line import TypingLine

FIELDS = (
    ("title", N_("title")),
    ("url", N_("address")),
    ("tier", N_("tier (1 to 4)")),
    ("publisher", N_("publisher")),
    ("language", N_("language")),
    ("folder", N_("folder")),
    ("private", N_("private (yes, no)")),
)
"""Field of a feed -> its name."""


def values_of(feed: Feed, yes: str, no: str) -> dict[str, str]:
    """Return a feed's fields as they are typed."""
    named = {name: safe(str(getattr(feed, name))) for name, _ in FIELDS if name not in ("tier", "private")}
    return named | {"tier": str(feed.tier.value), "private": yes if feed.private else no}


class Form(ModalScreen[Mapping[str, str] | None]):
    """Hands back the fields that were changed, or None."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(FORM))

    def __init__(self, feed: Feed, manner: Manner) -> None:
        super().__init__()
        self._manner = manner
        say = manner.words.say
        self._before = values_of(feed, say("yes"), say("no"))

    def compose(self) -> ComposeResult:
        """Lay out a line a field."""
        say = self._manner.words.say
        # No VerticalScroll: where the fields do not fit, it would take the arrows to scroll with.
        with Vertical(classes="sheet small"):
            yield Static(Content(say("Edit the feed")), classes="sheet-heading", markup=False)
            for name, told in FIELDS:
                with Horizontal(classes="field"):
                    yield Static(Content(say(told)), classes="field-name", markup=False)
                    yield TypingLine(self._before[name], id=f"field-{name}", classes="line", select_on_focus=False)
            yield Static(Content(self._manner.foot(FORM, "form")), classes="sheet-foot", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Hand back what was changed."""
        after = {name: self.query_one(f"#field-{name}", Input).value.strip() for name, _ in FIELDS}
        self.dismiss({name: value for name, value in after.items() if value != self._before[name]})
