"""Names of the small facts that the engine keeps in the library."""

REFRESHED_AT = "refreshed_at"
"""UTC of the last refresh that ran to its end, ISO 8601."""

UNREFINED = "unrefined"
"""How many works still wait for their vectors; empty when none does."""

DEMO_OPENED = "demo_opened"
"""UTC at which the demo was opened; its presence makes a library a demo."""

MODEL = "model"
"""What was asked of the model so far, as JSON: requests, tokens of the day, breaker, forms of answer."""

WAITING = "waiting"
"""Not empty if texts by a model wait to be written again by it."""
