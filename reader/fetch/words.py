"""Failures of the network in words: what was wrong and what to do. Repeats nothing that the other side sent."""

import socket
import ssl
from datetime import datetime, timedelta

from reader.errors import BadStatus, Unreachable

EXPIRED, NOT_YET, SELF_SIGNED, SELF_SIGNED_CHAIN, UNKNOWN_ISSUER, WRONG_HOST, WRONG_IP = 10, 9, 18, 19, 20, 62, 64
"""OpenSSL's X509_V_ERR_ codes (x509_vfy.h) that people meet."""

CERTIFICATE = {
    EXPIRED: "has expired",
    NOT_YET: "is not valid yet: check this computer's clock, too",
    SELF_SIGNED: "is self-signed",
    SELF_SIGNED_CHAIN: "is signed by an authority that this computer does not trust",
    UNKNOWN_ISSUER: "is signed by an authority that this computer does not trust",
    WRONG_HOST: "belongs to another host",
    WRONG_IP: "belongs to another address",
}

STATUS = {
    204: "answered without any content (204).",
    206: "sent a part only (206), which nobody asked for.",
    304: "says “not modified” (304), although we hold no earlier copy: the next try asks again.",
    400: "calls our request bad (400): check the address.",
    401: "wants a user name and a password (401): put them into the address, as in https://user:password@host/.",
    403: "forbids us this address (403).",
    404: "has no such page (404): check the address; the feed may have moved.",
    406: "offers no form of this page that we read (406).",
    410: "says that the feed is gone for good (410): it is no longer polled.",
    451: "may not show this page for legal reasons (451).",
}
"""What the statuses mean that need more than their class."""

CLASSES = {
    1: "broke off the exchange",
    2: "sent no feed",
    3: "points elsewhere without saying where",
    4: "refuses our request",
    5: "has trouble of its own; we try again later",
}


def moment(until: datetime, now: datetime) -> str:
    """Return a UTC time as people write it, with the date only when it is another day's."""
    form = "%H:%M UTC" if until.date() == now.date() else "%d %b, %H:%M UTC"
    return until.strftime(form)


def waiting(host: str, status: int, until: datetime | None, now: datetime) -> BadStatus:
    """Return the error for a server that is busy or asks for patience."""
    when = f" asked us to wait until {moment(until, now)}" if until else " asked us to come back later"
    return BadStatus(f"{host}{when} ({status}).", status=status, retry_at=until)


def status(host: str, code: int) -> BadStatus:
    """Return the error for any status that is no success."""
    kind = CLASSES.get(code // 100, "sent an impossible status")
    what = STATUS.get(code, f"{kind} ({code:03d}).")
    return BadStatus(f"{host} {what}", status=code)


def unreachable(host: str, error: OSError) -> Unreachable:
    """Return the error for a failed connection."""
    match error:
        case ssl.SSLCertVerificationError():
            what = CERTIFICATE.get(error.verify_code, "cannot be verified")
            return Unreachable(f"The certificate of {host} {what}; nothing was read.")
        case ssl.SSLError():
            return Unreachable(f"{host} offers no secure connection at this address: check the port, or try http.")
        case socket.gaierror():
            return Unreachable(f"{host} has no address: check its spelling, and whether you are online.")
        case ConnectionRefusedError():
            return Unreachable(f"{host} refuses connections at this port.")
        case ConnectionError():
            return Unreachable(f"{host} cut the connection.")
        case TimeoutError():
            return Unreachable(f"{host} did not answer in time.")
    return Unreachable(f"There is no way to {host} from here: check whether you are online.")


def late(host: str, deadline: timedelta) -> Unreachable:
    """Return the error for a fetch that used up its whole time."""
    return Unreachable(f"{host} was not done after {deadline.total_seconds():g} s; we try again later.")
