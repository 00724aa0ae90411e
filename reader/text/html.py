"""HTML to plain paragraphs. Knows tags as they stand in the text; builds no tree and fetches nothing.

A tokenizer of our own instead of a parser: text needs no tree, and a tree is what costs. selectolax (lexbor) took
5.1 s for 250 kB of nested <div>, nh3 and lxml glue blocks together, and all of them eat "x<y and a<b". Here every
pattern stops at the next "<" or is bounded, so time is linear in the length.
"""

import html
import re
from collections.abc import Iterator

LONGEST_VALUE = 8_192
"""Characters of a quoted attribute; a data: URI that is longer breaks off its tag, whose rest is then text."""

_NAMES = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button"
    " canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed"
    " fieldset figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i"
    " iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noscript object"
    " ol optgroup option output p param path picture pre progress q rp rt ruby s samp script section select small"
    " source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr"
    " track tt u ul var video wbr xmp"
    " mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder mtable mtr mtd"
    " mstyle semantics".split(" ")
)
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody tfoot"
    " thead title tr ul".split(" ")
)
_DROPPED = frozenset(
    "script style iframe svg form noscript template select button object video audio canvas applet head textarea map"
    " annotation".split(" ")
)
_RAW = frozenset(["script", "style"])
_BREAKS = dict.fromkeys(_BLOCKS, "\n") | {"td": " ", "th": " "}
"""Tag -> what it becomes, opening or closing; nothing for all others."""
_BULLET = "\n• "
_COMMENT = "!--"
_PASSED_OVER = _DROPPED | {_COMMENT}
_ONE_LETTER = 1

_MARK = (
    r"<(?:(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*(?:[:-][A-Za-z0-9:-]*)?)"
    rf"(?P<attributes>(?:[\s/](?:[^<>\"']|\"[^\"]{{0,{LONGEST_VALUE}}}\"|'[^']{{0,{LONGEST_VALUE}}}'|[\"'])*+)?)>"
    r"|(?P<comment>!--)|!\[CDATA\[|![A-Za-z][^<>]{0,400}>|\?[A-Za-z][^<>]{0,400}>)"
)
# Two patterns, as one that always begins with the same character is found in a quarter of the time.
_MARKS = re.compile(_MARK, re.DOTALL)
_MARKS_AND_ENDS = re.compile(rf"{_MARK}|\]\]>", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`]+)))?",
)
# In a body that has tags of its own, "&lt;b&gt;" is a word about HTML; only what builds text is read again.
_TWICE = re.compile(r"</(?:p|div|a|li|ul|ol|h[1-6]|span|strong|em)>|<br ?/?>|<img ", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
_SPACES = re.compile(r"[^\S ]\s*| \s+")
_NO_CHARACTER = re.compile(r"&#[xX]?[0-9A-Fa-f]{9,}+;?")
_ENTITY = re.compile(r"&(?:#\d|#x[0-9a-f]|[a-z]{2,31};)", re.IGNORECASE)


def html_to_text(s: str) -> str:
    """Return `s` as plain text: a line for each block, "• " before list items, entities resolved.

    What is written twice escaped ("&lt;p&gt;") is read twice. A "<" that no HTML tag follows stays. Scripts, styles,
    frames, forms and pictures are left out. Text without tags and entities comes back as it was.
    """
    text, markup = _once(s)
    if "<" in text and text != s and (_TWICE.search(text) if markup else _has_tags(text)):
        text, _ = _once(text)
    # The one entity that editors escape twice by the thousand.
    return text.replace("&nbsp;", " ") if text != s else s


def _marks(s: str) -> Iterator[re.Match[str]]:
    """Yield what may be markup: tags, the marks of comments and of CDATA sections, declarations, instructions."""
    return (_MARKS_AND_ENDS if "]]>" in s else _MARKS).finditer(s)


def _unescaped(s: str) -> str:
    # A number of thousands of digits makes int() raise.
    return html.unescape(_NO_CHARACTER.sub("\ufffd", s))


def tags(s: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the opening HTML tags of `s` in order: name and attributes, lower-case names, the first of doubles."""
    for match in _marks(s):
        if match["name"] and not match["close"]:
            yield match["name"].lower(), _attributes(match["attributes"])


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), _unescaped(double or single or bare))
    return found


def _has_tags(s: str) -> bool:
    return any(_is_tag(match["name"], match["attributes"]) for match in _marks(s))


def _is_tag(name: str | None, attributes: str | None) -> bool:
    """Whether a match is markup, and not a comparison such as "a<b and c>d"."""
    if name is None:
        return True
    if attributes and len(name) == _ONE_LETTER and "=" not in attributes and attributes.strip(" /"):
        return False
    return name in _NAMES or name.lower() in _NAMES or ":" in name or "-" in name


def _once(s: str) -> tuple[str, bool]:
    """Return the text of `s` after one reading, and whether there were tags in it."""
    if "<" not in s:
        return (_unescaped(s) if "&" in s and _ENTITY.search(s) else s), False
    pieces = _pieces(s)
    if not pieces:
        return _unescaped(s), False
    lines = map(str.strip, "".join(pieces).split("\n"))
    return "\n".join(_BLANKS.sub(" ", line) if _has_blanks(line) else line for line in lines if line), True


def _pieces(s: str) -> list[str]:
    """Return the text between tags, white space folded outside <pre>; empty if there is no tag at all."""
    out: list[str] = []
    skipped = _Skipped(s)
    at = 0
    preformatted = 0
    for match in _marks(s):
        start, end = match.span()
        close, tag, attributes, comment = match.groups()
        if start < at or not _is_tag(tag, attributes):
            continue
        out.append(_folded(s[at:start], preformatted > 0))
        name = (tag or comment or "").lower()
        if name == "pre":
            preformatted += -1 if close else 1
        out.append(_BULLET if name == "li" and not close else _BREAKS.get(name, ""))
        at = end if close or name not in _PASSED_OVER else skipped.past(name, end)
    if out:
        out.append(_folded(s[at:], preformatted > 0))
    return out


def _folded(text: str, preformatted: bool) -> str:
    text = _unescaped(text) if "&" in text else text
    return text if preformatted or not _has_blanks(text) else _SPACES.sub(" ", text)


def _has_blanks(text: str) -> bool:
    """Whether there may be other white space than single spaces: none of it is printable. Half the time of a search."""
    return "  " in text or not text.isprintable()


class _Skipped:
    """Where elements end whose content is no text. Remembers what never ends, so that a scan is made once."""

    def __init__(self, source: str) -> None:
        self._lower = source.lower()
        self._endless: set[str] = set()

    def past(self, name: str, at: int) -> int:
        """Return where reading goes on behind the opening tag or comment mark, ended at `at`, of what is left out."""
        if name in self._endless:
            return at
        mark = "-->" if name == _COMMENT else f"</{name}"
        end = self._lower.find(mark, at)
        if end >= 0:
            return end + len(mark) if name == _COMMENT else end
        self._endless.add(name)
        # A script without end hides the rest, as in a browser; a form without end hides nothing.
        return len(self._lower) if name in _RAW else at
