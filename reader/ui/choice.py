"""Something to choose. Apart from the screen that offers it, which is not needed at the start."""

from reader.record import record
from reader.ui.render.runs import Line


@record
class Choice:
    """One line to choose."""

    value: str
    """What is handed back."""
    runs: Line
    """What is shown."""
    keeps: bool = False
    """Whether it stays in sight whatever is searched for."""
