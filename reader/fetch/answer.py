"""What a fetch brought, or that it was not tried. Knows nothing of how."""

from datetime import timedelta

from reader.errors import BadStatus
from reader.record import record


@record
class Fetched:
    """A feed's bytes, or the word that they are the ones we have."""

    url: str
    """Where the answer came from, after redirects, without credentials."""
    status: int
    """200, or 304."""
    body: bytes = b""
    """Decoded bytes, at most the cap; empty if `unchanged`."""
    content_type: str = ""
    """The header as sent; not to be shown uncleaned."""
    etag: str = ""
    """Validator byte for byte (latin-1); empty if not sent."""
    modified: str = ""
    """Last-Modified byte for byte; empty if not sent."""
    digest: str = ""
    """SHA-256 hex of the decoded body; of the earlier one after a 304."""
    unchanged: bool = False
    """304, or the very bytes that were parsed last."""
    moved_to: str = ""
    """Final URL where every hop was permanent (301, 308) and none gave up TLS; else empty."""
    fresh_for: timedelta | None = None
    """How long the server says the answer stays fresh; None if it does not say."""


class Held(BadStatus):
    """Not asked at all: another feed of this host was told to wait. Counts as no failure of this one."""
