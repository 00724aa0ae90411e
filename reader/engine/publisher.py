"""Address -> publisher: the registered domain, by the Public Suffix List. Knows nothing of the user's own word."""

import ipaddress
from collections.abc import Callable
from functools import cache

from reader.urls import host_of


def publisher_of(*addresses: str) -> str:
    """Return who stands behind the first address that names a host: "arxiv.org" for "https://export.arxiv.org/rss".

    A host under a shared suffix ("anna.github.io") is a publisher of its own; an IP address or a single label is
    itself. Empty if no address names a host.
    """
    host = next((host for address in addresses if (host := host_of(address))), "")
    return host if _is_address(host) else _registered()(host) or host


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@cache
def _registered() -> Callable[[str], str | None]:
    # Imported and read here: 75 ms, needed only when a feed is new. The list (338 kB) ships inside the package.
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList().privatesuffix
