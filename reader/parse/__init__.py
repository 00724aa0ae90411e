"""Bytes to entries, in processes that can be killed. The one door to feedparser.

`pool` is what the engine uses. It starts `nursery`, a process that has loaded the parser and forks `worker`s; a
worker runs `document.read` and answers in the form of `wire`. RSS and Atom in their usual shapes are read by `usual`,
JSON Feed by `jsonfeed`, all else by feedparser in `rss`. Knows neither network nor store nor clock.
"""
