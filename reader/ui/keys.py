"""The one table of keys. Bindings, hint bar, help, palette and the README's section are made from it.

An id may be remapped in the configuration (`[keys]`); a letter may mean one thing in the list and another in the
story, and then stands in the table once, with the verb that looks where the cursor is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from textual.binding import Binding

from reader.ui.render.words import N_

MOVE, READ, FIND, GROUP, LOOK, APP = N_("MOVE"), N_("READ"), N_("FIND"), N_("STORIES"), N_("LOOK"), N_("APP")
GROUPS = (MOVE, READ, FIND, GROUP, LOOK, APP)
"""In the order of the help screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One thing a key does."""

    id: str
    """Stable name for the configuration."""
    keys: str
    """Textual key names, comma-separated; the first is shown in the hint bar."""
    does: str
    """"noun.verb" of `reader.ui.actions`."""
    label: str
    """What it does, in a few words (message id)."""
    group: str
    short: str = ""
    """The word in the hint bar (message id); empty = not shown there."""
    hint: str = ""
    """Where the hint bar shows it: "list", "story", "feeds", several by space."""
    weight: int = 5
    """1..9: what the hint bar drops first when it is narrow has the highest."""
    numbered: bool = False
    """Whether the position of the key among `keys`, from 1, is handed to the verb."""


def _key(key: str, keys: str, does: str, label: str, group: str) -> Key:
    return Key(id=key, keys=keys, does=does, label=label, group=group)


def _shown(key: Key, short: str, hint: str, weight: int) -> Key:
    return replace(key, short=short, hint=hint, weight=weight)


MAIN: tuple[Key, ...] = (
    _shown(_key("next", "j,down", "moving.next", N_("next story; next source"), MOVE), N_("source"), "story", 4),
    _key("previous", "k,up", "moving.previous", N_("previous story; previous source"), MOVE),
    _shown(_key("next-unread", "n", "moving.next_unread", N_("next unread"), MOVE), N_("next unread"), "list", 1),
    _key("previous-unread", "p", "moving.previous_unread", N_("previous unread"), MOVE),
    _key("top", "g,home", "moving.top", N_("top; takes in waiting stories"), MOVE),
    _key("bottom", "G,end", "moving.bottom", N_("bottom"), MOVE),
    _shown(_key("space", "space", "moving.space", N_("page the story, then next unread"), MOVE), N_("page"), "list", 6),
    _key("back-page", "b", "moving.page_back", N_("page the story back"), MOVE),
    _key("page-down", "pagedown,ctrl+d", "moving.page_down", N_("page down"), MOVE),
    _key("page-up", "pageup,ctrl+u", "moving.page_up", N_("page up"), MOVE),
    _key("scroll-down", "J", "moving.scroll_down", N_("scroll the story from the list"), MOVE),
    _shown(
        _key("enter", "enter", "moving.enter", N_("go into the story; show the excerpt"), MOVE),
        N_("excerpt"),
        "story",
        2,
    ),
    _shown(_key("switch", "tab,shift+tab", "moving.switch", N_("switch pane"), MOVE), N_("story"), "list", 7),
    _key("into", "l,right", "moving.into", N_("to the story"), MOVE),
    _shown(_key("leave", "h,left", "moving.leave", N_("back to the list"), MOVE), N_("back"), "story", 3),
    _shown(_key("open", "o", "opening.best", N_("open in the browser"), READ), N_("open"), "list story", 2),
    _key("open-read", "O", "opening.best_and_read", N_("open and mark read"), READ),
    Key(
        id="open-number",
        keys="1,2,3,4,5,6,7,8,9",
        does="opening.number",
        label=N_("open source 1 to 9"),
        group=READ,
        short=N_("open n"),
        hint="story",
        weight=6,
        numbered=True,
    ),
    _key("links", "semicolon", "opening.links", N_("all links of the story"), READ),
    _key("mark", "m", "marking.toggle_read", N_("mark read or unread"), READ),
    _key("mark-all", "A", "marking.all_read", N_("mark the whole list read"), READ),
    _shown(_key("star", "s", "marking.star", N_("star"), READ), N_("star"), "list", 6),
    _shown(_key("copy", "y", "copying.link", N_("copy the link"), READ), N_("copy link"), "story", 7),
    _key("copy-more", "Y", "copying.more", N_("copy headline, citation or Markdown"), READ),
    _key("authors", "a", "telling.authors", N_("show all authors"), READ),
    _shown(_key("undo", "u", "marking.undo", N_("undo"), READ), N_("undo"), "story", 9),
    _shown(
        _key("search", "slash,ideographic_comma,fullwidth_solidus", "finding.search", N_("search as you type"), FIND),
        N_("search"),
        "list",
        3,
    ),
    _shown(_key("filter", "f", "finding.filters", N_("filters"), FIND), N_("filter"), "list", 8),
    _key("sort", "S", "finding.sort", N_("sort: top, latest, most covered, growing"), FIND),
    _key("next-view", "right_square_bracket", "finding.next_view", N_("next view"), FIND),
    _key("previous-view", "left_square_bracket", "finding.previous_view", N_("previous view"), FIND),
    _key("views", "V", "finding.choose_view", N_("views and their counts"), FIND),
    _key("hidden", "H", "finding.hidden", N_("show or hide what is hidden"), FIND),
    _key("take-in", "full_stop,ideographic_full_stop", "moving.take_in", N_("take in waiting changes"), FIND),
    _key("how", "i", "telling.how", N_("how this summary was written"), GROUP),
    _key("why-here", "W", "telling.why_here", N_("why is this source here"), GROUP),
    _key("ledger", "w", "telling.ledger", N_("why it ranks here: the arithmetic"), GROUP),
    _key("delta", "d", "telling.delta", N_("what changed since an earlier text"), GROUP),
    _key("eject", "x", "correcting.eject", N_("this source does not belong here"), GROUP),
    _key("merge", "M", "correcting.merge", N_("merge with another story"), GROUP),
    _key("apart", "K", "correcting.apart", N_("keep this source apart from another"), GROUP),
    _key("mute", "exclamation_mark,fullwidth_exclamation_mark", "correcting.mute", N_("hide, mute or follow"), GROUP),
    _key("density", "v", "looking.density", N_("lines a story; in the story: full text"), LOOK),
    _key("zoom", "z", "looking.zoom", N_("the story alone"), LOOK),
    _key("theme", "t", "looking.theme", N_("next theme"), LOOK),
    _key("language", "L", "looking.language", N_("English / 中文"), LOOK),
    _shown(_key("refresh", "r", "refreshing.due", N_("refresh what is due"), APP), N_("refresh"), "list", 5),
    _key("refresh-all", "R", "refreshing.everything", N_("refresh everything"), APP),
    _key("feeds", "F", "looking.feeds", N_("feeds and their health"), APP),
    _key("commands", "ctrl+p,colon,fullwidth_colon", "looking.commands", N_("all commands"), APP),
    _shown(
        _key("help", "question_mark,fullwidth_question_mark,f1", "looking.help", N_("help"), APP),
        N_("help"),
        "list story feeds",
        0,
    ),
    _key("escape", "escape", "leaving.escape", N_("back; stop; clear the search"), APP),
    _shown(_key("quit", "q", "leaving.quit", N_("close what is open, then quit"), APP), N_("quit"), "list story", 1),
)
"""The keys of the main screen."""

FEEDS: tuple[Key, ...] = (
    _shown(_key("feed-add", "a", "adding", N_("add a feed"), APP), N_("add"), "feeds", 1),
    _shown(_key("feed-edit", "e,enter", "editing", N_("edit the feed"), APP), N_("edit"), "feeds", 2),
    _shown(_key("feed-remove", "D", "removing", N_("remove the feed"), APP), N_("remove"), "feeds", 4),
    _shown(_key("feed-pause", "p", "pausing", N_("pause or resume"), APP), N_("pause"), "feeds", 3),
    _shown(_key("feed-refresh", "r", "fetching", N_("fetch now"), APP), N_("refresh"), "feeds", 3),
    _shown(_key("feed-tier", "t", "tiering", N_("next tier"), APP), N_("tier"), "feeds", 5),
    _shown(
        _key("feed-find", "slash,ideographic_comma,fullwidth_solidus", "finding", N_("find a feed"), APP),
        N_("find"),
        "feeds",
        6,
    ),
    _shown(
        _key("feed-failing", "exclamation_mark,fullwidth_exclamation_mark", "failing", N_("only what fails"), APP),
        N_("only failing"),
        "feeds",
        6,
    ),
    _shown(_key("feed-import", "i", "importing", N_("import OPML"), APP), N_("import"), "feeds", 7),
    _shown(_key("feed-export", "x", "exporting", N_("export OPML"), APP), N_("export"), "feeds", 8),
    _shown(_key("feed-back", "q,escape,F,h,left", "closing", N_("back"), APP), N_("back"), "feeds", 1),
)
"""The keys of the feeds screen; `does` names its verb there."""

SHEET = "q,escape"
"""What closes anything that lies over the screen."""

SHOWN = {
    "down": "↓", "up": "↑", "left": "←", "right": "→", "slash": "/", "question_mark": "?", "exclamation_mark": "!",
    "colon": ":", "semicolon": ";", "full_stop": ".", "left_square_bracket": "[", "right_square_bracket": "]",
    "pagedown": "pgdn", "pageup": "pgup", "escape": "esc", "f1": "F1",
}  # fmt: skip
"""Names of keys as people read them; what is not here shows as it is."""
TWINS = ("fullwidth_", "ideographic_", "shift+tab")
"""Twins that a Chinese input method or a reversed key sends; they work and are not shown."""


def remapped(table: tuple[Key, ...], keys: Mapping[str, str]) -> tuple[Key, ...]:
    """Return the table with the user's keys for the ids that `keys` names; an empty value keeps the default."""
    return tuple(replace(key, keys=keys[key.id]) if keys.get(key.id) else key for key in table)


def bindings(table: tuple[Key, ...]) -> Iterator[Binding]:
    """Yield Textual's bindings; each runs `act(id)` or `act(id, number)` on the screen."""
    for key in table:
        for number, name in enumerate(key.keys.split(","), 1):
            argument = f", {number}" if key.numbered else ""
            name_id = f"{key.id}-{number}" if key.numbered else key.id
            yield Binding(name.strip(), f"act('{key.id}'{argument})", key.label, show=False, id=name_id)


def shown(key: Key) -> str:
    """Return a row's keys as people read them: "j ↓", "1 … 9"."""
    names = [name.strip() for name in key.keys.split(",")]
    if key.numbered:
        return f"{names[0]} … {names[-1]}"
    return " ".join(SHOWN.get(name, name) for name in names if not name.startswith(TWINS))


def first(key: Key) -> str:
    """Return the key that the hint bar shows."""
    return shown(key).replace(" … ", "-") if key.numbered else shown(key).split(" ")[0]


def hints(table: tuple[Key, ...], place: str) -> list[Key]:
    """Return the rows that the hint bar shows in one place, in the table's order."""
    return [key for key in table if place in key.hint.split(" ")]
