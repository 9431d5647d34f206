"""SPEC.md section 17.2: the events of a trace."""

from collections.abc import Container, Sequence

from .rules import Refused
from .schema import evidence

_NO_SALT = bytes(16)


def check_salt(event: evidence.TraceEvent) -> None:
    """TRC-2."""
    if event.salt == _NO_SALT:
        raise Refused("TRC-2")


def check_event(events: Sequence[evidence.TraceEvent], index: int, receipts: Container[bytes]) -> None:
    """TRC-1 to TRC-5 for one event; `receipts` are the object ids of the package's."""
    event = events[index]
    if event.seq != index + 1:
        raise Refused("TRC-1")
    check_salt(event)
    if index > 0 and event.at_ms < events[index - 1].at_ms:
        raise Refused("TRC-3")
    if event.terminal != (index == len(events) - 1):
        raise Refused("TRC-4")
    if event.receipt and event.receipt not in receipts:
        raise Refused("TRC-5")
