"""Header values to plain values. Knows neither requests nor clocks."""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

LONGEST_VALIDATOR = 1024
"""Bytes of the longest ETag that is sent back; a longer one is dropped (and the body's hash still helps)."""

MAX_AGE = re.compile(r"(?i)(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})")


def date(value: str) -> datetime | None:
    """Return an HTTP date as UTC, in any of its three forms; None if it is none."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        return None


def retry_at(value: str, now: datetime) -> datetime | None:
    """Return when a Retry-After (seconds or date) allows the next try; None if it says nothing usable or the past."""
    text = value.strip()
    if re.fullmatch(r"\d{1,9}", text):
        found: datetime | None = now + timedelta(seconds=int(text))
    else:
        found = date(text)
    return found if found and found > now else None


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long an answer stays fresh by Cache-Control, else Expires; None if neither says.

    `no-cache` and `no-store` count as nothing said: they ask for revalidation, and every poll is one.
    """
    control = headers.get("cache-control", "")
    if found := MAX_AGE.search(control):
        age = headers.get("age", "")
        spent = int(age) if re.fullmatch(r"\d{1,9}", age) else 0
        return timedelta(seconds=max(0, int(found[1]) - spent))
    expires = date(headers["expires"]) if "expires" in headers else None
    return max(timedelta(0), expires - now) if expires else None


def validator(value: str) -> str:
    """Return a validator as it is to be kept: byte for byte, or nothing at all."""
    return value if len(value) <= LONGEST_VALIDATOR else ""


def basic(userinfo: str) -> str:
    """Return the Authorization header for the `user:password` of a URL; empty for none."""
    if not userinfo:
        return ""
    user, _, password = userinfo.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}".encode()
    return f"Basic {b64encode(pair).decode()}"
