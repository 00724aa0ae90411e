"""When a model may be asked: requests a minute, tokens a day, and a breaker. A value; the clock is an argument."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Self

from reader.record import record
from reader.settings import SummarySettings

BREAKS_AFTER = 3
"""Failures in a row after which nothing is asked for a while."""

REST = timedelta(minutes=15)
"""How long the breaker stays open: one ordinary refresh."""

UNREACHED, TOKENS_USED, MINUTE_USED = "model not reachable", "daily budget used", "requests of this minute used"
REFUSALS = (UNREACHED, TOKENS_USED, MINUTE_USED)
"""What a budget answers instead of a yes."""

MINUTE = timedelta(minutes=1)


@record
class Budget:
    """What has been asked so far, and how it went. The store keeps it as JSON between runs."""

    dialects: Mapping[str, str]
    """Endpoint -> the strictest form of answer it takes."""
    asked: tuple[str, ...] = ()
    """ISO times of the requests of the last minute."""
    day: str = ""
    """Date of `tokens`."""
    tokens: int = 0
    failures: int = 0
    """In a row."""
    rests_until: str = ""
    """ISO time before which nothing is asked."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        """Read what the store kept; an empty budget when there is none or it is of another form."""
        known = {key: value for key, value in (data or {}).items() if key in cls.__dataclass_fields__}
        return cls(**{"dialects": {}, **known, "asked": tuple(known.get("asked", ()))})

    def to_json(self) -> dict[str, Any]:
        """Return what the store keeps."""
        return asdict(self)

    def refusal(self, now: datetime, settings: SummarySettings) -> str:
        """Say why nothing may be asked now, or ""."""
        if self.rests_until and datetime.fromisoformat(self.rests_until) > now:
            return UNREACHED
        if self.day == now.date().isoformat() and self.tokens >= settings.tokens_per_day:
            return TOKENS_USED
        recent = [at for at in self.asked if datetime.fromisoformat(at) > now - MINUTE]
        return MINUTE_USED if len(recent) >= settings.requests_per_minute else ""

    def asking(self, now: datetime) -> Self:
        """Return the budget after one more request."""
        recent = tuple(at for at in self.asked if datetime.fromisoformat(at) > now - MINUTE)
        return replace(self, asked=(*recent, now.isoformat()))

    def answered(self, now: datetime, tokens: int) -> Self:
        """Return the budget after an answer: the breaker closes, the tokens count."""
        today = now.date().isoformat()
        spent = tokens + (self.tokens if self.day == today else 0)
        return replace(self, day=today, tokens=spent, failures=0, rests_until="")

    def failed(self, now: datetime, wait: float = 0.0) -> Self:
        """Return the budget after a failure; the third in a row, or a server that says so, opens the breaker."""
        failures = self.failures + 1
        rest = max(timedelta(seconds=wait), REST if failures >= BREAKS_AFTER else timedelta())
        return replace(self, failures=failures, rests_until=(now + rest).isoformat() if rest else "")

    def speaking(self, endpoint: str, dialect: str) -> Self:
        """Return the budget that remembers how an endpoint is spoken to."""
        return replace(self, dialects={**self.dialects, endpoint: dialect})
