"""Times and numbers as people say them. Pure; the clock is an argument, the zone is the machine's."""

from datetime import UTC, datetime, timedelta

from reader.ui.render.words import Words

MINUTE, HOUR, DAY, WEEK, YEAR = 60, 3600, 86_400, 604_800, 31_557_600
WEEKS_FROM = 5 * WEEK
"""Up to five weeks an age is told in days: "34d" says more than "4w"."""


def age(then: datetime, now: datetime, words: Words) -> str:
    """Return an age in at most four cells for the right end of a row: "now", "8m", "2h", "12d", "7w", "3y"."""
    seconds = int((now - then).total_seconds())
    if seconds < MINUTE:
        return words.say("now")
    for limit, unit, letter in ((HOUR, MINUTE, "m"), (DAY, HOUR, "h"), (WEEKS_FROM, DAY, "d"), (YEAR, WEEK, "w")):
        if seconds < limit:
            return f"{seconds // unit}{letter}"
    return f"{seconds // YEAR}y"


def span(length: timedelta, words: Words) -> str:
    """Return a length of time in one unit: "3 min", "6 h", "2 days"."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < MINUTE:
        return words.count("{n} s", "{n} s", seconds)
    if seconds < HOUR:
        return words.count("{n} min", "{n} min", seconds // MINUTE)
    if seconds < 2 * DAY:
        return words.count("{n} h", "{n} h", seconds // HOUR)
    return words.count("{n} day", "{n} days", seconds // DAY)


def ago(then: datetime, now: datetime, words: Words) -> str:
    """Return how long ago in words: "just now", "3 min ago", "2 days ago"."""
    if now - then < timedelta(minutes=1):
        return words.say("just now")
    return words.say("{span} ago", span=span(now - then, words))


def ahead(then: datetime, now: datetime, words: Words) -> str:
    """Return how far ahead: "now", "in 12 min"."""
    if then <= now:
        return words.say("now")
    return words.say("in {span}", span=span(then - now + timedelta(seconds=30), words))


def clock(moment: datetime, *, seconds: bool = False) -> str:
    """Return the machine's local time of day."""
    return moment.astimezone().strftime("%H:%M:%S" if seconds else "%H:%M")


def stamp(moment: datetime, now: datetime) -> str:
    """Return the local time of day for today, date and time otherwise."""
    local = moment.astimezone()
    return local.strftime("%H:%M" if local.date() == now.astimezone().date() else "%Y-%m-%d %H:%M")


def utc_now() -> datetime:
    """Return this moment, aware; the screen's only clock."""
    return datetime.now(UTC)
