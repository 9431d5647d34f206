"""SPEC.md section 4.4, last paragraph: a bound on what the parser may allocate for empty sub-messages.

An empty sub-message takes two bytes on the wire and some seventy in the parser's memory. A payload is small enough for
that not to matter; in a bundle the sub-messages are counted before it is parsed. The guard looks at nothing else and
leaves everything else to the parser.
"""

from functools import cache

from google.protobuf.descriptor import Descriptor

from .rules import Refused, Stage

# Far more than the 22 that an equivocation proof may have, far fewer than could hurt.
MOST_MESSAGES = 256


def bound_messages(descriptor: Descriptor, data: bytes, stage: Stage) -> None:
    """Refuse an input that holds more than MOST_MESSAGES messages, all depths together."""
    _count(descriptor, memoryview(data), stage, MOST_MESSAGES)


@cache
def _messages(descriptor: Descriptor) -> dict[int, tuple[Descriptor, bool]]:
    return {field.number: (field.message_type, field.is_repeated) for field in descriptor.fields if field.message_type}


def _count(descriptor: Descriptor, data: memoryview, stage: Stage, room: int) -> int:
    """Count the messages in one; `room` is how many there may still be. Gives the room that is left."""
    messages = _messages(descriptor)
    at, end = 0, len(data)
    while at < end:
        tag, at = _varint(data, at, stage)
        match tag & 7:
            case 0:  # varint
                _, at = _varint(data, at, stage)
            case 1:  # 64 bits
                at += 8
            case 2:  # length-delimited
                length, at = _varint(data, at, stage)
                if at + length > end:
                    raise Refused("ENC-1", stage)
                if tag >> 3 in messages:
                    inner, repeated = messages[tag >> 3]
                    room -= 1
                    if room < 0:
                        raise Refused("ENC-12" if repeated else "ENC-1", stage)
                    room = _count(inner, data[at : at + length], stage, room)
                at += length
            case 5:  # 32 bits
                at += 4
            case _:  # a group, or no wire type at all
                raise Refused("ENC-1", stage)
    return room


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
