"""The one gate that every outside string passes, at the door and again before it is drawn (R11).

Knows which characters can harm a terminal or hide in a line; knows nothing of markup, HTML or LaTeX.
Both functions are idempotent and linear in the length of their input.
"""

import re
import unicodedata

TITLE_LIMIT = 500
"""Characters of one line: longer than any title in the corpus that was not an attack."""
MARKS_LIMIT = 8
"""Combining marks kept on one character: Vietnamese needs 2, Hebrew and Tibetan up to 6."""
LOOK_AHEAD = 16
"""How many times the limit is looked at before cutting, so that a megabyte costs what a page costs."""
LEAST_LOOKED_AT = 65_536
"""Characters that are always looked at: what is left after folding 10,000 spaces is still found."""

# Emoji bases, roughly: joiners and selectors mean something beside these and nowhere else.
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_ARABIC = "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c9"
# A whole escape sequence goes, not only its first byte: "[31m" left standing is noise, no content. A string
# sequence (OSC, DCS, ...) goes only when it is closed within reach, so that a lone ESC cannot eat a text.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"
    r"|(?:\x1b[\]P^_X]|[\x9d\x90\x9e\x9f\x98])[^\x07\x1b\x9c\n]{0,1024}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[()*+][0-9A-Za-z]|\x1b[ -/]{0,4}[0-~]"
)
_HIDDEN = re.compile(
    # C0 without the white space that is folded later, DEL, C1 without NEL
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    # soft hyphen, grapheme joiner, Arabic letter mark, Hangul and Khmer fillers, Mongolian selectors
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"
    # zero width, directions, embeddings, isolates, invisible operators, byte order mark, annotations
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ufdd0-\ufdef"
    # text selectors, shorthand and musical controls, tags and their selectors
    "\ufe00-\ufe0e\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    # joiners that join no emoji, the emoji selector behind no emoji
    f"|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d|\u200d(?![{_EMOJI}])"
    f"|(?<![{_EMOJI}])(?<![0-9#*](?=\ufe0f\u20e3))\ufe0f"
    # the non-joiner, but for where it keeps two Arabic letters of one Persian word from joining
    f"|(?<![{_ARABIC}])\u200c|\u200c(?![{_ARABIC}])"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_MANY_MARKS = re.compile(rf"[^\x00-\x7f\w\s]{{{MARKS_LIMIT + 1},}}")
_CONTROL_STRINGS = re.compile("[\x1b\x90-\x9f]")
_ASCII_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0x7F])
# A single space, which is nearly all of them, is no match: this halves the time of a long text.
_LINE_SPACE = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+|\u2800+")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_UNFOLDED = ("  ", " \n", "\n ", "\n\n")
_BLANK_LINES = re.compile(r" ?\n[ \n]*")


def clean(s: str, limit: int = TITLE_LIMIT) -> str:
    """Return `s` as one harmless line: white space folded, at most `limit` characters, "…" where it was cut."""
    if s.isascii() and s.isprintable():
        return _cut(" ".join(s.split()), limit)
    s = _bounded(s, limit)
    return _cut(" ".join(_harmless(s).replace("\u2800", " ").split()), limit)


def clean_body(s: str, limit: int) -> str:
    """Return `s` as harmless paragraphs, one a line, at most `limit` characters, "…" where it was cut."""
    s = _bounded(s, limit)
    if not _is_folded(s) or not s.isascii():
        s = _LINE_ENDS.sub("\n", s)
        s = _LINE_SPACE.sub(" ", _harmless(s))
        s = _BLANK_LINES.sub("\n", s)
    return _cut(s.strip(), limit)


def _is_folded(s: str) -> bool:
    """Whether single spaces and line ends are all the white space, and nothing is hidden that is no letter."""
    return not any(map(s.__contains__, _UNFOLDED)) and s.replace("\n", "").isprintable()


def _bounded(s: str, limit: int) -> str:
    return s[: max(LEAST_LOOKED_AT, limit * LOOK_AHEAD)]


def _harmless(s: str) -> str:
    """Drop controls, directions and hidden characters; cap combining marks; compose (NFC)."""
    if _CONTROL_STRINGS.search(s):
        s = _ESCAPES.sub("", s)
    if s.isascii():
        return s.translate(_ASCII_CONTROLS)
    s = _SURROGATES.sub("\ufffd", s)
    s = _HIDDEN.sub("", s)
    # Before NFC: its reordering of marks is quadratic in the length of a run. And after it: some marks unfold.
    s = _MANY_MARKS.sub(_fewer_marks, s)
    if not unicodedata.is_normalized("NFC", s):
        s = _MANY_MARKS.sub(_fewer_marks, unicodedata.normalize("NFC", s))
    return s


def _fewer_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in match[0]:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= MARKS_LIMIT:
            kept.append(character)
    return "".join(kept)


def _cut(s: str, limit: int) -> str:
    if len(s) <= limit:
        return s
    return s[: max(limit - 1, 0)].rstrip("\u200c\u200d \n") + "…"[:limit]
