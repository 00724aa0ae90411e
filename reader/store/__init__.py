"""The library: one SQLite file between the engine and the screen. It alone keeps; it decides nothing.

`write` and what it calls (`keep_*`) are the engine's side; `read` and `marks` are the screen's and import neither
sqlite-utils nor numpy. `query` turns the search line into SQL, `check` and `repair` serve `doctor`.
"""
