"""A place in a LaTeX text. Knows how names, options and groups look; knows no meaning."""

import re

DEEPEST = 24
"""Nesting that is followed; deeper groups lose their meaning, not their text."""

NAME = re.compile(r"[A-Za-z]+")
OPTION = re.compile(r"\s*\[([^\[\]\n]{0,120})\]")
_SPACE = re.compile(r"\s*")


class Cursor:
    """A source and how far it has been read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def name(self) -> str:
        """Read a backslash and the name behind it, without a star; "" at the end of the text."""
        match = NAME.match(self.source, self.at + 1)
        if match is None:
            name = self.source[self.at + 1 : self.at + 2]
            self.at = min(self.at + 2, len(self.source))
            return name
        self.at = match.end()
        self.at += self.source.startswith("*{", self.at)
        return match[0]

    def brace(self) -> bool:
        """Step into a group, if one begins here or behind white space."""
        at = self.past_blank()
        if not self.source.startswith("{", at):
            return False
        self.at = at + 1
        return True

    def past_blank(self) -> int:
        """Return where the white space that begins here ends."""
        found = _SPACE.match(self.source, self.at)
        return found.end() if found else self.at

    def options(self) -> str:
        """Read any number of [options]; return the last, "" if there is none."""
        last = ""
        while option := OPTION.match(self.source, self.at):
            self.at = option.end()
            last = option[1]
        return last
