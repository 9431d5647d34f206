"""SPEC.md section 4.4, last paragraph: a bound on what the parser may allocate for empty sub-messages.

An empty sub-message takes two bytes on the wire and some seventy in the parser's memory. A payload is small enough for
that not to matter; elsewhere items are counted before anything is parsed, as Annex A describes. The guard goes no
deeper than there are messages that hold messages, gives up at the first field that cannot be, and leaves everything
else to the parser: so it takes no more steps than the schema admits items.
"""

from functools import cache
from typing import NamedTuple

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from .rules import Refused, Stage
from .schema import options

_LENGTH_DELIMITED = {FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES, FieldDescriptor.TYPE_MESSAGE}


class _Field(NamedTuple):
    most_items: int | None  # None: the field is singular
    inner: Descriptor | None  # of a message that holds messages


def bound_messages(descriptor: Descriptor, data: bytes, stage: Stage) -> None:
    """Refuse an input that holds more items of a field than the schema admits."""
    _scan(descriptor, memoryview(data), stage)


@cache
def _fields(descriptor: Descriptor) -> dict[int, _Field]:
    """By tag."""
    return {_tag(field): _field(field) for field in descriptor.fields}


def _field(field: FieldDescriptor) -> _Field:
    most_items = field.GetOptions().Extensions[options.rules].max_items if field.is_repeated else None
    inner = field.message_type
    return _Field(most_items, inner if inner and any(within.message_type for within in inner.fields) else None)


def _tag(field: FieldDescriptor) -> int:
    # Section 4.1: there are no fixed-width types, and no repeated numbers that could be packed.
    return field.number << 3 | (2 if field.type in _LENGTH_DELIMITED else 0)


def _scan(descriptor: Descriptor, data: memoryview, stage: Stage) -> None:
    fields = _fields(descriptor)
    at, end = 0, len(data)
    last_tag = items = 0
    while at < end:
        tag, at = _varint(data, at, stage)
        field = fields.get(tag)
        if field is None or tag < last_tag:
            raise Refused("ENC-1", stage)
        items = items + 1 if tag == last_tag else 1
        if field.most_items is None:
            if items > 1:
                raise Refused("ENC-1", stage)
        elif items > field.most_items:
            raise Refused("ENC-12", stage)
        last_tag = tag
        value, at = _varint(data, at, stage)
        if tag & 7 == 0:
            continue
        if at + value > end:
            raise Refused("ENC-1", stage)
        if field.inner:
            _scan(field.inner, data[at : at + value], stage)
        at += value


def _varint(data: memoryview, at: int, stage: Stage) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise Refused("ENC-1", stage)
