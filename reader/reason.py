"""A ledger in a sentence, from its own numbers, in English and Chinese. Knows neither store nor screen.

`parts` says what is to be said, in order and without a word of any language; `sentence` puts words around it.
"""

from collections.abc import Mapping, Sequence

from reader.model.cluster import Counts
from reader.model.ledger import Ledger, Term
from reader.record import record

HOURS_A_DAY = 24
DAYS_FROM = 2 * HOURS_A_DAY
"""Hours from which an age is told in days: "36 h" still tells more than "1 day"."""


@record
class Part:
    """One thing a reason says; `sentence` knows the words for each `name`."""

    name: str
    """A key of `WORDS`."""
    values: Mapping[str, str]
    """Numbers as they are shown, by the placeholder's name."""


WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "counts": "{entries} of {works} in {feeds}, {publishers}",
        "one tier": "all tier {tier}",
        "tiers": "nearest tier {tier}",
        "minutes": "newest {n} min ago",
        "hours": "newest {n} h ago",
        "days": "newest {n} days ago",
        "undated": "undated, first seen {n} h ago",
        "no news": "no new work, only revisions and cross-lists",
        "new": "{n} new since you last looked",
        "score": "Score {score} = {terms}",
        "more": "one more publisher = {n}",
        "publishers": "publishers",
        "tier": "tier",
        "freshness": "freshness",
        "velocity": "velocity",
        "kind": "roundup",
        "follow": "follows",
        "comma": "; ",
        "stop": ". ",
        "end": ".",
    },
    "zh": {
        "counts": "{entries}，出自 {works}、{feeds}、{publishers}",
        "one tier": "全部为第 {tier} 级",
        "tiers": "最高为第 {tier} 级",
        "minutes": "最新 {n} 分钟前",
        "hours": "最新 {n} 小时前",
        "days": "最新 {n} 天前",
        "undated": "无日期，{n} 小时前首次见到",
        "no news": "没有新作品，只有修订与交叉列出",
        "new": "上次查看后新增 {n} 篇",
        "score": "得分 {score} = {terms}",
        "more": "每多一家发布方 {n}",
        "publishers": "发布方",
        "tier": "级别",
        "freshness": "新鲜度",
        "velocity": "增速",
        "kind": "综述",
        "follow": "关注",
        "comma": "；",
        "stop": "。",
        "end": "。",
    },
}
"""Language -> name of a part, term or join -> words."""
COUNTED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "entries": ("{n} entry", "{n} entries"),
        "works": ("{n} work", "{n} works"),
        "feeds": ("{n} feed", "{n} feeds"),
        "publishers": ("{n} publisher", "{n} publishers"),
    },
    "zh": {
        "entries": ("{n} 条", "{n} 条"),
        "works": ("{n} 篇作品", "{n} 篇作品"),
        "feeds": ("{n} 个源", "{n} 个源"),
        "publishers": ("{n} 家发布方", "{n} 家发布方"),
    },
}
"""Language -> noun -> (one, many)."""


def parts(ledger: Ledger, counts: Counts, *, tiers: Sequence[int] = (), new: int = 0) -> tuple[Part, ...]:
    """Return what there is to say about a rank, in order.

    Args:
        ledger: The terms.
        counts: The cluster's honest numbers.
        tiers: Tier of every feed in the cluster; says whether "all" are of one tier.
        new: Works that are new since the user last looked; nothing is said of 0.
    """
    terms = {term.name: term for term in ledger.terms}
    numbers = {name: str(getattr(counts, name)) for name in ("entries", "works", "feeds", "publishers")}
    said = [Part(name="counts", values=numbers)]
    if "tier" in terms:
        tier = {"tier": number(terms["tier"].given)}
        said.append(Part(name="one tier" if len(set(tiers)) == 1 else "tiers", values=tier))
    if "freshness" in terms:
        said.append(_age(terms["freshness"]))
    if new:
        said.append(Part(name="new", values={"n": str(new)}))
    said.append(Part(name="score", values={"score": number(ledger.score)} | _points(ledger)))
    if "publishers" in terms:
        said.append(Part(name="more", values={"n": f"{'+' * (terms['publishers'].more >= 0)}{_more(terms)}"}))
    return tuple(said)


def sentence(said: Sequence[Part], language: str = "en") -> str:
    """Put words around the parts; a language without words is told in English."""
    words = WORDS.get(language, WORDS["en"])
    counted = COUNTED.get(language, COUNTED["en"])
    facts = words["comma"].join(_said(part, words, counted) for part in said if part.name not in ("score", "more"))
    sums = words["comma"].join(_said(part, words, counted) for part in said if part.name in ("score", "more"))
    return words["stop"].join(text for text in (facts, sums) if text) + words["end"]


def number(value: float) -> str:
    """Return a number with at most one decimal, without a dangling ".0" and never "-0"."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def _age(term: Term) -> Part:
    if not term.unit:
        return Part(name="no news", values={})
    if term.unit != "h":
        return Part(name="undated", values={"n": str(int(term.given))})
    if term.given < 1:
        return Part(name="minutes", values={"n": str(int(term.given * 60))})
    if term.given < DAYS_FROM:
        return Part(name="hours", values={"n": str(int(term.given))})
    return Part(name="days", values={"n": str(int(term.given / HOURS_A_DAY))})


def _points(ledger: Ledger) -> dict[str, str]:
    return {term.name: number(term.points) for term in ledger.terms if term.points}


def _more(terms: Mapping[str, Term]) -> str:
    return number(terms["publishers"].more)


def _said(part: Part, words: Mapping[str, str], counted: Mapping[str, tuple[str, str]]) -> str:
    if part.name == "counts":
        return words["counts"].format(**{name: counted[name][n != "1"].format(n=n) for name, n in part.values.items()})
    if part.name == "score":
        return words["score"].format(score=part.values["score"], terms=_sum(part.values, words))
    return words[part.name].format(**part.values)


def _sum(values: Mapping[str, str], words: Mapping[str, str]) -> str:
    terms = [(words.get(name, name), points) for name, points in values.items() if name != "score"]
    signed = [f"{'− ' if points.startswith('-') else '+ '}{name} {points.lstrip('-')}" for name, points in terms]
    return " ".join(signed).removeprefix("+ ") or "0"
