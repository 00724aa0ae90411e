"""What is said on screen, in the chosen language. Knows the catalogues; knows nothing of widgets."""

from gettext import NullTranslations

from reader.locale.catalogue import load


def N_(message: str) -> str:  # noqa: N802  # the name translators' tools look for
    """Mark a message of a table for translation where the table is read."""
    return message


class Words:
    """Messages of one language, with their values filled in."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._messages: NullTranslations = load(language)

    def say(self, message: str, **values: object) -> str:
        """Return a message; `{name}` stands for a value."""
        text = self._messages.gettext(message)
        return text.format(**values) if values else text

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """Return the form of a message for a number, which it shows as `{n}` with thousands separated."""
        return self._messages.ngettext(one, many, n).format(n=f"{n:,}", **values)
