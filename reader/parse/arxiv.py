"""What arXiv writes into titles, texts and ids, as fields. Knows arXiv only."""

import re

from reader.model.work import Announce
from reader.record import record
from reader.urls import arxiv_id

_ID = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(\d{1,3}))?"
_PREFIX = re.compile(
    rf"\s*arXiv:{_ID}\s+Announce\s+Type:\s*(new|cross|replace-cross|replace)\s*(?:Abstract:\s*)?", re.IGNORECASE
)
_TITLE = re.compile(rf"\s*\(arXiv:{_ID}\s*(?:\[[\w.,\s-]{{1,80}}\])?\s*(UPDATED|CROSS LISTED)?\)\s*\.?\s*$")
_BARE_TITLE = re.compile(rf"^\s*\[{_ID}\]\s*")
_GUID = re.compile(rf"(?:oai:arXiv\.org:|arXiv:|https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf)/){_ID}", re.IGNORECASE)
_BEGINNING = 64
"""Characters of a text in which arXiv's prefix begins, if it has one."""
_MARKED = {"UPDATED": Announce.REPLACE, "CROSS LISTED": Announce.CROSS}
_ANNOUNCES = {member.value: member for member in Announce}


@record
class Paper:
    """What is known of a paper, and its texts without the marks that said it."""

    id: str = ""
    """Without version; empty if the entry is no arXiv paper."""
    version: int = 0
    announce: Announce = Announce.NONE
    title: str
    body: str


def paper(title: str, body: str, *, link: str, guid: str, announce: str = "") -> Paper:
    """Return the paper that title, body, link or guid name; all of them plain text.

    Args:
        title: On one line.
        body: The text, with arXiv's prefix if it has one.
        link: Absolute URL.
        guid: As the feed gives it.
        announce: Value of arXiv's own element; empty if there is none.
    """
    # Most entries name it nowhere. Not "arxiv", as regular expressions take other letters for an "i", too.
    if "arx" not in f"{title} {link} {guid} {body[:_BEGINNING]}".lower():
        return Paper(title=title, body=body)
    prefix, suffix, linked = _PREFIX.match(body), _TITLE.search(title), arxiv_id(link)
    named = prefix or suffix or (_BARE_TITLE.match(title) if linked else None)
    pointed = _GUID.match(guid) or _GUID.match(link)
    if not (named or pointed or linked):
        return Paper(title=title, body=body)
    kind = _ANNOUNCES.get((prefix[3] if prefix else announce).strip().lower(), Announce.NONE)
    if suffix and kind is Announce.NONE:
        kind = _MARKED.get(suffix[3] or "", Announce.NONE)
    return Paper(
        id=next((found[1].lower() for found in (named, pointed) if found), linked),
        version=next((int(found[2]) for found in (named, pointed) if found and found[2]), 0),
        announce=kind,
        title=_BARE_TITLE.sub("", title[: suffix.start()] if suffix else title).strip(),
        body=body[prefix.end() :] if prefix else body.removeprefix("Abstract: "),
    )
