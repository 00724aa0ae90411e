"""Dates as feeds write them. Knows no clock."""

import calendar
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import struct_time

from reader.parse import limits

EPOCH = datetime(1970, 1, 2, tzinfo=UTC)
"""Dates up to here are a missing number, not a date."""


def from_struct(value: struct_time | None) -> datetime | None:
    """Return what feedparser read, which is UTC; None if it is no date."""
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def from_text(value: str) -> datetime | None:
    """Return the date that an ISO 8601 or RFC 2822 text gives, UTC where it names no zone; None if it is none."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(value.strip())
            return (found.replace(tzinfo=UTC) if found.tzinfo is None else found).astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def clamped(value: datetime | None, now: datetime) -> datetime | None:
    """Return `value` within [2000, `now` + 1 h]; None for none, and for the zero of a missing number."""
    if value is None or value < EPOCH:
        return None
    return min(max(value, limits.OLDEST), now + limits.AHEAD)
