"""What rendering needs besides the model. Knows nothing of widgets."""

from datetime import datetime

from reader.record import record
from reader.ui.render.words import Words


@record
class Glyphs:
    """Marks; each differs by shape, none needs a special font."""

    unread: str = "●"
    grew: str = "◆"
    starred: str = "★"
    roundup: str = "≡"
    cursor: str = "▌"
    brand: str = "◆"
    bar: str = "│"
    foot: str = "└"
    waiting: str = "▲"
    more: str = "▾"
    model: str = "✦"
    yes: str = "✓"
    dot: str = "·"
    ellipsis: str = "…"
    full: str = "━"
    empty: str = "─"
    bars: str = "▁▂▃▄▅▆▇█"


UNICODE = Glyphs()
ASCII = Glyphs(
    unread="*",
    grew="+",
    starred="#",
    roundup="=",
    cursor=">",
    brand="*",
    bar="|",
    foot="`",
    waiting="^",
    more="v",
    model="~",
    yes="+",
    dot="-",
    ellipsis="..",
    full="#",
    empty="-",
    bars=".:-=+*#%",
)


@record
class Look:
    """Language, clock and shapes of one painting."""

    words: Words
    now: datetime
    glyphs: Glyphs = UNICODE
