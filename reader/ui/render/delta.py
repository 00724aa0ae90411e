"""What changed between two texts of a story, word by word. Pure."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from reader.model.summary import Sentence
from reader.model.view import Revision
from reader.ui.render.cells import safe
from reader.ui.render.look import Look
from reader.ui.render.runs import BLANK, Block, Ink, Run
from reader.ui.render.times import stamp

ADDED: Ink = "good"
GONE: Ink = "error"
MARKS: dict[Ink, tuple[str, str]] = {ADDED: ("{+", "+}"), GONE: ("[-", "-]")}
"""Around words that changed inside a line, so that the colour says nothing that the text does not."""
ALIKE = 0.5
"""Share of words in common from which one sentence is shown as a change of the other: below it, marks on every second
word are harder to read than both sentences."""
_WORD = re.compile(r"[\u3400-\u9fff]\s*|[^\s\u3400-\u9fff]+\s*")


def page(old: Revision | None, new: Revision, look: Look) -> Sequence[Block]:
    """Return the newer text with what changed in it; a first text has no `old` and no changes."""
    words = look.words
    head = words.say("text {n} of {time}", n=new.number, time=stamp(new.at, look.now))
    if old is not None:
        head += " · " + words.say("compared with text {n} of {time}", n=old.number, time=stamp(old.at, look.now))
    before, after = _lines(old or new), _lines(new)
    legend = words.say("+ new   - gone   ~ changed: {gone} {added}", gone="[-…-]", added="{+…+}")
    headings = (words.say("HEADLINE"), words.say("TEXT"), words.say("IMPACT"), words.say("SOURCES"))
    blocks = [Block(runs=((head, "muted"),)), *([Block(runs=((legend, "muted"),))] if old else []), BLANK]
    for heading, had, has in zip(headings, before, after, strict=True):
        blocks += _section(heading, had, has)
    return blocks


def _lines(revision: Revision) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return headline, sentences, impact and titles of the works."""
    summary = revision.summary
    impact = [_text(summary.impact)] if summary.impact else []
    return (
        [safe(summary.headline)],
        [_text(s) for s in summary.sentences],
        impact,
        [safe(title) for _, title in revision.works],
    )


def _text(part: Sentence) -> str:
    return safe(part.text)


def _section(heading: str, old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Return kept, changed and added lines in the new order, then what is gone."""
    if not old and not new:
        return []
    left = [text for text in old if text not in new]
    blocks = [Block(runs=((heading, "label"),))]
    for text in new:
        former = "" if text in old else _nearest(text, left)
        if former:
            left.remove(former)
            blocks.append(Block(runs=_changes(former, text), lead=(("~ ", "accent"),)))
        else:
            blocks.append(_line(text, "  " if text in old else "+ ", "text" if text in old else ADDED))
    return [*blocks, *(_line(text, "- ", GONE) for text in left), BLANK]


def _line(text: str, sign: str, ink: Ink) -> Block:
    return Block(runs=((text, ink),), lead=((sign, ink),))


def _split(text: str) -> list[str]:
    return _WORD.findall(text)


def _nearest(text: str, among: Sequence[str]) -> str:
    """Return the former line that this one is a change of; empty if there is none."""
    if not among:
        return ""
    ratio, best = max((_matcher(former, text).ratio(), former) for former in among)
    return best if ratio >= ALIKE else ""


def _matcher(old: str, new: str) -> SequenceMatcher[str]:
    return SequenceMatcher(a=_bare(old), b=_bare(new), autojunk=False)


def _bare(text: str) -> list[str]:
    return [word.strip() for word in _split(text)]


def _changes(old: str, new: str) -> tuple[Run, ...]:
    """Return the newer line; words that went and words that came stand in marks."""
    had, has, runs = _split(old), _split(new), list[Run]()
    for kind, a, b, c, d in _matcher(old, new).get_opcodes():
        if kind == "equal":
            runs.append(("".join(has[c:d]), "text"))
            continue
        runs += [run for part, ink in ((had[a:b], GONE), (has[c:d], ADDED)) for run in _marked("".join(part), ink)]
    return tuple(runs)


def _marked(text: str, ink: Ink) -> list[Run]:
    if not text:
        return []
    (opened, closed), bare = MARKS[ink], text.rstrip()
    return [(f"{opened}{bare}{closed}", ink), (text[len(bare) :], "text")]
