"""The one clock of the command line's processes. Steps never see it: they are given the time."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)
