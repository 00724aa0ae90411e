"""LaTeX in running text made readable. Knows a closed table of commands; what it does not know stays as it is.

A converter of our own: pylatexenc raised on 130 of 3,000 mutated strings and takes the `$` out of "$5 million",
unicodeit leaves accents. This one never raises and reads every character a bounded number of times.
"""

import re
import unicodedata

from reader.text import latex_tables as known
from reader.text.latex_math import formula, script
from reader.text.latex_scan import DEEPEST, Cursor

LONGEST_FORMULA = 1_200
"""Characters between two marks that are still taken for a formula."""
LONGEST_PLAIN = 2
"""Characters of a formula that needs no sign to be one: "$n$", "$Q4$"."""

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters that stand for braces until it is known whether the text is LaTeX at all."""
_SIGNS = re.compile(r"[\\$]|``|\^\{|\w---\w")
_HINTS = ("\\", "$", "``", "^{", "---")
"""One of them is in every text that the pattern finds; looking for it costs a twentieth."""
_QUOTED_OR_DASHED = re.compile(r"``|\w---\w")
_SPECIAL = re.compile(r"[\\${}]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_STRONG = re.compile(r"[\\^_]")
_FORMULA_SIGN = re.compile(r"[={}<>|+*/]")
_GOES_ON = "([{=/+*-,.:;<>|&"
"""Characters that no formula ends with beside a letter."""
_PATH_BEFORE = re.compile(r"[^\W\d_]|[:./\\]")
_QUOTING = re.compile(r'\\"(?![A-Za-z{\\])')
_ACCENTED = re.compile(
    r"(?P<brace>\s?\{\s*)(?P<letter>\\?[A-Za-zı])\s*\}|(?P<gap>\s?)(?P<bare>\\[ij](?![A-Za-z])|[A-Za-z])"
)
_RAISED = re.compile(r"(?<=[\w)\]])\^\{([-+\w]{1,12})\}")
_TYPOGRAPHY = (
    (re.compile(r"[^\S\n]{2,}"), " "),
    (re.compile(r"``([^`]{1,400}?)''"), "“\\1”"),
    (re.compile(r"(?<=[\w.,)])~(?=[\w(\[])"), " "),
    (re.compile(r"~(?=[\s,.;:)]|$)| \( ?\)"), ""),
    (re.compile(r"(?<=[\w\s])---(?=[\w\s])"), "—"),
    (re.compile(r"(?<=\w)--(?=\w)"), "–"),
    (re.compile(r" ([,.;:)])(?=\s|$)"), "\\1"),
)


def latex_to_text(s: str) -> str:
    """Return `s` with formulas, accents and markup of LaTeX as Unicode; unchanged when there is none.

    Dollars open a formula by pandoc's rule: no space behind the first, none before the second, no digit after it;
    so "$5 million and $6 million" stays.
    """
    if not any(map(s.__contains__, _HINTS)) or not _SIGNS.search(s):
        return s
    running = _Running(s.replace(_OPEN, "").replace(_CLOSE, ""))
    text = _RAISED.sub(lambda match: script(match[1], "^"), running.text(0))
    if not running.found and not _QUOTED_OR_DASHED.search(text):
        return text.replace(_OPEN, "{").replace(_CLOSE, "}")
    return unicodedata.normalize("NFC", _typeset(text, latex=running.found)).strip()


def _typeset(text: str, *, latex: bool) -> str:
    """Return `text` with the signs of LaTeX's typography; braces that only group go, if it is LaTeX."""
    text = text.replace(_OPEN, "" if latex else "{").replace(_CLOSE, "" if latex else "}")
    for pattern, replacement in _TYPOGRAPHY:
        text = pattern.sub(replacement, text)
    return text


class _Running(Cursor):
    """Running text, read from left to right."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.found = False
        """Whether anything of LaTeX was met."""
        # \" before a blank or at the end is an escaped quotation mark, so no \" in this text is an accent.
        self.quoted = bool(_QUOTING.search(source))

    def text(self, depth: int, *, group: bool = False) -> str:
        """Return the running text up to the end, or to the brace that closes this group."""
        out: list[str] = []
        while special := _SPECIAL.search(self.source, self.at):
            out.append(self.source[self.at : special.start()])
            self.at = special.start()
            if special[0] == "}" and group:
                self.at += 1
                return "".join(out)
            out.append(self._special(special[0], depth))
        out.append(self.source[self.at :])
        self.at = len(self.source)
        return "".join(out)

    def _special(self, mark: str, depth: int) -> str:
        if mark == "\\":
            return self._command(depth)
        if mark == "$":
            return self._dollar()
        self.at += 1
        if mark == "}" or depth >= DEEPEST or not self._closes():
            return mark
        raised = self.source.startswith("^", self.at - 2) and self.at > 1
        left, right = ("{", "}") if raised else (_OPEN, _CLOSE)
        return f"{left}{self.text(depth + 1, group=True)}{right}"

    def _closes(self) -> bool:
        return "}" in self.source[self.at : self.at + LONGEST_FORMULA]

    def _dollar(self) -> str:
        """Return the formula that begins here, or the dollar."""
        start = self.at
        width = 2 if self.source.startswith("$$", start) else 1
        mark = "$" * width
        end = self.source.find(mark, start + width, start + LONGEST_FORMULA)
        body = self.source[start + width : end] if end > 0 else ""
        self.at = start + width
        if not _between_dollars(body, self.source[end + width : end + width + 1], display=width > 1):
            return mark
        if not _reads_as_formula(body, self.source[max(start - 1, 0) : start]):
            return mark
        self.at = end + width
        return self._formula(body)

    def _formula(self, body: str) -> str:
        self.found = True
        return formula(body)

    def _command(self, depth: int) -> str:
        """Return what the command here means; itself when it is unknown."""
        start = self.at
        name = self.name()
        if name in known.ESCAPED:
            return name
        if name in ("(", "["):
            return self._delimited(start, ")" if name == "(" else "]")
        if name in known.MARKS:
            return self._accent(name, start)
        meaning = None if depth >= DEEPEST or self._in_path(start, name) else self._meaning(name, depth)
        if meaning is None:
            return self._unknown(start, depth)
        self.found = True
        return meaning

    def _unknown(self, start: int, depth: int) -> str:
        """Return the command and the braces of its argument as they stand."""
        command = self.source[start : self.at]
        if not self.source.startswith("{", self.at) or depth >= DEEPEST or not self._closes():
            return command
        self.at += 1
        return f"{command}{{{self.text(depth + 1, group=True)}}}"

    def _in_path(self, start: int, name: str) -> bool:
        r"""Whether the backslash looks like that of `C:\new\times` rather than that of a command."""
        if name in known.LETTERS or not name.isalpha() or self.source[self.at : self.at + 1] in ("{", "["):
            return False
        return start > 0 and _PATH_BEFORE.match(self.source[start - 1]) is not None

    def _meaning(self, name: str, depth: int) -> str | None:
        """Return the text a named command stands for, or None if it is unknown."""
        if name in known.LETTERS:
            return self._letter(name)
        if name in known.TEXT_SYMBOLS or name in known.SYMBOLS:
            return known.TEXT_SYMBOLS.get(name) or known.SYMBOLS[name]
        if name in ("begin", "end", "item"):
            return self._environment(name, depth)
        if name in known.DROPPED or name in known.TWO_ARGUMENTS or name in known.WRAPPERS:
            return self._with_argument(name, depth)
        if name in known.SWITCHES:
            self.at = self.past_blank()
            return ""
        return " " if name in known.SPACES else None

    def _with_argument(self, name: str, depth: int) -> str | None:
        """Return what remains of a command and its arguments; None when no brace follows."""
        self.options()
        if not self.brace():
            return None
        text = self.text(depth + 1, group=True)
        if name in known.TWO_ARGUMENTS and self.brace():
            text = self.text(depth + 1, group=True)
        if name in known.DROPPED:
            return ""
        return f"“{text}”" if name == "enquote" else text

    def _environment(self, name: str, depth: int) -> str:
        if name == "item":
            return "• "
        kind = self.text(depth + 1, group=True) if self.brace() else ""
        if name == "end" or kind.rstrip("*") not in known.FORMULAS:
            return " "
        end = self.source.find(f"\\end{{{kind}}}", self.at, self.at + LONGEST_FORMULA)
        if end < 0:
            return " "
        body, self.at = self.source[self.at : end], end
        return f" {self._formula(body)} "

    def _delimited(self, start: int, close: str) -> str:
        end = self.source.find("\\" + close, self.at, self.at + LONGEST_FORMULA)
        if end < 0:
            return self.source[start : self.at]
        body, self.at = self.source[self.at : end], end + 2
        return self._formula(body)

    def _letter(self, name: str) -> str:
        """A letter of its own swallows the blank or the empty group that ended its name."""
        if self.source.startswith("{}", self.at):
            self.at += 2
        else:
            self.at += self.source.startswith(" ", self.at)
        return known.LETTERS[name]

    def _accent(self, name: str, start: int) -> str:
        """Return the accented letter, or the characters as they stand if they make none."""
        match = _ACCENTED.match(self.source, self.at)
        if match is None or (name == '"' and self.quoted) or (name.isalpha() and match["gap"] == ""):
            return self.source[start : self.at]
        letter = (match["letter"] or match["bare"]).lstrip("\\").replace("ı", "i")
        composed = unicodedata.normalize("NFC", letter + known.MARKS[name])
        if len(composed) != 1:
            return self.source[start : self.at]
        self.at = match.end()
        self.found = True
        return composed


def _between_dollars(body: str, after: str, *, display: bool) -> bool:
    """Whether dollars stand around `body` as pandoc wants them around a formula."""
    if not body.strip() or "\n\n" in body:
        return False
    # "$IV = substr($Crypt": what goes on behind the second dollar is the name of a variable.
    variables = after.isalpha() and body[-1] in _GOES_ON
    return display or not (body[0].isspace() or body[-1].isspace() or after.isdigit() or variables)


def _reads_as_formula(body: str, before: str) -> bool:
    """Whether `body` is a formula and not a sum of money or two share names."""
    if _STRONG.search(body):
        return True
    if before.isalnum() or before == "\\" or _WORD.search(body):
        return False
    return len(body) <= LONGEST_PLAIN or bool(_FORMULA_SIGN.search(body)) or not body[0].isdigit()
