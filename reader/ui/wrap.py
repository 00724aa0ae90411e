"""Line breaks for mixed Latin and CJK text, by display width. Knows nothing of styles.

Spaces separate words; between two CJK characters a line may break anywhere, except before a closing mark or after
an opening one (the common part of kinsoku, JIS X 4051, and of GB/T 15834). A word longer than the line is cut.
"""

import re
from collections.abc import Iterable, Iterator

from reader.ui.render.cells import width

_CJK = (
    "\u1100-\u11ff\u2e80-\u303f\u3040-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_CLOSING = "、。，．・：；？！）］｝〕〉》」』】〗〙ー…—～·々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%％°℃’”)]},.;:!?"
_OPENING = "（［｛〔〈《「『【〖〘‘“([{"
# A piece is a run that stays together: opening marks, then one CJK character or a Latin word, then closing marks.
_PIECE = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:[{_CJK}]|[^\s{_CJK}]+)[{re.escape(_CLOSING)}]*|[{re.escape(_OPENING)}]+", re.ASCII
)
# A run without a space that breaks; a no-break space is none to ASCII.
_WHOLE = re.compile(r"\S+", re.ASCII)

NO_BREAK = "\u00a0"


def wrap_spans(text: str, cells: int, *, whole: bool = False) -> list[tuple[int, int]]:
    """Return the half-open character range of each line; at least one, none wider than `cells` (>= 2).

    White space at a break belongs to no line.

    Args:
        text: Safe text.
        cells: Of a line.
        whole: Whether lines break at spaces alone, also in Chinese.
    """
    if width(text) <= cells and "\n" not in text:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        pieces = (_WHOLE if whole else _PIECE).finditer(text, start, start + len(paragraph))
        spans += _paragraph(text, pieces, start, cells)
        start += len(paragraph) + 1
    return spans


def wrap(text: str, cells: int) -> list[str]:
    """Return the lines themselves."""
    return [text[a:b] for a, b in wrap_spans(text, cells)]


def _paragraph(text: str, pieces: Iterable[re.Match[str]], start: int, cells: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of one paragraph: greedy, measured piece by piece; each piece stays together."""
    line = last = start
    used = 0
    for piece in pieces:
        a, b = piece.span()
        gap = width(text[last:a])
        wide = width(text[a:b])
        if used and used + gap + wide > cells:
            yield line, last
            line, used, gap = a, 0, 0
        elif not used:
            line, gap = a, 0
        if wide > cells:
            *whole, (line, last) = _cut(text, a, b, cells)
            yield from whole
            used = width(text[line:last])
            continue
        used += gap + wide
        last = b
    yield line, last


def _cut(text: str, start: int, end: int, cells: int) -> list[tuple[int, int]]:
    """Cut one word that is wider than a line; where words that stay together are too many for it, between them."""
    spans = []
    line, used = start, 0
    for at in range(start, end):
        wide = width(text[at])
        if used + wide > cells and at > line:
            gap = _gap(text, line, at)
            spans.append((line, gap or at))
            line = gap + 1 if gap else at
            used = width(text[line:at])
        used += wide
    return [*spans, (line, end)]


def _gap(text: str, start: int, end: int) -> int:
    """Return where a run of words that stay together breaks if it must: behind a comma, else anywhere; 0 = nowhere.

    Not right before its end, which may be the dot behind a fact.
    """
    comma = text.rfind(f",{NO_BREAK}", start, end)
    return comma + 1 if comma > start else max(0, text.rfind(NO_BREAK, start + 1, end - 1))
