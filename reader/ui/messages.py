"""Messages between the parts of the screen."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class StoreChanged(Message):
    """The store has something new; whoever shows it reads again. One reading answers many."""

    def can_replace(self, message: Message) -> bool:
        """Take the place of an unread message of the same kind."""
        return isinstance(message, StoreChanged)
