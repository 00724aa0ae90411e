"""Summaries, ledgers and reasons as JSON text, and times as text. Knows no tables.

Reading is by constructors, key by key: a field that an older version did not write takes its default.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

from reader.model.cluster import Reason, Rule
from reader.model.ledger import Ledger, Term
from reader.model.summary import Author, Differing, Dropped, Provenance, Said, Sentence, Span, Summary

MARKS = ("weak", "foreign", "quote")
"""Marks of a sentence, most of which it has not."""
PLAIN = Provenance()
"""What a provenance says by itself."""


def stamp(moment: datetime) -> str:
    """Return a time as the library holds it: ISO 8601 in UTC, which sorts as text."""
    return moment.astimezone(UTC).isoformat()


def stamp_or_none(moment: datetime | None) -> str | None:
    """Return `stamp(moment)`, or None for None."""
    return None if moment is None else stamp(moment)


def moment_or_none(text: str | None) -> datetime | None:
    """Read a time back; None for None and for the empty text."""
    return datetime.fromisoformat(text) if text else None


def dumped(value: object) -> str:
    """Return JSON as short as it gets, other scripts readable."""
    return _encoded(value)


def reason_to_json(reason: Reason | None) -> str:
    """Return a reason as JSON; the empty text for none."""
    return dumped([reason.rule, reason.nearest, reason.score, list(reason.terms)]) if reason else ""


def reason_of(text: str) -> Reason | None:
    """Read a reason back; None for the empty text."""
    if not text:
        return None
    rule, nearest, score, terms = json.loads(text)
    return Reason(rule=Rule(rule), nearest=nearest, score=score, terms=tuple(terms))


def ledger_to_json(ledger: Ledger) -> str:
    """Return a ledger as JSON."""
    return dumped([_fields(term) for term in ledger.terms])


def ledger_of(text: str) -> Ledger:
    """Read a ledger back; the empty text is a ledger without terms."""
    return Ledger(terms=tuple(Term(**term) for term in json.loads(text or "[]")))


def summary_to_json(summary: Summary) -> str:
    """Return a summary as JSON, without what is empty."""
    body = _fields(summary)
    body["sentences"] = [_sentence_fields(sentence) for sentence in summary.sentences]
    body["impact"] = _sentence_fields(summary.impact) if summary.impact else None
    body["differing"] = [_fields(item) for item in summary.differing]
    for name in ("headline_by", "summary_by", "impact_by"):
        body[name] = _provenance_fields(body[name])
    return dumped({key: value for key, value in body.items() if value})


def summary_of(text: str) -> Summary:
    """Read a summary back."""
    data = json.loads(text)
    return Summary(
        headline=data.get("headline", ""),
        sentences=tuple(_sentence(item) for item in data.get("sentences", ())),
        impact=_sentence(data["impact"]) if data.get("impact") else None,
        language=data.get("language", ""),
        uncovered=tuple(data.get("uncovered", ())),
        covered=data.get("covered", 0),
        of_works=data.get("of_works", 0),
        differing=tuple(_differing(item) for item in data.get("differing", ())),
        headline_by=_provenance(data.get("headline_by", {})),
        summary_by=_provenance(data.get("summary_by", {})),
        impact_by=_provenance(data["impact_by"]) if data.get("impact_by") else None,
    )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return stamp(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


# Made once: `json.dumps` makes an encoder at each call that asks for anything unusual.
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def _fields(value: Term | Summary | Differing | Provenance | Said) -> dict[str, Any]:
    """One level deep: `asdict` copies what it meets all the way down, which took a third of the time of a text."""
    made: Any = type(value)
    return {name: getattr(value, name) for name in _names(made)}


@cache
def _names(made: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(made))


def _provenance_fields(provenance: Provenance | None) -> dict[str, Any] | None:
    """Only what is not as it is by itself: most provenances say "extract" and no more."""
    if provenance is None:
        return None
    body = {name: value for name, value in _fields(provenance).items() if value != getattr(PLAIN, name)}
    if provenance.dropped:
        body["dropped"] = [{"text": item.text, "why": _fields(item.why)} for item in provenance.dropped]
    if provenance.details.message:
        body["details"] = _fields(provenance.details)
    return body or {"author": provenance.author}


def _sentence_fields(sentence: Sentence) -> dict[str, object]:
    fields: dict[str, object] = {"text": sentence.text, "works": sentence.works}
    if sentence.spans:
        fields["spans"] = [[span.entry_id, span.start, span.end, span.field] for span in sentence.spans]
    return fields | {name: True for name in MARKS if getattr(sentence, name)}


def _sentence(data: Mapping[str, Any]) -> Sentence:
    return Sentence(
        text=data["text"],
        works=tuple(data["works"]),
        spans=tuple(Span(entry_id=e, start=s, end=end, field=f) for e, s, end, f in data.get("spans", ())),
        **{name: data.get(name, False) for name in MARKS},
    )


def _differing(data: Mapping[str, Any]) -> Differing:
    return Differing(label=data["label"], values=tuple((value, tuple(works)) for value, works in data["values"]))


def _provenance(data: Mapping[str, Any]) -> Provenance:
    given = dict(data)
    if given:
        given["author"] = Author(given.get("author", Author.EXTRACT))
        given["at"] = moment_or_none(given.get("at"))
        given["inputs"] = tuple(given.get("inputs", ()))
        given["dropped"] = tuple(Dropped(text=d["text"], why=_said(d["why"])) for d in given.get("dropped", ()))
        given["details"] = _said(given.get("details", {}))
    return Provenance(**given)


def _said(data: Mapping[str, Any] | str) -> Said:
    """Read a message back; texts of an older form say themselves."""
    if isinstance(data, str):
        return Said(message=data)
    values = tuple((name, value) for name, value in data.get("values", ()))
    return Said(message=data.get("message", ""), values=values)
