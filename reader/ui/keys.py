"""The one table of keys. Bindings, hint bar, help, palette and the README's section are made from it.

Ids may be remapped (`[keys]`). A letter of two senses, in list and story, is one row whose verb looks where we are.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from reader.record import record
from reader.ui.render.words import N_

MOVE, READ, FIND, GROUP, LOOK, APP = N_("MOVE"), N_("READ"), N_("FIND"), N_("STORIES"), N_("LOOK"), N_("APP")
PAGE = N_("PAGES AND MENUS")
GROUPS = (MOVE, READ, FIND, GROUP, LOOK, APP)
"""In the order of the help screen."""


@record
class Key:
    """One thing a key does."""

    id: str
    """Stable name for the configuration."""
    keys: str
    """Textual key names, comma-separated; the first is shown in the hint bar."""
    does: str
    """"noun.verb" of `reader.ui.actions`, or an action of the screen; empty where a screen finds the verb itself."""
    label: str
    """What it does, in a few words (message id)."""
    group: str
    short: str = ""
    """The word in the hint bar (message id); empty = not shown there."""
    hint: str = ""
    """Where the hint bar or a foot shows it: "list", "story", "feeds", "page", several by space."""
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
    hints: Mapping[str, tuple[str, str, int]] = MappingProxyType({}),
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
        _key("filter", "f", "filtering.panel", N_("filters, what they hide"), FIND),
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
        _key("suspend", "ctrl+z", "leaving.suspend", N_("to the shell; fg returns"), APP),
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
    )
)
"""Moving, on the feeds screen."""

PAGES: tuple[Key, ...] = _table(
    (
        _key("sheet-down", "j,down", "scroll(1)", N_("scroll down"), PAGE),
        _key("sheet-up", "k,up", "scroll(-1)", N_("scroll up"), PAGE),
        _key("sheet-page-down", "space,pagedown,ctrl+d", "page(1)", N_("page down"), PAGE),
        _key("sheet-page-up", "b,pageup,ctrl+u", "page(-1)", N_("page up"), PAGE),
        _key("sheet-top", "g,home", "scroll(-1000000)", N_("top"), PAGE),
        _key("sheet-bottom", "G,end", "scroll(1000000)", N_("bottom"), PAGE),
        _key("sheet-earlier", "left_square_bracket,h,left", "turn(-1)", N_("older text"), PAGE),
        _key("sheet-later", "right_square_bracket,l,right", "turn(1)", N_("newer text"), PAGE),
        _key("sheet-close", "q,escape,i,w,W,d,v", "dismiss(None)", N_("back"), PAGE),
    ),
    hints={
        "sheet-down": (N_("scroll"), "page turned", 2),
        "sheet-page-down": (N_("page"), "page turned", 3),
        "sheet-earlier": (N_("older"), "turned", 4),
        "sheet-later": (N_("newer"), "turned", 4),
        "sheet-close": (N_("back"), "page turned", 1),
    },
)
"""The keys of a page that lies over the screen; here and below `does` is an action of the screen itself."""

MENU: tuple[Key, ...] = _table(
    (
        _key("menu-down", "down,ctrl+n", "move(1)", N_("next"), PAGE),
        _key("menu-up", "up,ctrl+p", "move(-1)", N_("previous"), PAGE),
        _key("menu-page-down", "pagedown", "move(10)", N_("page down"), PAGE),
        _key("menu-page-up", "pageup", "move(-10)", N_("page up"), PAGE),
        _key("menu-switch", "tab", "switch", N_("filter on or off"), PAGE),
        _key("menu-take", "enter", "take", N_("take it"), PAGE),
        _key("menu-close", "escape", "dismiss(None)", N_("back"), PAGE),
    ),
    hints={
        "menu-down": (N_("choose"), "menu filters", 2),
        "menu-switch": (N_("on or off"), "filters", 1),
        "menu-take": (N_("take it"), "menu filters prompt", 1),
        "menu-close": (N_("back"), "menu filters prompt", 1),
    },
)
"""The keys of menus, whose letters go to their search line, and of a line to type."""

FORM: tuple[Key, ...] = _table(
    (
        _key("form-down", "down", "app.focus_next", N_("next field"), PAGE),
        _key("form-up", "up", "app.focus_previous", N_("previous field"), PAGE),
        _key("form-save", "enter", "save", N_("save"), PAGE),
        _key("form-close", "escape", "dismiss(None)", N_("back"), PAGE),
    ),
    hints={
        "form-down": (N_("field"), "form", 2),
        "form-save": (N_("save"), "form", 1),
        "form-close": (N_("back"), "form", 1),
    },
)
"""The keys of a feed's fields."""

QUESTION: tuple[Key, ...] = _table(
    (
        _key("question-yes", "y,Y,enter", "dismiss(True)", N_("yes"), PAGE),
        _key("question-no", "n,N,q,escape", "dismiss(False)", N_("no"), PAGE),
    ),
    hints={"question-yes": (N_("yes"), "question", 1), "question-no": (N_("no"), "question", 1)},
)
"""The keys of a question."""

HELP: tuple[Key, ...] = _table(
    (
        _key("help-down", "down", "scroll(1)", N_("scroll down"), PAGE),
        _key("help-up", "up", "scroll(-1)", N_("scroll up"), PAGE),
        _key("help-page-down", "pagedown", "scroll(10)", N_("page down"), PAGE),
        _key("help-page-up", "pageup", "scroll(-10)", N_("page up"), PAGE),
        _key("help-close", "escape,f1,q,question_mark,fullwidth_question_mark", "dismiss(None)", N_("back"), PAGE),
    ),
    hints={"help-down": (N_("scroll"), "help", 2), "help-close": (N_("back"), "help", 1)},
)
"""The keys of the help screen, whose letters go to its search line."""

FIRST: tuple[Key, ...] = _table(
    (
        _key("first-down", "down,j", "move(1)", N_("next"), PAGE),
        _key("first-up", "up,k", "move(-1)", N_("previous"), PAGE),
        _key("first-take", "enter", "take", N_("start"), PAGE),
        _key("first-starter", "d", "take('starter')", N_("Start with the suggested set"), PAGE),
        _key("first-add", "a", "take('add')", N_("Add a feed"), PAGE),
        _key("first-import", "i", "take('import')", N_("Import OPML"), PAGE),
        _key("first-language", "L", "take('language')", N_("English / 中文"), PAGE),
        _key("first-quit", "q,escape", "leave", N_("quit"), PAGE),
    ),
    hints={
        "first-down": (N_("choose"), "first", 2),
        "first-take": (N_("start"), "first", 1),
        "first-quit": (N_("quit"), "first", 1),
    },
)
"""The keys of the first screen."""

SCREENS = (MAIN, (*FEEDS, *STEPS), PAGES, MENU, FORM, QUESTION, HELP, FIRST)
"""All tables, by the screen on which their keys meet."""
