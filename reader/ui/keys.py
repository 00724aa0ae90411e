"""The one table of keys. Bindings, hint bar, help, palette and the README's section are made from it.

An id may be remapped in the configuration (`[keys]`); a letter may mean one thing in the list and another in the
story, and then stands in the table once, with the verb that looks where the cursor is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

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
    """"noun.verb" of `reader.ui.actions`; empty where a screen finds the verb itself."""
    label: str
    """What it does, in a few words (message id)."""
    group: str
    short: str = ""
    """The word in the hint bar (message id); empty = not shown there."""
    hint: str = ""
    """Where the hint bar shows it: "list", "story", "feeds", several by space."""
    weight: int = 5
    """1..9: what the hint bar drops first when it is narrow has the highest."""
    pair: str = ""
    """Id of the row that the help screen shows on the same line, with `both` as the label of the two."""
    both: str = ""
    numbered: bool = False
    """Whether the position of the key among `keys`, from 1, is handed to the verb."""


def _key(key: str, keys: str, does: str, label: str, group: str, *, numbered: bool = False) -> Key:
    return Key(id=key, keys=keys, does=does, label=label, group=group, numbered=numbered)


def _table(
    rows: tuple[Key, ...],
    *,
    hints: Mapping[str, tuple[str, str, int]],
    pairs: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> tuple[Key, ...]:
    """Add to the rows what the hint bar shows, (short, where, weight), and which rows are a pair, (other, label)."""

    def complete(key: Key) -> Key:
        short, hint, weight = hints.get(key.id, ("", "", key.weight))
        pair, both = pairs.get(key.id, ("", ""))
        return replace(key, short=short, hint=hint, weight=weight, pair=pair, both=both)

    return tuple(complete(key) for key in rows)


MAIN: tuple[Key, ...] = _table(
    (
        _key("next", "j,down", "moving.next", N_("next story or source"), MOVE),
        _key("previous", "k,up", "moving.previous", N_("previous story or source"), MOVE),
        _key("next-unread", "n", "moving.next_unread", N_("next unread"), MOVE),
        _key("previous-unread", "p", "moving.previous_unread", N_("previous unread"), MOVE),
        _key("top", "g,home", "moving.top", N_("top, with what waits"), MOVE),
        _key("bottom", "G,end", "moving.bottom", N_("bottom"), MOVE),
        _key("space", "space", "moving.space", N_("page the story, then on"), MOVE),
        _key("back-page", "b", "moving.page_back", N_("page the story back"), MOVE),
        _key("page-down", "pagedown,ctrl+d", "moving.page_down", N_("page down"), MOVE),
        _key("page-up", "pageup,ctrl+u", "moving.page_up", N_("page up"), MOVE),
        _key("scroll-down", "J", "moving.scroll_down", N_("scroll the story"), MOVE),
        _key("enter", "enter", "moving.enter", N_("into the story; excerpt"), MOVE),
        _key("switch", "tab,shift+tab", "moving.switch", N_("switch pane"), MOVE),
        _key("into", "l,right", "moving.into", N_("to the story"), MOVE),
        _key("leave", "h,left", "moving.leave", N_("back to the list"), MOVE),
        _key("open", "o", "opening.best", N_("open in the browser"), READ),
        _key("open-read", "O", "opening.best_and_read", N_("open and mark read"), READ),
        _key("open-number", "1,2,3,4,5,6,7,8,9", "opening.number", N_("open source n"), READ, numbered=True),
        _key("links", "semicolon", "opening.links", N_("all links of the story"), READ),
        _key("mark", "m", "marking.toggle_read", N_("mark read or unread"), READ),
        _key("mark-all", "A", "marking.all_read", N_("mark the list read"), READ),
        _key("star", "s", "marking.star", N_("star"), READ),
        _key("copy", "y", "copying.link", N_("copy the link"), READ),
        _key("copy-more", "Y", "copying.more", N_("copy headline, citation …"), READ),
        _key("authors", "a", "telling.authors", N_("show all authors"), READ),
        _key("undo", "u", "marking.undo", N_("undo"), READ),
        _key("search", "slash,ideographic_comma,fullwidth_solidus", "finding.search", N_("search as you type"), FIND),
        _key("filter", "f", "filtering.panel", N_("filters, and what they hide"), FIND),
        _key("sort", "S", "viewing.sort", N_("sort: top, latest …"), FIND),
        _key("next-view", "right_square_bracket", "viewing.next_view", N_("next view"), FIND),
        _key("previous-view", "left_square_bracket", "viewing.previous_view", N_("previous view"), FIND),
        _key("views", "V", "viewing.choose_view", N_("views and their counts"), FIND),
        _key("save-view", "ctrl+s", "viewing.save_view", N_("save this view"), FIND),
        _key("hidden", "H", "viewing.hidden", N_("show what is hidden"), FIND),
        _key("take-in", "full_stop,ideographic_full_stop", "moving.take_in", N_("take in what waits"), FIND),
        _key("how", "i", "telling.how", N_("how it was written"), GROUP),
        _key("why-here", "W", "telling.why_here", N_("why is this here"), GROUP),
        _key("ledger", "w", "telling.ledger", N_("why it ranks here"), GROUP),
        _key("delta", "d", "telling.delta", N_("what changed"), GROUP),
        _key("eject", "x", "correcting.eject", N_("take this source out"), GROUP),
        _key("merge", "M", "correcting.merge", N_("merge with a story"), GROUP),
        _key("apart", "K", "correcting.apart", N_("keep apart; scroll"), GROUP),
        _key(
            "mute", "exclamation_mark,fullwidth_exclamation_mark", "correcting.mute", N_("hide, mute or follow"), GROUP
        ),
        _key("density", "v", "looking.density", N_("lines a row; full text"), LOOK),
        _key("zoom", "z", "looking.zoom", N_("the story alone"), LOOK),
        _key("theme", "t", "looking.theme", N_("next theme"), LOOK),
        _key("language", "L", "looking.language", N_("English / 中文"), LOOK),
        _key("refresh", "r", "refreshing.due", N_("refresh what is due"), APP),
        _key("refresh-all", "R", "refreshing.everything", N_("refresh everything"), APP),
        _key("feeds", "F", "looking.feeds", N_("feeds and their health"), APP),
        _key("commands", "ctrl+p,colon,fullwidth_colon", "looking.commands", N_("all commands"), APP),
        _key("help", "question_mark,fullwidth_question_mark,f1", "looking.help", N_("help"), APP),
        _key("escape", "escape", "leaving.escape", N_("back; stop"), APP),
        _key("quit", "q", "leaving.quit", N_("back, then quit"), APP),
    ),
    hints={
        "next": (N_("source"), "story", 4),
        "next-unread": (N_("next unread"), "list", 1),
        "space": (N_("page"), "list", 6),
        "enter": (N_("excerpt"), "story", 2),
        "switch": (N_("story"), "list", 7),
        "leave": (N_("back"), "story", 3),
        "open": (N_("open"), "list story", 2),
        "open-number": (N_("open n"), "story", 6),
        "star": (N_("star"), "list", 6),
        "copy": (N_("copy link"), "story", 7),
        "undo": (N_("undo"), "story", 9),
        "search": (N_("search"), "list", 3),
        "filter": (N_("filter"), "list", 8),
        "refresh": (N_("refresh"), "list", 5),
        "help": (N_("help"), "list story feeds", 0),
        "quit": (N_("quit"), "list story", 1),
    },
    pairs={
        "next": ("previous", N_("next / previous")),
        "next-unread": ("previous-unread", N_("next / previous unread")),
        "top": ("bottom", N_("top / bottom")),
        "space": ("back-page", N_("page the story / back")),
        "page-down": ("page-up", N_("page down / up")),
        "into": ("leave", N_("story / list")),
        "open": ("open-read", N_("open / and mark read")),
        "mark": ("mark-all", N_("mark read / all read")),
        "copy": ("copy-more", N_("copy the link / more")),
        "next-view": ("previous-view", N_("next / previous view")),
        "refresh": ("refresh-all", N_("refresh due / all")),
    },
)
"""The keys of the main screen."""

FEEDS: tuple[Key, ...] = _table(
    (
        _key("feed-add", "a", "", N_("add a feed"), APP),
        _key("feed-edit", "e,enter", "", N_("edit the feed"), APP),
        _key("feed-remove", "D", "", N_("remove the feed"), APP),
        _key("feed-pause", "p", "", N_("pause or resume"), APP),
        _key("feed-refresh", "r", "", N_("fetch now"), APP),
        _key("feed-tier", "t", "", N_("next tier"), APP),
        _key("feed-find", "slash,ideographic_comma,fullwidth_solidus", "", N_("find a feed"), APP),
        _key("feed-failing", "exclamation_mark,fullwidth_exclamation_mark", "", N_("only what fails"), APP),
        _key("feed-import", "i", "", N_("import OPML"), APP),
        _key("feed-export", "x", "", N_("export OPML"), APP),
        _key("feed-help", "question_mark,fullwidth_question_mark,f1", "", N_("help"), APP),
        _key("feed-back", "q,escape,F,h,left", "", N_("back"), APP),
    ),
    hints={
        "feed-add": (N_("add"), "feeds", 1),
        "feed-edit": (N_("edit"), "feeds", 2),
        "feed-remove": (N_("remove"), "feeds", 4),
        "feed-pause": (N_("pause"), "feeds", 3),
        "feed-refresh": (N_("refresh"), "feeds", 3),
        "feed-tier": (N_("tier"), "feeds", 5),
        "feed-find": (N_("find"), "feeds", 6),
        "feed-failing": (N_("only failing"), "feeds", 6),
        "feed-import": (N_("import"), "feeds", 7),
        "feed-export": (N_("export"), "feeds", 8),
        "feed-help": (N_("help"), "feeds", 0),
        "feed-back": (N_("back"), "feeds", 1),
    },
)
"""The keys of the feeds screen; `does` names its verb there."""

STEPS: tuple[Key, ...] = _table(
    (
        _key("step-down", "j,down", "", N_("next"), MOVE),
        _key("step-up", "k,up", "", N_("previous"), MOVE),
        _key("step-page-down", "pagedown,space,ctrl+d", "", N_("page down"), MOVE),
        _key("step-page-up", "pageup,b,ctrl+u", "", N_("page up"), MOVE),
        _key("step-top", "g,home", "", N_("top"), MOVE),
        _key("step-bottom", "G,end", "", N_("bottom"), MOVE),
    ),
    hints={},
)
"""Moving, on the feeds screen."""

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
    """Yield Textual's bindings; each runs `act(id)` or `act(id, number)` on the screen.

    With priority, which runs a key before the next one is handed to a widget: of keys typed in one go, each acts on
    what the one before it left. A screen's `check_action` keeps them off its search line.
    """
    for key in table:
        for number, name in enumerate(key.keys.split(","), 1):
            argument = f", {number}" if key.numbered else ""
            name_id = f"{key.id}-{number}" if key.numbered else key.id
            yield Binding(name.strip(), f"act('{key.id}'{argument})", key.label, show=False, id=name_id, priority=True)


def shown(key: Key) -> str:
    """Return a row's keys as people read them: "j ↓", "1 … 9"."""
    names = [name.strip() for name in key.keys.split(",")]
    if key.numbered:
        return f"{names[0]} … {names[-1]}"
    return " ".join(SHOWN.get(name, name) for name in names if not name.startswith(TWINS))


def first(key: Key) -> str:
    """Return the key that the hint bar shows."""
    return shown(key).replace(" … ", "-") if key.numbered else shown(key).split(" ")[0]


def help_rows(table: tuple[Key, ...]) -> list[tuple[Key, str, str]]:
    """Return (row, keys, label) for the help screen and the README; a pair is one of them."""
    by_id = {key.id: key for key in table}
    second = {key.pair for key in table if key.pair}
    rows = []
    for key in table:
        if key.pair:
            rows.append((key, f"{first(key)} {first(by_id[key.pair])}", key.both))
        elif key.id not in second:
            rows.append((key, shown(key), key.label))
    return rows


def hints(table: tuple[Key, ...], place: str) -> list[Key]:
    """Return the rows that the hint bar shows in one place, in the table's order."""
    return [key for key in table if place in key.hint.split(" ")]
