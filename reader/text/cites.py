"""The numbers of sources as a reader meets them in a text: "[1][4]"."""

from collections.abc import Iterable, Mapping

SHORTEST_RANGE = 3
"""Numbers in a row from which a list names the first and the last alone."""


def cites(works: Iterable[int], numbers: Mapping[int, int]) -> str:
    """Return the numbers of works as "[1][4]"; a work that has left the story has none."""
    return "".join(f"[{numbers[work]}]" for work in works if work in numbers)


def ranges(works: Iterable[int], numbers: Mapping[int, int]) -> str:
    """Return the numbers of works in order and short, as "[2][6–59]": a large story leaves many out."""
    rows: list[list[int]] = []
    for number in sorted(numbers[work] for work in works if work in numbers):
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return "".join(_range(row) for row in rows)


def _range(row: list[int]) -> str:
    return f"[{row[0]}–{row[-1]}]" if len(row) >= SHORTEST_RANGE else "".join(f"[{number}]" for number in row)
