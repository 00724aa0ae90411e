"""Outside text made safe and readable: pure functions, no I/O.

Knows what text may look like when it comes from outside; knows neither feeds nor screens.
"""
