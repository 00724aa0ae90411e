"""The parts of a query, to be added and taken away. Pure; knows no field."""

import re

_TERM = re.compile(r'(?:[^\s"]|"[^"]*"?)+')


def terms(query: str) -> list[str]:
    """Return the terms of a query; what stands in quotation marks is one."""
    return _TERM.findall(query)


def with_term(query: str, term: str) -> str:
    """Return a query that holds a term, at its end if it was not there."""
    held = terms(query)
    return query if term in held else " ".join([*held, term])


def without_term(query: str, term: str) -> str:
    """Return a query without a term."""
    return " ".join(held for held in terms(query) if held != term)
