"""Records: values made of named fields that do not change. Knows none of them."""

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(made_of: type[T]) -> type[T]:
    """Make a class a dataclass with slots and keywords only, compared, hashed and shown by its fields.

    The fields are read-only to the type checker, not at run time: `dataclass(frozen=True)` writes and compiles six
    functions for each class, three times the work, and the screen needs seventy classes before its first frame. Here
    it writes `__init__` alone; the others are the same for all.
    """
    made: Any = dataclass(slots=True, kw_only=True, eq=False, repr=False)(made_of)
    of_all = {
        "_told": attrgetter("__class__", *_names(made)),
        "__eq__": _equal,
        "__hash__": _hashed,
        "__repr__": _shown,
    }
    for name in of_all.keys() - made_of.__dict__.keys():
        setattr(made, name, of_all[name])
    kept: type[T] = made
    return kept


def _names(made: Any) -> list[str]:
    return [one.name for one in fields(made)]


def _equal(self: Any, other: Any) -> bool:
    return bool(self._told(self) == self._told(other)) if type(self) is type(other) else NotImplemented


def _hashed(self: Any) -> int:
    return hash(self._told(self))


def _shown(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in _names(self))})"
