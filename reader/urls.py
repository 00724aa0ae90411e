"""What a URL is, whom it names, and whether it may be opened. Knows neither network nor browser."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from reader.errors import BrowserError, FetchError, Refused

LONGEST = 4096
"""Characters of the longest URL that is kept, fetched or opened; longer ones are attacks or data."""

DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKING_NAMES = """
fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id mc_cid mc_eid mkt_tok
_hsenc _hsmi hsctatracking vero_id wickedid oly_enc_id oly_anon_id rb_clickid s_cid ref_src ref_url cmpid cmp ncid smid
sr_share spm scm xtor ocid ito trk trkcampaign guccounter guce_referrer guce_referrer_sig _ga _gl _openstat ns_mchannel
ns_source ns_campaign ns_linkname ns_fee soc_src soc_trk share_source
"""
"""Query parameters that say whence a reader came, never what is read (lower case)."""

TRACKING = frozenset(TRACKING_NAMES.split())

TRACKING_PREFIXES = ("utm_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "at_", "wt.", "itm_", "_bta_")
"""Families of such parameters: campaign tools name all of theirs alike."""

WHENCE = frozenset({"ref", "source", "src", "from", "via", "feed", "partner", "cid"})
"""Names that mean something on some sites (a branch, a translation); dropped only with a value of `CHANNEL`."""

CHANNEL = re.compile(r"(?i)^(rss|feed|atom|newsletter|email|twitter|facebook|hackernews|reddit|social)\b")
"""Values that name a channel of distribution: `source=rss----7f60cf5620c9---4`, `ref=hackernews`."""

ARXIV_PATH = re.compile(
    r"(?i)^/(?:abs|pdf|html|ps|format)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v(\d+))?(?:\.pdf)?/?$"
)
"""Paths of a paper on arXiv: new identifiers since 2007, before that `archive/YYMMNNN`."""

DOI_PATH = re.compile(r"^/(?:doi:)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
"""A DOI behind its resolver; the syntax of the DOI handbook, section 2.2."""

_PAGE_END = re.compile(r"(?<=.)/(?:amp/?)?$")
"""What one form of a page's path has and another has not."""

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})
"""Unicode categories that no opened URL may hold: controls, bidi and zero-width marks, surrogates, spaces."""

HOST = re.compile(r"^[^\s/?#@<>\\^|%\"`{}\[\]]+$|^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%[\w.-]+)?$")
"""A host as `urlsplit` returns it: a name or IPv4 without delimiters, or an IPv6 address without brackets."""


@lru_cache(maxsize=256)
def _split(url: str) -> SplitResult | None:
    """Return the parts of `url`, or None if it cannot be taken apart; remembered, for one question leads to others."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # Out of range raises here, and only here.
    except ValueError:
        return None
    return parts


def is_http(url: str) -> bool:
    """Whether `url` is http or https and names a host."""
    parts = _split(url)
    return parts is not None and parts.scheme in DEFAULT_PORTS and bool(HOST.match(parts.hostname or ""))


def host_of(url: str) -> str:
    """Return the host in lower case, without port and credentials; empty if there is none."""
    parts = _split(url)
    return (parts.hostname or "").rstrip(".") if parts else ""


def without_credentials(url: str) -> str:
    """Return `url` without user name, password and fragment: the form that may be shown and logged."""
    parts = _split(url)
    if parts is None:
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def check_feed(url: str) -> str:
    """Return the form under which a feed is stored: trimmed, scheme and host in lower case, no fragment.

    Path, query and credentials stay byte for byte, but for spaces, which become `%20` as browsers do it.

    Raises:
        Refused: The scheme is neither http nor https (R1): no file, command, filter or pipe is a feed.
        FetchError: It is no URL, has no host, an impossible port, or is too long.
    """
    text = url.strip().replace(" ", "%20")
    parts = _split(text)
    if parts is None:
        raise FetchError("The address cannot be read: check its host and port.")
    if parts.scheme not in DEFAULT_PORTS:
        raise Refused(f"Only http and https addresses are fetched, not {_scheme(text)}.")
    if len(text) > LONGEST:
        raise FetchError(f"The address is longer than {LONGEST} characters.")
    if any(unicodedata.category(c) in UNSAFE for c in text) or not HOST.match(parts.hostname or ""):
        raise FetchError("The address names no host, or holds characters that no address has.")
    credentials, at, _ = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, f"{credentials}{at}{_netloc(parts)}", parts.path or "/", parts.query, ""))


def _scheme(url: str) -> str:
    """Return what stands where the scheme should be, short and harmless."""
    found = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]{0,19}):", url)
    return f"“{found[1].lower()}:”" if found else "an address without a scheme"


def _netloc(parts: SplitResult) -> str:
    """Return host and port in their shortest form, without credentials."""
    host = (parts.hostname or "").lower()
    bracketed = f"[{host}]" if ":" in host else host
    if parts.port is None or parts.port == DEFAULT_PORTS.get(parts.scheme):
        return bracketed
    return f"{bracketed}:{parts.port}"


def _is_tracking(name: str, value: str) -> bool:
    key = name.lower()
    return key in TRACKING or key.startswith(TRACKING_PREFIXES) or (key in WHENCE and bool(CHANNEL.match(value)))


def strip_tracking(url: str) -> str:
    """Return `url` without tracking parameters, session path parameters and fragments that only say whence.

    What is left stays byte for byte, so it can be opened. A URL that cannot be taken apart comes back as it is.
    """
    parts = _split(url) if any(mark in url for mark in "?#;") else None
    if parts is None or not (parts.query or parts.fragment or ";" in parts.path):
        return url
    kept = "&".join(field for field in parts.query.split("&") if field and not _tracks(field))
    path = re.sub(r"(?i);(?:jsessionid|phpsessid)=[^/;?]*", "", parts.path)
    fragment = "" if _tracks(parts.fragment.split("&")[0]) else parts.fragment
    return urlunsplit((parts.scheme, parts.netloc, path, kept, fragment))


def _tracks(field: str) -> bool:
    """Whether one raw `name=value` of a query is a tracking parameter."""
    pairs = parse_qsl(field, keep_blank_values=True)
    return bool(pairs) and all(_is_tracking(name, value) for name, value in pairs)


def arxiv_id(url: str) -> str:
    """Return the arXiv identifier, without version, that `url` is the page of; empty if none."""
    parts = _split(url)
    if parts is None or not re.fullmatch(r"(?:[a-z]+\.)?arxiv\.org", parts.hostname or ""):
        return ""
    found = ARXIV_PATH.match(parts.path)
    return found[1].lower() if found else ""


def doi(url: str) -> str:
    """Return the DOI, in lower case, that `url` resolves; empty if it is no resolver's address."""
    parts = _split(url)
    if parts is None or parts.hostname not in ("doi.org", "dx.doi.org", "www.doi.org"):
        return ""
    found = DOI_PATH.match(parts.path)
    return found[1].lower() if found else ""


def canonical(url: str) -> str:
    """Return the one form of all addresses of a page: for identity alone, never opened.

    Scheme and `www.` are levelled, default port, fragment, trailing slash, `/amp` and tracking parameters are off,
    the other parameters sorted; a paper on arXiv and a DOI have one address each. Empty for what is not http(s).
    """
    parts = _split(url)
    site = _site(parts.scheme, parts.netloc) if parts else ""
    if not parts or not site:
        return ""
    if "arxiv.org" in site and (paper := arxiv_id(url)):
        return f"https://arxiv.org/abs/{paper}"
    if "doi.org" in site and (name := doi(url)):
        return f"https://doi.org/{name}"
    clean = strip_tracking(url)
    parts = parts if clean == url else urlsplit(clean)
    path = re.sub("/{2,}", "/", parts.path) if "//" in parts.path else parts.path
    path = _PAGE_END.sub("", path) or "/"
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair != ("amp", "1"))
    return urlunsplit(("https", site, path, urlencode(query, errors="replace"), ""))


@lru_cache(maxsize=1024)
def _site(scheme: str, netloc: str) -> str:
    """Return the one form of host and port; empty for what is not http(s). Remembered, for a feed's links share it."""
    parts = SplitResult(scheme, netloc, "", "", "")
    if scheme not in DEFAULT_PORTS or not HOST.match(parts.hostname or ""):
        return ""
    return re.sub(r"^(?:www\d?|amp)\.(?=[^.]+\.)", "", _netloc(parts)).rstrip(".")


def check_openable(url: str, *, mail: bool = False) -> str:
    """Return `url` unchanged if a browser may be given it (R14).

    Args:
        url: The link as the feed delivered it.
        mail: Whether the user agreed to `mailto:` links.

    Raises:
        BrowserError: A sentence that says why not; it never repeats the link.
    """
    if not url:
        raise BrowserError("There is no link to open.")
    if len(url) > LONGEST:
        raise BrowserError(f"The link is not opened: it is longer than {LONGEST} characters.")
    if any(unicodedata.category(c) in UNSAFE for c in url) or "\\" in url:
        raise BrowserError("The link is not opened: it holds spaces, backslashes or invisible characters.")
    parts = _split(url)
    if parts is None:
        raise BrowserError("The link is not opened: its host or port makes no sense.")
    if mail and parts.scheme == "mailto" and re.fullmatch(r"[^@?&]+@[^@?&]+", parts.path) and not parts.query:
        return url
    if parts.scheme not in DEFAULT_PORTS:
        raise BrowserError(f"The link is not opened: only http and https are, not {_scheme(url)}.")
    if not HOST.match(parts.hostname or ""):
        raise BrowserError("The link is not opened: it names no host.")
    return url


def is_openable(url: str) -> str | None:
    """Return `url` if `check_openable` lets it through, else None."""
    try:
        return check_openable(url)
    except BrowserError:
        return None
