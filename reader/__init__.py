"""PulseAugur Reader: feeds in, stories out.

The map. Two processes, one file between them::

    reader (the screen)  -- runs -->  pulseaugur refresh --events   (fetch -> parse -> works -> cluster
        |  reads, marks               |  one transaction a step      -> rank -> summarise -> store)
        +-------------->  SQLite  <---+

Layers, data flows one way; a layer imports only what stands to its left::

    errors < model < text, events, settings < urls < works, reason, config
           < { fetch, parse, cluster, rank, summarise, refine, store, opml, browser, demo, locale }
           < engine | ui | web < commands < __main__

The contracts in pyproject hold it, and one door per library: httpx in `fetch`, feedparser in `parse`, SQLite in
`store`, numpy in `cluster`, llm in `refine`, Textual in `ui`.

A step takes and returns model objects: it knows neither store nor screen nor clock. `engine` alone orders the
steps; `store` alone keeps what they decide. The screen never fetches, parses, clusters or summarises: it runs the
command that a person would type and reads the store again when an event says so.
"""

__version__ = "0.1.0"
