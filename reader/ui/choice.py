"""Something to choose. Apart from the screen that offers it, which is not needed at the start."""

from dataclasses import dataclass

from reader.ui.render.runs import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line to choose."""

    value: str
    """What is handed back."""
    runs: Line
    """What is shown."""
    keeps: bool = False
    """Whether it stays in sight whatever is searched for."""
