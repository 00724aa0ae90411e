"""From one hop to the next (R4). Pure; knows no connection."""

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit, urlunsplit

from reader.errors import FetchError, Refused
from reader.fetch.address import NOWHERE_PRIVATE, Permit
from reader.record import record
from reader.urls import check_feed, host_of, without_credentials

PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
"""Redirects that mean a new address."""

REDIRECTS = PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
"""Redirects that are followed."""

MOST = 10
"""Redirects of one fetch; browsers allow 20, no feed of the corpus needs more than 4."""


@record
class Hop:
    """One request of a fetch."""

    url: str
    """Without credentials and fragment."""
    permit: Permit
    userinfo: str = ""
    """`user:password` of the typed URL while the hop is at its origin; empty elsewhere, and for good."""
    permanent: bool = True
    """Whether every redirect so far was permanent and kept TLS."""
    count: int = 0
    """Redirects so far."""

    @property
    def host(self) -> str:
        """Host in lower case, without port."""
        return host_of(self.url)

    @property
    def moved_to(self) -> str:
        """The address to poll from now on, credentials included; empty if there is no reason to."""
        if not self.count or not self.permanent:
            return ""
        parts = urlsplit(self.url)
        netloc = f"{self.userinfo}@{parts.netloc}" if self.userinfo else parts.netloc
        return urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))


def first(url: str, *, allow: frozenset[str], consent: bool) -> Hop:
    """Return the first hop of a feed's URL.

    Raises:
        Refused: The scheme is neither http nor https.
        FetchError: It is no usable URL.
    """
    checked = check_feed(url)
    userinfo = urlsplit(checked).netloc.rpartition("@")[0]
    permit = Permit(literal=allow, host=host_of(checked) if consent else "")
    return Hop(url=without_credentials(checked), permit=permit, userinfo=userinfo)


def following(hop: Hop, status: int, location: str, *, private: bool) -> Hop:
    """Return the hop that a redirect asks for.

    Args:
        hop: The one that was answered.
        status: A status of `REDIRECTS`.
        location: The Location header; may be relative.
        private: Whether the answer came from a private address: only then may the next one be private.

    Raises:
        Refused: It leads to a scheme that is neither http nor https.
        FetchError: It leads nowhere, or there were too many.
    """
    if hop.count >= MOST:
        raise FetchError(f"{hop.host} redirects more than {MOST} times, perhaps in a circle.")
    if not location:
        raise FetchError(f"{hop.host} redirects without saying where ({status}).")
    target = _target(hop, location)
    kept = _same_place(hop.url, target)
    return replace(
        hop,
        url=without_credentials(target),
        permit=hop.permit if private else NOWHERE_PRIVATE,
        userinfo=hop.userinfo if kept else "",
        permanent=hop.permanent and status in PERMANENT and not _gives_up_tls(hop.url, target),
        count=hop.count + 1,
    )


def _target(hop: Hop, location: str) -> str:
    try:
        return check_feed(urljoin(hop.url, location))
    except Refused:
        raise Refused(
            f"{hop.host} redirects to an address that is neither http nor https; it was not followed."
        ) from None
    except (FetchError, ValueError):
        raise FetchError(f"{hop.host} redirects to an address that makes no sense.") from None


def _same_place(here: str, there: str) -> bool:
    """Whether credentials may go along: the same origin, or the same host's step up to TLS."""
    a, b = urlsplit(here), urlsplit(without_credentials(there))
    if (a.scheme, a.netloc) == (b.scheme, b.netloc):
        return True
    return (a.scheme, b.scheme) == ("http", "https") and a.netloc == b.netloc and a.port is None


def _gives_up_tls(here: str, there: str) -> bool:
    return urlsplit(here).scheme == "https" and urlsplit(there).scheme == "http"
