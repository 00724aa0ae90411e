"""Which network addresses may be reached. Knows neither sockets nor HTTP."""

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from reader.record import record

Address = IPv4Address | IPv6Address

NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that is really reached; ordinary on IPv6-only mobile networks."""

TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"), IPv6Network("64:ff9b:1::/48"))
"""6to4, Teredo and local-use NAT64 carry an IPv4 address inside; nobody serves feeds there, so they are refused."""


def parse(text: str) -> Address | None:
    """Return the address that `text` spells exactly (no decimal, octal or hex forms), or None."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def is_disguised(host: str) -> bool:
    """Whether `host` is a number that system resolvers take for an IPv4 address: decimal, octal, hex, or cut short.

    Nobody serves a feed under 2130706433, 0x7f.1 or in full-width digits; whoever writes so wants to get past a check.
    """
    plain = unicodedata.normalize("NFKC", host).replace("\u3002", ".").rstrip(".")
    number = parse(plain) is not None or re.fullmatch(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)", plain) is not None
    return number and parse(host) is None


def is_public(address: Address) -> bool:
    """Whether `address` is on the public internet, looking through IPv4 addresses inside IPv6 ones."""
    if isinstance(address, IPv6Address):
        if any(address in tunnel for tunnel in TUNNELS):
            return False
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@record
class Permit:
    """Which private addresses one hop may reach; public ones always."""

    literal: frozenset[str] = frozenset()
    """Addresses allowed where the URL spells them exactly: 127.0.0.1 allows neither `localhost` nor 127.0.0.2."""
    host: str = ""
    """The host that the user typed and consented to; empty if none."""

    def covers(self, host: str, address: Address) -> bool:
        """Whether a URL with this host (lower case, IPv6 without brackets) may lead to `address`."""
        if is_public(address):
            return True
        if self.host and host == self.host:
            return True
        return parse(host) == address and str(address) in self.literal


NOWHERE_PRIVATE = Permit()
"""What is left after a public hop: no redirect leads from a public to a private address."""
