"""What is made from the table of keys: bindings, the user's own keys, hints, help. Knows no key."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from textual.binding import Binding

from reader.errors import ConfigError
from reader.ui.keys import PAGE, SCREENS, Key
from reader.ui.render.words import Words

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
    """Yield Textual's bindings; each runs the row's own action, else `act(id)` or `act(id, number)` on the screen.

    What runs `act` has priority, which runs a key before the next one is handed to a widget: of keys typed in one go,
    each acts on what the one before it left. A screen's `check_action` keeps them off its search line. An action of the
    row's own comes after the line to type that has the focus.
    """
    for key in table:
        own = key.group == PAGE
        for number, name in enumerate(key.keys.split(","), 1):
            argument = f", {number}" if key.numbered else ""
            action = key.does if own else f"act('{key.id}'{argument})"
            yield Binding(name.strip(), action, key.label, show=False, id=_binding_id(key, number), priority=not own)


def _binding_id(key: Key, number: int) -> str:
    return f"{key.id}-{number}" if key.numbered else key.id


def keymap(keys: Mapping[str, str]) -> dict[str, str]:
    """Return the user's keys as Textual takes them.

    Raises:
        ConfigError: An id is in no table, a key would do two things on one screen, or a row wants more keys.
    """
    rows = {key.id: key for table in SCREENS for key in table}
    for name in keys.keys() - rows.keys():
        # Imported here: of use to a mistake alone.
        from difflib import get_close_matches

        near = get_close_matches(name, rows, n=1)
        cure = f"did you mean “{near[0]}”?" if near else "the README lists all ids."
        raise ConfigError(f"[keys] has no “{name}”; {cure}", setting=("keys", name))
    for table in SCREENS:
        _check(remapped(table, keys))
    out: dict[str, str] = {}
    for name, wanted in keys.items():
        names = [part.strip() for part in wanted.split(",")] if wanted else []
        if rows[name].numbered:
            out |= {_binding_id(rows[name], number): part for number, part in enumerate(names, 1)}
        elif names:
            out[name] = ",".join(names)
    return out


def _check(table: tuple[Key, ...]) -> None:
    """Refuse a key that does two things."""
    used: dict[str, str] = {}
    for key in table:
        for binding in Binding.make_bindings([Binding(key.keys.replace(" ", ""), "", "")]):
            other = used.setdefault(binding.key, key.id)
            if other != key.id:
                twice = f"[keys] gives “{binding.key}” to “{other}” and to “{key.id}”; take another for one."
                raise ConfigError(twice, setting=("keys", key.id))


def foot(table: tuple[Key, ...], place: str, words: Words, keys: Mapping[str, str]) -> str:
    """Return the line at the foot of what lies over the screen: its keys, the user's own ones where there are."""
    return "  ".join(f"{first(key)} {words.say(key.short)}" for key in hints(remapped(table, keys), place))


def shown(key: Key) -> str:
    """Return a row's keys as people read them: "j ↓", "1 … 9"."""
    names = [name.strip() for name in key.keys.split(",")]
    if key.numbered:
        return f"{names[0]} … {names[-1]}"
    return " ".join(SHOWN.get(name, name) for name in names if not name.startswith(TWINS))


def first(key: Key) -> str:
    """Return the key that the hint bar shows."""
    return shown(key).replace(" … ", "-") if key.numbered else shown(key).split(" ")[0]


def names(keys: Mapping[str, str]) -> dict[str, str]:
    """Return the key that each id of the tables has now, as people read it."""
    return {key.id: first(key) for table in SCREENS for key in remapped(table, keys)}


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
