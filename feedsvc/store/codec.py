"""Frozen nouns <-> plain values that JSON can hold, without loss; instants are integer microseconds UTC."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
Reader = Callable[[Any], Any]
Noun = TypeVar("Noun")


def micros(moment: datetime) -> int:
    """An aware datetime -> microseconds since 1970 in UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """Microseconds since 1970 -> a datetime in UTC."""
    return _EPOCH + value * _MICROSECOND


def optional_micros(value: datetime | None) -> int | None:
    return None if value is None else micros(value)


def optional_moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


def plain(value: Any) -> Any:
    """A noun -> dicts, lists, strings and numbers; fields at their default are left out."""
    if isinstance(value, datetime):
        return micros(value)
    if isinstance(value, timedelta):
        return value // _MICROSECOND
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if is_dataclass(value):
        return _plain_fields(value)
    return value


def _plain_fields(noun: Any) -> dict[str, Any]:
    pairs = ((field, getattr(noun, field.name)) for field in fields(noun))
    return {field.name: plain(value) for field, value in pairs if not _is_default(field, value)}


def _is_default(field: Any, value: Any) -> bool:
    if field.default is not MISSING:
        return bool(value == field.default)
    return field.default_factory is not MISSING and bool(value == field.default_factory())


def noun(kind: type[Noun], value: Any) -> Noun:
    """What `plain` made of a noun of this kind -> an equal noun."""
    read: Reader = _reader(kind)  # type: ignore[arg-type]  # mypy: type[Noun] is hashable, it says not
    made: Noun = read(value)
    return made


def _as_is(value: Any) -> Any:
    return value


def _span(value: int) -> timedelta:
    return value * _MICROSECOND


_SCALARS: dict[Any, Reader] = {datetime: moment, timedelta: _span}


@cache
def _reader(hint: Any) -> Reader:
    """The function that reads values of one annotated type; made once per type."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return _noun_reader(hint)
    origin, members = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _optional_reader(members)
    if origin is tuple:
        return _tuple_reader(members)
    return dict if isinstance(origin, type) and issubclass(origin, Mapping) else _as_is


def _noun_reader(kind: type) -> Reader:
    hints = get_type_hints(kind)
    names = frozenset(field.name for field in fields(kind))
    # A field that a newer version wrote and this one does not know is left out, not an error.
    return lambda value: kind(
        **{name: _reader(hints[name])(member) for name, member in value.items() if name in names}
    )


def _optional_reader(members: tuple[Any, ...]) -> Reader:
    (inner,) = (member for member in members if member is not type(None))
    read = _reader(inner)
    return lambda value: None if value is None else read(value)


def _tuple_reader(members: tuple[Any, ...]) -> Reader:
    if len(members) == 2 and members[1] is not Ellipsis:
        first, second = map(_reader, members)
        return lambda value: (first(value[0]), second(value[1]))
    read = _reader(members[0])
    return lambda value: tuple(read(member) for member in value)
