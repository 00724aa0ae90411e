"""What a document must not bring to the parser. Knows the parser's weak spots; reads no feed."""

import re
import sys

from reader.errors import Refused

LONGEST_TAG = 16_384
"""Characters of one tag; feedparser needs 34 s for 209 kB of attributes."""
LONGEST_NAME = 2_000
"""Characters of an author's element: its search for an e-mail address is quadratic."""
MOST_COMMENTS = 200
"""Comments that the parser may see; it needs 6 s for 112 kB of `<!--`."""
SNIFFED = 65_536
"""Characters before the feed's own first tag that may be junk (a PHP warning, a banner)."""
DEEPEST = 200
"""Tags open at once: no feed is deeper, and every level costs the parser time."""

SURROGATES = (0xD800, 0xDFFF)
"""First and last number that is half a character."""

_ROOT = re.compile(r"<\?xml[\s?]|<!DOCTYPE\s+(?:rss|feed|rdf)|<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<([A-Za-z][\w:.-]{{0,80}})\s[^<>]{{{LONGEST_TAG},}}+(/?)>")
_PERSON = re.compile(
    r"(<(?:\w{1,20}:)?(?:author|creator|managingEditor|webMaster|email|name|contributor|publisher)\b[^<>]{0,200}>"
    rf"[^<]{{{LONGEST_NAME}}})[^<]++",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]{1,40})|([0-9]{1,40}));")
_BARE = re.compile(r"<!\[CDATA\[.*?\]\]>|&(?!#\d|#[xX][0-9A-Fa-f]|[A-Za-z][A-Za-z0-9]{1,31};)", re.DOTALL)
_PIECES = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")


def admit(text: str) -> str:
    """Return the document from the first tag of a feed on.

    Raises:
        Refused: It declares entities.
    """
    refuse_entities(text)
    return _from_root(text)


def repaired(text: str) -> str:
    """Return a document whose references feedparser reads as they are meant; the same if it is well-formed."""
    return _ampersands(_referenced(text))


def trimmed(text: str) -> str:
    """Return the document without what would keep the parser busy for minutes."""
    if _holds_long_run(text):
        text = _PERSON.sub(r"\1", _LONG_TAG.sub(r"<\1\2>", text))
    return _uncommented(text)


def _holds_long_run(text: str) -> bool:
    """Whether anywhere more than `LONGEST_NAME` characters hold no "<": no name and no tag is too long elsewhere."""
    at = 0
    while len(text) - at > LONGEST_NAME:
        at = text.rfind("<", at + 1, at + 1 + LONGEST_NAME)
        if at < 0:
            return True
    return False


def refuse_entities(text: str) -> None:
    """Raise Refused if the document declares an entity; the words in a CDATA section declare nothing."""
    lower = text.lower() if "<!E" in text or "<!e" in text else ""
    at = lower.find("<!entity")
    while at >= 0:
        if lower.rfind("<![cdata[", 0, at) <= lower.rfind("]]>", 0, at):
            raise Refused("The feed declares XML entities, which feeds do not need and attacks do; it was not read.")
        end = lower.find("]]>", at)
        at = lower.find("<!entity", end) if end >= 0 else -1


def _from_root(text: str) -> str:
    """Cut junk before the first tag of a feed."""
    if text[:1] == "<" and text[1:2] in "?rfRF":
        return text
    found = _ROOT.search(text, 0, SNIFFED)
    return text[found.start() :] if found else text


def _referenced(text: str) -> str:
    """Replace references to what is no character by U+FFFD; feedparser raises on them."""
    return _REFERENCE.sub(_character, text) if "&#" in text else text


def _ampersands(text: str) -> str:
    """Escape ampersands that begin no reference; feedparser makes "R&D;" of "R&D"."""
    if "&" not in text or text.count("<![CDATA[") > text.count("]]>"):
        return text
    return _BARE.sub(lambda match: "&amp;" if match[0] == "&" else match[0], text)


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if 0 < number < SURROGATES[0] or SURROGATES[1] < number <= sys.maxunicode else "\ufffd"


def _uncommented(text: str) -> str:
    """Drop XML comments, if there are so many that reading them takes long; those in CDATA sections stay."""
    if text.count("<!--") <= MOST_COMMENTS:
        return text
    out: list[str] = []
    at = 0
    closed_by = ""
    for piece in _PIECES.finditer(text):
        if closed_by:
            if piece[0] == closed_by:
                at = piece.end() if closed_by == "-->" else at
                closed_by = ""
        elif piece[0] == "<!--":
            out.append(text[at : piece.start()])
            at, closed_by = piece.end(), "-->"
        elif piece[0] == "<![CDATA[":
            closed_by = "]]>"
    # A comment without end: its mark goes, what it hides is read as it stands.
    out.append(text[at:].replace("<!--", "") if closed_by == "-->" else text[at:])
    return "".join(out)
