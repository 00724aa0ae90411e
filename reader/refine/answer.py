"""A model's answer read with tolerance and vetted without: ids, lengths, no links, no markup, no control characters.

Knows the form of the answer; whether it is true is the gate's matter.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from reader.errors import ModelError
from reader.record import record
from reader.refine.evidence import Source
from reader.refine.facts import content
from reader.refine.prompt import LONGEST_HEADLINE, LONGEST_SENTENCE
from reader.text.clean import clean
from reader.text.suspect import is_instruction

LONGEST_ANSWER = 40_000
"""Characters of an answer that are looked at; a good one has under 4,000."""

HEADLINE_WORDS = 3
"""Content words that a headline must have."""

_THINKING = re.compile(r"\A.*</think(?:ing)?>|<think(?:ing)?>.*\Z", re.DOTALL | re.IGNORECASE)
"""Up to the last closing mark, as some servers put the opening one into the question; or what was never closed."""
_LINK = re.compile(r"https?://|www\.|\]\(|<[a-z/!]|\[/?[a-z@#]|`|\*\*", re.IGNORECASE)
_MARKS = re.compile(r"\s*\[\d+(?:\s*,\s*\d+)*\]")


@record
class Drafted:
    """One sentence as the model wrote it."""

    text: str
    works: tuple[int, ...]
    """Ids of the works it cites, known ones only, each once."""


@record
class Draft:
    """A vetted answer."""

    headline: str
    """Empty if it did not pass."""
    sentences: tuple[Drafted, ...]
    impact: Drafted | None = None
    refused: tuple[tuple[str, str], ...] = ()
    """(text, why) of what vetting took out."""
    written: int = 0
    """Sentences before vetting, without the impact."""
    tells_impact: bool = False
    """Whether there was an impact before vetting."""


def _object(text: str) -> dict[str, Any]:
    """Find the first JSON object in an answer that may be fenced, thought over or talked around."""
    plain = _THINKING.sub("", text)[:LONGEST_ANSWER]
    decoder, at = json.JSONDecoder(), plain.find("{")
    while at >= 0:
        try:
            found, _ = decoder.raw_decode(plain, at)
        except (ValueError, RecursionError):
            at = plain.find("{", at + 1)
            continue
        if isinstance(found, dict) and "sentences" in found:
            return found
        at = plain.find("{", at + 1)
    raise ModelError("the model's answer holds no complete JSON object")


def _fault(text: str, raw: str) -> str:
    """Say what is wrong with the form of a sentence, or ""."""
    if not text:
        return "it is empty"
    if len(raw) > LONGEST_SENTENCE:
        return "it is too long"
    if _LINK.search(text):
        return "it holds a link or markup"
    if is_instruction(text):
        return "it reads like an instruction"
    return ""


def _drafted(item: object, works: Sequence[int], refused: list[tuple[str, str]]) -> Drafted | None:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return None
    text = _MARKS.sub("", clean(item["text"], LONGEST_SENTENCE)).strip()
    fault = _fault(text, item["text"])
    if fault:
        refused.append((text, fault))
        return None
    listed = item.get("sources")
    numbers = [n for n in listed if isinstance(n, int) and 1 <= n <= len(works)] if isinstance(listed, list) else []
    return Drafted(text=text, works=tuple(dict.fromkeys(works[n - 1] for n in numbers)))


def _headline(value: object, sources: Sequence[Source], refused: list[tuple[str, str]]) -> str:
    """Return the headline if it has enough content words and shares some with a title."""
    if not isinstance(value, str) or not value.strip():
        return ""
    text = clean(value, LONGEST_SENTENCE)
    ours = content(text)
    titles = [source.passages[0].content for source in sources if source.passages]
    fault = _fault(text, value) or ("it is too long" if len(text) > LONGEST_HEADLINE else "")
    if not fault and (len(ours) < HEADLINE_WORDS or not any(ours & title for title in titles)):
        fault = "the headline shares no words with the sources' titles"
    if fault:
        refused.append((text, fault))
        return ""
    return text


def read(text: str, works: Sequence[int], sources: Sequence[Source], *, most: int) -> Draft:
    """Return the vetted draft of an answer.

    Args:
        text: What the model wrote.
        works: Work ids in the order of the source numbers.
        sources: The same works' passages, for the headline.
        most: Sentences that are taken of it, the first ones.

    Raises:
        ModelError: There is no JSON object with sentences in it.
    """
    found = _object(text)
    refused: list[tuple[str, str]] = []
    listed = found["sentences"] if isinstance(found["sentences"], list) else []
    drafted = [_drafted(item, works, refused) for item in listed[: 2 * most]]
    sentences = tuple(sentence for sentence in drafted if sentence)[:most]
    written = len(sentences) + len(refused)
    impact = found.get("impact")
    return Draft(
        headline=_headline(found.get("headline"), sources, refused),
        sentences=sentences,
        impact=_drafted(impact, works, refused) if impact else None,
        refused=tuple(refused),
        written=written,
        tells_impact=bool(impact),
    )
