"""What platforms append to every text, as fields. Knows Reddit, Hacker News and the habits of blog software."""

import re

from reader.record import record
from reader.text.html import tags

FOOTER_LENGTH = 2_000
"""Characters of HTML at the end of a body in which a footer is looked for."""

_SUBMITTED = re.compile(
    r"\s*submitted by\s+(/u/[\w-]{1,40})(?:\s+to\s+r/\w{1,40})?"
    r"\s*(?:\[link\])?\s*(?:\[comments\])?\s*$"
)
_COMMENTS_ANCHOR = re.compile(r"(<a\s[^<>]{1,1000}>)\s*\[comments\]\s*</a>", re.IGNORECASE)
_HACKER_NEWS = re.compile(
    r"(?:^|\s)(?:Article URL:\s*\S+\s*)?Comments URL:\s*(\S{1,400})"
    r"\s*(?:Points:\s*\d+\s*)?(?:#\s*Comments:\s*\d+\s*)?$"
)
_APPEARED = re.compile(
    r"\s*(?:The post .{1,400}? (?:appeared first on|first appeared on) .{1,200}?\.?"
    r"|(?:Continue reading|Read more)\b[^\n]{0,200}?(?:→|»|\.\.\.|…|at [^\n]{1,100})?"
    r"|This (?:article|post|story) (?:was )?(?:originally|first) (?:appeared|published) (?:on|at|in) [^\n]{1,120})\s*$",
    re.IGNORECASE,
)


@record
class Stripped:
    """A text without its footer, and what the footer said."""

    body: str
    author: str = ""
    comments: str = ""
    """URL of the discussion."""


def strip(body: str, source: str) -> Stripped:
    """Return `body` without a known footer.

    Args:
        body: Readable text.
        source: The HTML it was made from, for the links behind its words.
    """
    # The words first: the pattern begins with white space, and would be tried at every word.
    if "submitted by" in body and (found := _SUBMITTED.search(body)):
        return Stripped(body=body[: found.start()], author=found[1], comments=_comments_link(source[-FOOTER_LENGTH:]))
    if "Comments URL:" in body and (found := _HACKER_NEWS.search(body)):
        return Stripped(body=body[: found.start()].rstrip(), comments=found[1])
    last = body.rfind("\n") + 1
    if found := _APPEARED.match(body[last:]):
        return Stripped(body=body[:last].rstrip())
    return Stripped(body=body)


def _comments_link(source: str) -> str:
    found = _COMMENTS_ANCHOR.search(source)
    return next((attributes.get("href", "") for _, attributes in tags(found[1])), "") if found else ""
