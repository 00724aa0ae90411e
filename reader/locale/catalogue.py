"""Messages in the user's language. Knows the PO files beside it; knows nothing of who asks.

The catalogues ship as readable PO text, the format that translators' tools edit, and are read when a language is
chosen: 1 ms for some 400 messages, so nothing needs compiling and a wheel holds what the repository holds.
"""

import gettext
import os
from collections.abc import Iterator

LANGUAGES = {"en": "English", "zh": "中文"}
"""Code -> its own name, in the order in which they are switched."""


class Catalogue(gettext.NullTranslations):
    """One language's messages; what is missing shows in English."""

    def __init__(self, messages: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.messages = messages

    def gettext(self, message: str) -> str:
        """Return the message translated, else itself."""
        return self.messages.get(message, (message,))[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for `n`; a language with one form has only that."""
        forms = self.messages.get(msgid1)
        if forms is None:
            return msgid1 if n == 1 else msgid2
        return forms[min(len(forms) - 1, int(n != 1))]


def load(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language code; English for one that has none."""
    if language not in LANGUAGES or language == "en":
        return gettext.NullTranslations()
    # Imported here: English, which most starts speak, needs neither.
    from importlib import resources

    text = resources.files(__package__).joinpath(f"{language}.po").read_text(encoding="utf-8")
    return Catalogue(dict(messages(text)))


def from_locale() -> str:
    """Return the code of the environment's language: the first of LANGUAGE, LC_ALL, LC_MESSAGES, LANG that is set."""
    stated = next((v for k in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return next((code for code in LANGUAGES if stated.lower().startswith(code)), "en")


def messages(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (message id, forms) of a PO file; entries without a translation are left out."""
    for paragraph in text.split("\n\n"):
        strings = _strings(paragraph)
        forms = tuple(value for name, value in strings if name.startswith("msgstr"))
        key = next((value for name, value in strings if name == "msgid"), "")
        if key and any(forms):
            yield key, forms


def _strings(paragraph: str) -> list[tuple[str, str]]:
    """Return the (keyword, joined string) pairs of one PO entry, in order."""
    import ast

    found: list[tuple[str, str]] = []
    for line in paragraph.splitlines():
        if line.startswith("msg"):
            name, _, quoted = line.partition(" ")
            found.append((name, ast.literal_eval(quoted)))
        elif line.startswith('"') and found:
            found[-1] = (found[-1][0], found[-1][1] + ast.literal_eval(line))
    return found
