"""Probes for the gate: sentences of `data/gate.json` copied, and made wrong in five ways. Knows nothing of verdicts."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.model.feed import Feed
from reader.model.work import Appearance, Entry, Work
from reader.refine.evidence import Source, source
from reader.refine.facts import names
from reader.text.sentences import sentences

DATA = Path(__file__).parent / "data" / "gate.json"
SEEN = datetime(2026, 5, 4, tzinfo=UTC)
NUMBER = re.compile(r"(?<![\w.-])\d+(?:[.,]\d+)*")
AUXILIARY = re.compile(r"\b(is|are|was|were|will|has|have|had|can|said|says|covers|needs|uses|works)\b")
PAST = re.compile(r"\b([a-z]{3,})(ed)\b")
HAN_VERBS = re.compile(r"表示|预计|发布|启用|需|采用|订购|提出|担心|支持|公开")


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One sentence to be judged against the cluster it is said to come from."""

    kind: str
    text: str
    language: str
    cited: int
    origin: str
    """The true sentence it was made from."""


def works() -> list[Work]:
    """Return every source as a work of its own; ids from 1."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["sources"]
    made = []
    for number, row in enumerate(rows, 1):
        entry = Entry(
            id=number,
            key=str(number),
            title=row["title"],
            excerpt=row["text"],
            language=row["language"],
            first_seen=SEEN,
        )
        feed = Feed(id=number, url=f"https://feed{number}.example/")
        made.append(Work(id=number, key=str(number), appearances=(Appearance(entry=entry, feed=feed),)))
    return made


def retellings() -> Iterator[Probe]:
    """Yield honest rewordings, written by hand."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["sources"]
    for number, row in enumerate(rows, 1):
        for text in row["true"]:
            yield Probe(kind="retold", text=text, language=row["language"], cited=number, origin=text)


def _changed_number(text: str, rng: random.Random) -> str:
    spots = list(NUMBER.finditer(text))
    if not spots:
        return ""
    spot = rng.choice(spots)
    digits = list(spot[0])
    at = rng.choice([i for i, char in enumerate(digits) if char.isdigit()])
    digits[at] = rng.choice([d for d in "123456789" if d != digits[at]])
    return text[: spot.start()] + "".join(digits) + text[spot.end() :]


def _borrowed_number(text: str, rng: random.Random, whole: str) -> str:
    """Put another number of the same source in the place of one."""
    spots = list(NUMBER.finditer(text))
    others = [m[0] for m in NUMBER.finditer(whole) if m[0] not in text]
    if not spots or not others:
        return ""
    spot = rng.choice(spots)
    return text[: spot.start()] + rng.choice(others) + text[spot.end() :]


def _written(text: str) -> list[str]:
    """Return the names of a sentence as they are written, without those inside longer words."""
    found = []
    for name in names(text):
        match = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE)
        if match and match.start() > 0:
            found.append(match[0])
    return found


def _swapped_names(text: str) -> str:
    """Exchange two names that do not stand side by side."""
    found = _written(text)
    for one in found:
        for other in found[found.index(one) + 1 :]:
            between = text[text.index(one) + len(one) : text.index(other)]
            if len(between.split()) > 1:
                marked = text.replace(one, "\0", 1).replace(other, one, 1)
                return marked.replace("\0", other, 1)
    return ""


def _replaced_name(text: str, rng: random.Random, foreign: list[str]) -> str:
    found = _written(text)
    if not found:
        return ""
    others = [name for name in foreign if name not in text]
    return text.replace(rng.choice(found), rng.choice(others), 1)


def _negated(text: str, language: str) -> str:
    if language == "zh":
        return HAN_VERBS.sub(lambda m: "没有" + m[0], text, count=1) if HAN_VERBS.search(text) else ""
    if language != "en":
        return ""
    if AUXILIARY.search(text):
        return AUXILIARY.sub(
            lambda m: f"{m[0]} not" if m[0] in ("is", "are", "was", "were", "will", "can") else f"never {m[0]}",
            text,
            count=1,
        )
    return PAST.sub(lambda m: f"did not {m[0]}", text, count=1) if PAST.search(text) else ""


def probes(rng: random.Random) -> Iterator[Probe]:
    """Yield every probe: copied, foreign, number, borrowed, swapped, replaced, negated."""
    every, among = works(), clusters()
    lines = {w.id: [w.text[a:b] for a, b in sentences(w.text, w.language)] for w in every}
    latin = [name for w in every if w.language != "de" for name in _written(w.text) if name.lower() != name]
    for work in every:
        outside = [w for w in every if w.id not in among[work.id]]
        same = [w for w in outside if w.language == work.language] or outside
        for text in lines[work.id]:
            made = {
                "copied": text,
                "foreign": rng.choice(lines[rng.choice(same).id]),
                "number": _changed_number(text, rng),
                "borrowed": _borrowed_number(text, rng, work.text),
                "swapped": _swapped_names(text) if work.language != "de" else "",
                "replaced": _replaced_name(text, rng, latin) if work.language != "de" else "",
                "negated": _negated(text, work.language),
            }
            for kind, probe in made.items():
                if probe and (kind == "copied" or probe != text):
                    yield Probe(kind=kind, text=probe, language=work.language, cited=work.id, origin=text)


def clusters() -> dict[int, dict[int, Source]]:
    """Return for each work the cluster it is judged in: itself and two neighbours."""
    every = [source(work) for work in works()]
    return {s.work_id: {t.work_id: t for t in (s, every[i - 1], every[i - 2])} for i, s in enumerate(every)}
