"""Pictures of the real program on the demo's data: `python -m tests.screenshots [NAME ...]`."""
