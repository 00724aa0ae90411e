"""The screen in a web browser, by textual-serve. Knows HTTP; every session is the screen's own command."""
