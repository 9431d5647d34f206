"""SPEC.md section 7.1: what every payload's header must satisfy."""

from itertools import pairwise

from .kinds import Kind
from .rules import Refused

_CONDITIONAL = ("delegation", "audience", "nonce", "expires_at_ms")


def check_header(header, kind: Kind, network_id: str) -> None:
    """HDR-1 and HDR-3 to HDR-7."""
    if header.network_id != network_id:
        raise Refused("HDR-1")
    for name in _CONDITIONAL:
        present = bool(getattr(header, name))
        if present and name in kind.forbidden:
            raise Refused("HDR-3")
        if not present and name in kind.required:
            raise Refused("HDR-4")
    if kind.lifetime:
        least, greatest = kind.lifetime
        if not least <= header.expires_at_ms - header.issued_at_ms <= greatest:
            raise Refused("HDR-5")
    ids = [extension.id for extension in header.extensions]
    if any(before >= after for before, after in pairwise(ids)):
        raise Refused("HDR-6")
    if any(extension.critical for extension in header.extensions):
        raise Refused("HDR-7")


def check_audience(header, agent: bytes, own: bool) -> None:
    """HDR-2. `agent` is the verifier's own agent id, empty when it has none; of an own statement it is the issuer."""
    named = header.issuer if own else header.audience
    if named and named != agent:
        raise Refused("HDR-2")
