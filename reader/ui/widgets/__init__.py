"""From lines to cells. No widget reads the store; data comes down, messages go up."""
