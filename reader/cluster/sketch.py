"""What is kept of a work: a sketch, and its form as bytes for the store. Knows no other works."""

import struct
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from reader.cluster.terms import Terms
from reader.model.cluster import Memory
from reader.text.remembered import Remembered

FORM = 2
"""Version of the byte form; works whose memories have another form are as if they had left the window."""

HEAD = struct.Struct("<BBHHHqd")
"""Form, length of the language, of the paper's id, number of terms, of edges, place in the stream, its own date."""

TERM = np.dtype([("hash", "<u4"), ("idf", "<f2"), ("title", "u1"), ("body", "u1")])
EDGE = np.dtype([("work", "<i8"), ("same", "<f2"), ("akin", "<f2")])
_HASHES = Remembered(lambda stem: zlib.crc32(stem.encode()), 65_536)
MOST = 255
"""Cap on counts that are kept as one byte."""


Halves = NDArray[np.float16]


@dataclass(slots=True, kw_only=True, eq=False)
class Sketch:
    """One work as the clusterer sees it."""

    work_id: int
    arrived: float
    """Seconds since 1970, UTC, when a feed first brought it: what leaves the window goes by this."""
    when: float
    """Seconds since 1970, UTC, by its own date; NaN if no feed gave one. Two works far apart by it are no story."""
    language: str
    paper: str
    """arXiv id; empty if it is none."""
    place: int
    """Place in the stream, from 1: whoever came before may be a neighbour."""
    terms: NDArray[np.void]
    """Of `TERM`; the idf is the one of its arrival and stays."""
    readable: str
    """Readable forms, parallel to `terms`, separated by spaces."""
    title: str = ""
    """The title's words, as `titles.tokens` returns them."""
    members: str = ""
    """Members of series in the title, as `series.members` returns them."""
    affixes: str = ""
    """What its feed may repeat in the title, as `Affixes.marked` returned it on arrival."""
    vector: Halves | None = None
    """Unit length, ready for products; None until an embedder has seen the work."""
    plain: Halves | None = None
    """The vector before its language's mean was taken off; feeds that mean."""
    model: str = ""
    edges: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, EDGE))
    """Of `EDGE`: earlier works, probability of one story, likeness of theme."""

    def words(self) -> list[str]:
        """Return the readable forms, parallel to `terms`."""
        return self.readable.split(" ")


def stem_hashes(terms: Terms) -> NDArray[np.uint32]:
    """Return 32-bit hashes of the stems; in 100,000 words about one pair collides."""
    return np.array([*map(_HASHES.__getitem__, terms.stems)], np.uint32)


def rows_of(terms: Terms, hashes: NDArray[np.uint32], idf: Halves) -> NDArray[np.void]:
    """Return terms as they are kept: rows of `TERM`."""
    kept = np.zeros(len(hashes), TERM)
    kept["hash"], kept["idf"] = hashes, idf
    kept["title"], kept["body"] = np.minimum(terms.title, MOST), np.minimum(terms.body, MOST)
    return kept


def encoded(sketch: Sketch, story_id: int, roundup_id: int) -> Memory:
    """Return the memory of a sketch."""
    language, paper = sketch.language.encode(), sketch.paper.encode()
    said = "\n".join([sketch.readable, sketch.title, sketch.members, sketch.affixes])
    head = HEAD.pack(FORM, len(language), len(paper), len(sketch.terms), len(sketch.edges), sketch.place, sketch.when)
    vectors = [] if sketch.vector is None or sketch.plain is None else [sketch.vector, sketch.plain]
    return Memory(
        work_id=sketch.work_id,
        story_id=story_id,
        roundup_id=roundup_id,
        when=datetime.fromtimestamp(sketch.arrived, UTC),
        features=b"".join([head, language, paper, sketch.terms.tobytes(), sketch.edges.tobytes(), said.encode()]),
        vector=b"".join(vector.tobytes() for vector in vectors),
        model=sketch.model,
    )


def decoded(memory: Memory) -> Sketch | None:
    """Return the sketch of a memory; None if an older version of the program wrote it."""
    data = memory.features
    if len(data) < HEAD.size or data[0] != FORM:
        return None
    _, language, paper, terms, edges, place, when = HEAD.unpack_from(data)
    at = HEAD.size
    texts = [data[at : at + language], data[at + language : at + language + paper]]
    at += language + paper
    found = np.frombuffer(data, EDGE, edges, at + terms * TERM.itemsize)
    both = np.frombuffer(memory.vector, np.float16)
    half = len(both) // 2
    said = data[at + terms * TERM.itemsize + found.nbytes :].decode().split("\n")
    return Sketch(
        work_id=memory.work_id,
        arrived=memory.when.timestamp(),
        when=when,
        language=texts[0].decode(),
        paper=texts[1].decode(),
        place=place,
        terms=np.frombuffer(data, TERM, terms, at),
        readable=said[0],
        title=said[1],
        members=said[2],
        affixes=said[3],
        vector=both[:half] if half else None,
        plain=both[half:] if half else None,
        model=memory.model,
        edges=found,
    )
