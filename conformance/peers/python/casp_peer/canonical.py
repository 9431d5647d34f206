"""SPEC.md section 4: decode a message, and refuse whatever is not its one accepted encoding. The recipe of 4.4."""

from typing import TypeVar

from google.protobuf.message import DecodeError, Message

from .rules import Refused, Stage
from .shape import breach

M = TypeVar("M", bound=Message)


def decode(message_class: type[M], data: bytes, stage: Stage) -> M:
    """Section 4 for one input; `stage` is ENCODING or PAYLOAD_ENCODING. The caller has checked the size."""
    # Step 1: parse. Python's protobuf refuses invalid UTF-8 in a string (ENC-8) while it parses.
    try:
        message = message_class.FromString(data)
    except DecodeError:
        raise Refused("ENC-1", stage) from None
    # Step 2: discard unknown fields, at every depth.
    message.DiscardUnknownFields()
    # Step 3: serialise and compare. The schemas have no maps; upb writes fields in ascending order anyway.
    if encode(message) != data:
        raise Refused("ENC-1", stage)
    # Step 4: enum values, and the shape of fields.
    if rule := breach(message):
        raise Refused(rule, stage)
    return message


def encode(message: Message) -> bytes:
    """Section 4.2: the canonical encoding (Annex A)."""
    return message.SerializeToString(deterministic=True)
