"""Dates as feeds write them. Knows no clock."""

import calendar
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import struct_time

from feedparser.datetimes import _parse_date

from reader.parse import limits

EPOCH = datetime(1970, 1, 2, tzinfo=UTC)
"""Dates up to here are a missing number, not a date."""

_MONTHS = {month: number for number, month in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_RFC_2822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?P<day>\d\d?) (?P<month>[A-Z][a-z]{2}) (?P<year>(?:19|20)\d\d)"
    r" (?P<clock>\d\d:\d\d:\d\d) (?:GMT|UTC?|Z|(?P<zone>[+-]\d{4}))",
    re.ASCII,
)
_ISO_8601 = re.compile(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def from_feed(value: str) -> datetime | None:
    """Return what feedparser makes of a date, in UTC; the two usual forms in a tenth of its time."""
    try:
        if _ISO_8601.fullmatch(value):
            return datetime.fromisoformat(value).astimezone(UTC)
        if found := _RFC_2822.fullmatch(value):
            day = f"{found['year']}-{_MONTHS[found['month']]:02}-{int(found['day']):02}"
            return datetime.fromisoformat(f"{day}T{found['clock']}{found['zone'] or 'Z'}").astimezone(UTC)
    except (ValueError, KeyError, OverflowError):
        pass  # 31 February, or 24:00:00, which feedparser may yet understand.
    return from_struct(_parse_date(value))


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
