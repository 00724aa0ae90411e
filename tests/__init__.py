"""The tests: one file per module, named as claims; `bench` is run by hand and by name."""
