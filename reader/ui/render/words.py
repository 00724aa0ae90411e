"""What is said on screen, in the chosen language. Knows the catalogues; knows nothing of widgets."""

import re
from collections.abc import Mapping
from gettext import NullTranslations

from reader.locale.catalogue import load


def N_(message: str) -> str:  # noqa: N802  # the name translators' tools look for
    """Mark a message of a table for translation where the table is read."""
    return message


KEYS = "{keys["
"""Begins the name of a key in a message."""
_CHINESE = r"[\u3400-\u9fff]"
_GAP = rf"(?<={_CHINESE}) {{(?P<behind>\w+)}}|{{(?P<ahead>\w+)}} (?={_CHINESE})"
"""Compiled when first asked for, which an English screen hardly does: 2 ms of a start."""


class Words:
    """Messages of one language, with their values and the names of keys filled in."""

    def __init__(self, language: str, keys: Mapping[str, str]) -> None:
        self.language = language
        self.keys = keys
        """Id of a row of the table of keys -> the key as people read it; a message names it `{keys[undo]}`."""
        self._messages: NullTranslations = load(language)

    def say(self, message: str, **values: object) -> str:
        """Return a message; `{name}` stands for a value."""
        text = self._messages.gettext(message)
        return closed_up(text, values).format(keys=self.keys, **values) if values or KEYS in text else text

    def told(self, text: str) -> str:
        """Return what another process of ours said, in this language; what is none of our sentences stays as it is."""
        if self.language == "en":
            return text
        # Not at start: only a language that is not English needs the table.
        from reader.ui.render.sentences import told

        return told(text, self)

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """Return the form of a message for a number, which it shows as `{n}` with thousands separated."""
        values["n"] = f"{n:,}"
        return closed_up(self._messages.ngettext(one, many, n), values).format(keys=self.keys, **values)


def closed_up(text: str, values: Mapping[str, object]) -> str:
    """Return a message without the space that stands before or behind a value where both sides are Chinese."""
    if text.isascii():
        return text

    def joined(gap: re.Match[str]) -> str:
        value = str(values.get(gap["behind"] or gap["ahead"], ""))
        neighbour = value[:1] if gap["behind"] else value[-1:]
        return gap[0].strip() if re.match(_CHINESE, neighbour) else gap[0]

    return re.sub(_GAP, joined, text)
