"""The words of rendering: inks, runs, lines, blocks. Knows nothing of colours or widgets."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from reader.record import record
from reader.ui.render.cells import cut, width
from reader.ui.wrap import wrap_spans

Ink = Literal["text", "strong", "muted", "label", "accent", "warn", "error", "link", "key", "good"]
"""What a run is, not how it looks; the theme decides that, and the text never relies on the colour."""
INKS: tuple[Ink, ...] = get_args(Ink)

Run = tuple[str, Ink]
"""Safe text in one ink."""
Line = tuple[Run, ...]
NO_RUNS: Line = ()


@record
class Block:
    """A paragraph before wrapping."""

    runs: Line = NO_RUNS
    lead: Line = NO_RUNS
    """What stands left of the first line; the other lines are indented by its width."""
    rest: Line = NO_RUNS
    """What stands left of the other lines instead of blanks; as wide as `lead`."""
    right: Line = NO_RUNS
    """What stands at the right end of the first line."""
    source: int = 0
    """Number of the source it belongs to; 0 = none."""
    soft: bool = False
    """Whether only the mark shows that it is pointed at, and it keeps its own colours."""
    whole: bool = False
    """Whether lines break at spaces alone: facts, which `names.listed` joins, stay whole in Chinese, too."""
    cut: bool = False
    """Whether it takes one line and is cut there, instead of wrapping."""
    columns: bool = False
    """Whether it takes one line of columns, a run each; those that do not fit are left out whole."""


BLANK = Block()


def text_of(line: Iterable[Run]) -> str:
    """Return a line without its inks."""
    return "".join(text for text, _ in line)


def cells_of(line: Iterable[Run]) -> int:
    """Return the cells a line takes."""
    return sum(width(text) for text, _ in line)


def joined(line: Iterable[Run]) -> list[Run]:
    """Return a line with neighbours of one ink made one, and blanks given to the ink before them.

    Every segment costs on its way to the terminal; a blank looks alike in every ink that has no underline.
    """
    out: list[Run] = []
    for text, ink in line:
        if out and (ink == out[-1][1] or text.isspace()):
            out[-1] = (out[-1][0] + text, out[-1][1])
        elif text:
            out.append((text, ink))
    return out


def clip(line: Sequence[Run], cells: int) -> Line:
    """Return a line cut to at most `cells` cells, with an ellipsis where something is missing."""
    if cells_of(line) <= cells:
        return tuple(line)
    out: list[Run] = []
    room = cells
    for at, (text, ink) in enumerate(line):
        rest = any(more for more, _ in line[at + 1 :])
        short = cut(text, room - 1 if rest and width(text) == room else room)
        out.append((short, ink))
        room -= width(short)
        if short != text or room <= 0:
            break
    return tuple(out)


def slice_runs(runs: Sequence[Run], start: int, end: int) -> Line:
    """Return the part of runs between two character offsets of their joined text."""
    out: list[Run] = []
    at = 0
    for text, ink in runs:
        a, b = max(start, at), min(end, at + len(text))
        if a < b:
            out.append((text[a - at : b - at], ink))
        at += len(text)
    return tuple(out)


def lines_of(block: Block, cells: int) -> list[Line]:
    """Return a block's lines, none wider than `cells` (>= 8)."""
    indent = cells_of(block.lead)
    room = max(2, cells - indent - (cells_of(block.right) + 1 if block.right else 0))
    if block.columns:
        return [_joined(block, _fitting(block.runs, room), cells)]
    if block.cut:
        return [_joined(block, clip(block.runs, room), cells)]
    spans = wrap_spans(text_of(block.runs), room, whole=block.whole)
    lines = [_joined(block, slice_runs(block.runs, *spans[0]), cells)]
    rest = block.rest or (((" " * indent, "text"),) if indent else ())
    return lines + [(*rest, *slice_runs(block.runs, a, b)) for a, b in spans[1:]]


def _fitting(runs: Line, cells: int) -> Line:
    """Return the first runs that fit into a line together."""
    most = next((n for n in range(len(runs), 0, -1) if cells_of(runs[:n]) <= cells), 0)
    return runs[:most]


def _joined(block: Block, runs: Line, cells: int) -> Line:
    """Put lead, runs and right end on one line."""
    if not block.right:
        return (*block.lead, *runs)
    gap = cells - cells_of(block.lead) - cells_of(runs) - cells_of(block.right)
    return (*block.lead, *runs, (" " * max(1, gap), "text"), *block.right)
