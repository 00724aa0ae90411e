"""The search line, as conditions on clusters. Pure: it makes SQL with parameters and runs none.

    words "a phrase" -word title:word author:name
    tier:1 lang:zh feed:arxiv publisher:nature kind:story src>3
    is:unread is:read is:grew is:starred is:hidden is:stale since:2d since:2026-05-01

Words must meet in one work; the same field twice means either, different fields mean both. The last word may be half
typed. What cannot be understood is passed over and named in `Query.unknown`, so that typing never fails.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from reader.store.codec import stamp
from reader.store.words import phrase
from reader.text.tokens import searchable

TOKEN = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[a-z]+)(?P<sign>:|>=|<=|>|<|=))?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))""",
    re.IGNORECASE,
)
LONGEST = 500
"""Characters of a search line that are looked at."""

MOST_WORDS = 20
"""Words and phrases that are looked for; each costs a look-up in the index."""

FAR_BACK = timedelta(days=36_500)
UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1), "m": timedelta(days=30)}
STATES = {
    "unread": "c.unread > 0",
    "new": "c.unread = c.works",
    "grew": "c.unread > 0 AND c.unread < c.works",
    "read": "c.unread = 0",
    "starred": "c.starred = 1",
    "hidden": "(c.hidden = 1 OR c.muted_until > '')",
    "stale": "c.stale > 0",
}
COLUMNS = {"title": "title", "author": "people", "by": "people"}
OF_FEEDS = (
    # CROSS JOIN keeps the order: from the few feeds to their works, never from all works to their feeds.
    "c.id IN (SELECT w.cluster_id FROM feeds AS f CROSS JOIN entries AS e ON e.feed_id = f.id "
    "CROSS JOIN works AS w ON w.id = e.work_id WHERE f.removed = 0 AND {which})"
)
MATCHING = "c.id IN (SELECT w.cluster_id FROM search CROSS JOIN works AS w ON w.id = search.rowid WHERE search MATCH ?)"

Condition = tuple[str, tuple[object, ...]]


@dataclass(slots=True)
class Query:
    """What a search line asks for."""

    match: str = ""
    """For the full-text index; empty if no words are asked for."""
    conditions: list[Condition] = field(default_factory=list)
    """SQL over `clusters AS c`, with parameters; all must hold."""
    hidden: bool = False
    """Whether hidden and muted clusters are asked for."""
    unknown: list[str] = field(default_factory=list)
    """Parts that were passed over, as typed."""

    def sql(self) -> tuple[str, list[object]]:
        """Return the condition of a WHERE, and its parameters; "1" without any."""
        every = [*self.conditions, (MATCHING, (self.match,))] if self.match else self.conditions
        return " AND ".join(f"({sql})" for sql, _ in every) or "1", [value for _, values in every for value in values]


def parse(text: str, now: datetime) -> Query:
    """Understand a search line; never fails."""
    line = _Line(now)
    tokens = list(TOKEN.finditer(text[:LONGEST]))
    for token in tokens:
        open_end = token is tokens[-1] and not text[-1:].isspace() and token["quoted"] is None
        line.take(token, open_end=open_end)
    return line.query()


class _Line:
    def __init__(self, now: datetime) -> None:
        self._now = now
        self._words: list[str] = []
        self._without: list[str] = []
        self._fields: dict[str, list[Condition]] = {}
        self._query = Query()

    def take(self, token: re.Match[str], *, open_end: bool) -> None:
        name, value = (token["field"] or "").lower(), token["quoted"] or token["bare"] or ""
        if name in COLUMNS or not name:
            self._take_words(value, COLUMNS.get(name, ""), minus=bool(token["minus"]), open_end=open_end)
            return
        condition = self._condition(name, token["sign"], value) if name in FIELDS else None
        if condition is None and name not in FIELDS:
            self._take_words(token[0], "", minus=False, open_end=open_end)
        elif condition is None:
            self._query.unknown.append(token[0])
        elif token["minus"]:
            self._query.conditions.append((f"NOT ({condition[0]})", condition[1]))
        else:
            self._fields.setdefault(FIELDS[name][0], []).append(condition)

    def query(self) -> Query:
        query = self._query
        query.match = " AND ".join(self._words[:MOST_WORDS])
        for alternatives in self._fields.values():
            query.conditions.append(
                (" OR ".join(sql for sql, _ in alternatives), tuple(v for _, values in alternatives for v in values))
            )
        if self._without:
            query.conditions.append((f"NOT ({MATCHING})", (" OR ".join(self._without[:MOST_WORDS]),)))
        return query

    def _take_words(self, value: str, column: str, *, minus: bool, open_end: bool) -> None:
        wanted = phrase(value, prefix=open_end)
        if wanted:
            (self._without if minus else self._words).append(f"{column} : {wanted}" if column else wanted)

    def _condition(self, name: str, sign: str, value: str) -> Condition | None:
        if name == "is" and value.lower() == "hidden":
            self._query.hidden = True
        return FIELDS[name][1](value, sign, self._now)


def _tier(value: str, sign: str, _: datetime) -> Condition | None:
    return (f"c.tier {_comparison(sign)} ?", (int(value),)) if value in {"1", "2", "3", "4"} else None


def _language(value: str, _: str, __: datetime) -> Condition | None:
    return ("instr(c.languages, ?) > 0", (f" {value.lower()} ",)) if value.isalpha() else None


def _feed(value: str, _: str, __: datetime) -> Condition | None:
    wanted = searchable(value)
    return (OF_FEEDS.format(which="instr(f.words, ?) > 0"), (wanted,)) if wanted else None


def _publisher(value: str, _: str, __: datetime) -> Condition | None:
    wanted = value.lower().strip()
    return (OF_FEEDS.format(which="instr(lower(f.publisher), ?) > 0"), (wanted,)) if wanted else None


def _kind(value: str, _: str, __: datetime) -> Condition | None:
    return ("c.kind = ?", (value.lower(),)) if value.lower() in {"story", "roundup"} else None


def _state(value: str, _: str, __: datetime) -> Condition | None:
    return (STATES[value.lower()], ()) if value.lower() in STATES else None


def _sources(value: str, sign: str, _: datetime) -> Condition | None:
    return (f"c.works {_comparison(sign)} ?", (int(value),)) if value.isdecimal() and len(value) < 10 else None  # noqa: PLR2004


def _since(value: str, _: str, now: datetime) -> Condition | None:
    if re.fullmatch(r"\d{1,4}[hdwm]", value.lower()):
        back = min(int(value[:-1]) * UNITS[value[-1].lower()], FAR_BACK)
        return "c.newest >= ?", (stamp(now - back),)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return "c.newest >= ?", (stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC)),)


def _comparison(sign: str) -> str:
    return "=" if sign == ":" else sign


FIELDS: dict[str, tuple[str, Callable[[str, str, datetime], Condition | None]]] = {
    "tier": ("tier", _tier),
    "lang": ("lang", _language),
    "feed": ("feed", _feed),
    "publisher": ("publisher", _publisher),
    "kind": ("kind", _kind),
    "is": ("is", _state),
    "src": ("src", _sources),
    "since": ("since", _since),
    "after": ("since", _since),
}
