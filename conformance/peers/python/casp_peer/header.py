"""SPEC.md section 7.1: what every payload's header must satisfy, for the kind and for the verifier."""

from itertools import pairwise

from .kinds import Kind
from .rules import Refused

_CONDITIONAL = ("delegation", "audience", "nonce", "expires_at_ms")


def check_header(header, kind: Kind, network_id: str, agent: bytes | None) -> None:
    """HDR-1 to HDR-7. `agent` is the verifier's own agent id, empty when it has none; None leaves HDR-2 out."""
    if header.network_id != network_id:
        raise Refused("HDR-1")
    for name in _CONDITIONAL:
        present = bool(getattr(header, name))
        if present and name in kind.forbidden:
            raise Refused("HDR-3")
        if not present and name in kind.required:
            raise Refused("HDR-4")
    if agent is not None and header.audience and (not agent or agent not in (header.audience, header.issuer)):
        raise Refused("HDR-2")
    if kind.lifetime:
        least, greatest = kind.lifetime
        if not least <= header.expires_at_ms - header.issued_at_ms <= greatest:
            raise Refused("HDR-5")
    ids = [extension.id for extension in header.extensions]
    if any(before >= after for before, after in pairwise(ids)):
        raise Refused("HDR-6")
    if any(extension.critical for extension in header.extensions):
        raise Refused("HDR-7")
