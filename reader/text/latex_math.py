"""A formula as one line of Unicode. Knows formulas only; unknown commands keep their bare name."""

import re

from reader.text import latex_tables as known
from reader.text.latex_scan import DEEPEST, NAME, Cursor

LONGEST_SCRIPT = 6
"""Characters set as Unicode super- or subscript; more is harder to read than ^(…)."""
ROOTS = ("", "2")
"""Degrees of a root that are not written."""

_SIMPLE = re.compile(r"[\w.′]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FRACTIONS = frozenset(["frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"])
_BINOMIALS = frozenset(["binom", "tbinom", "dbinom"])
_DOUBLE = frozenset(["mathbb", "mathds", "mathbbm"])


def formula(body: str) -> str:
    """Return the formula `body`, without its dollars, as text on one line."""
    return " ".join(_Formula(body).sequence(0).split())


def script(body: str, mark: str) -> str:
    """Return `body` raised ("^") or lowered ("_"): in Unicode where all of it can be, else behind the mark."""
    if body == "∘" and mark == "^":
        return "°"
    table = known.ABOVE if mark == "^" else known.BELOW
    tight = body.replace(" ", "")
    if len(tight) <= LONGEST_SCRIPT and not _WORD.search(tight) and all(c in table for c in tight):
        return "".join(table[c] for c in tight)
    return mark + body if _SIMPLE.fullmatch(body) else f"{mark}({body})"


class _Formula(Cursor):
    def sequence(self, depth: int, *, group: bool = False) -> str:
        """Return the formula up to the end, or to the brace that closes this group."""
        out: list[str] = []
        while self.at < len(self.source):
            mark = self.source[self.at]
            if mark == "}" and group:
                self.at += 1
                break
            if mark == "\\" and self._function(out):
                continue
            touching = not out or not out[-1].endswith(" ")
            glyph = self._atom(depth)
            if mark == "\\" and touching and len(glyph) == 1 and glyph not in ":|":
                self._past_name()
            out.append(glyph)
        return "".join(out)

    def _past_name(self) -> None:
        """Skip the blank that, in TeX, only ends a command's name."""
        end = self.past_blank()
        if self.source[end : end + 1].isalnum() or self.source.startswith("\\", end):
            self.at = end

    def _function(self, out: list[str]) -> bool:
        """Append a named function, set off by spaces where letters or digits would touch it."""
        match = NAME.match(self.source, self.at + 1)
        if match is None or match[0] not in known.FUNCTIONS:
            return False
        self.at = match.end()
        if out and out[-1][-1:].isalnum():
            out.append(" ")
        out.append(match[0])
        if self.source[self.at : self.at + 1].isalnum() or self.source.startswith("\\", self.at):
            out.append(" ")
        return True

    def _atom(self, depth: int) -> str:
        """Return the next character, group, script or command."""
        mark = self.source[self.at]
        if mark == "\\":
            return self._command(depth)
        self.at += 1
        if mark == "{" and depth < DEEPEST:
            return self.sequence(depth + 1, group=True)
        if mark in "^_":
            return script(self._argument(depth).strip(), mark)
        return {"{": "", "}": "", "&": " ", "~": " ", "'": "′"}.get(mark, mark)

    def _argument(self, depth: int) -> str:
        self.at = self.past_blank()
        if self.at >= len(self.source) or depth >= DEEPEST:
            return ""
        return self._atom(depth + 1)

    def _command(self, depth: int) -> str:
        name = self.name()
        if name in known.SYMBOLS:
            return known.SYMBOLS[name]
        if name in known.ESCAPED or name in known.FUNCTIONS:
            return name
        if name in known.SPACES:
            return " "
        if name in known.SWITCHES:
            # \left. and \right. are invisible.
            self.at += name in ("left", "right") and self.source.startswith(".", self.at)
            return ""
        return self._structure(name, depth)

    def _structure(self, name: str, depth: int) -> str:
        """Return a command with its arguments; the bare name of one that is unknown."""
        if name in _FRACTIONS:
            return f"{_grouped(self._argument(depth))}/{_grouped(self._argument(depth))}"
        if name in _BINOMIALS:
            return f"C({self._argument(depth).strip()},{self._argument(depth).strip()})"
        if name == "sqrt":
            return self._root(depth)
        if name in _DOUBLE:
            return "".join(known.DOUBLE_STRUCK.get(c, c) for c in self._argument(depth))
        if name in known.MATH_MARKS:
            body = self._argument(depth)
            return body + known.MATH_MARKS[name] if len(body) == 1 else body
        return self._wrapped(name, depth)

    def _wrapped(self, name: str, depth: int) -> str:
        if name in known.DROPPED or name in ("begin", "end"):
            self._argument(depth)
            return ""
        if name in known.TWO_ARGUMENTS:
            self._argument(depth)
            return self._argument(depth)
        if name in known.WRAPPERS:
            return self._argument(depth)
        return "‖" if name == "|" else name

    def _root(self, depth: int) -> str:
        degree = self.options()
        body = self._argument(depth).strip()
        raised = "" if degree in ROOTS else script(degree, "^")
        return f"{raised}√{body}" if len(body) == 1 else f"{raised}√({body})"


def _grouped(body: str) -> str:
    body = body.strip()
    return body if _SIMPLE.fullmatch(body) else f"({body})"
