"""The command line, one file a noun. Each has `arguments` for its options and `run` for its work; none decides much.

A command's module is imported only when that command runs: the screen's process must stay free of the engine's
libraries.
"""
