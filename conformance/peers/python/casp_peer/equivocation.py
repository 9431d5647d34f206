"""SPEC.md section 10.3: check a proof that an agent said two things under one sequence."""

from .envelope import open_outer
from .kinds import SOFT_STATE_KINDS
from .rules import Refused
from .schema import descriptor, envelope
from .statement import Statement
from .verify import Verifier


def check_equivocation(data: bytes, verifier: Verifier) -> tuple[Statement, Statement]:
    """EQV-1 to EQV-4. The two members."""
    return hold_equivocation(open_outer(descriptor.EquivocationProof, data), verifier)


def hold_equivocation(proof: descriptor.EquivocationProof, verifier: Verifier) -> tuple[Statement, Statement]:
    """All that follows ENCODING."""
    first = _archival_member(proof.first, verifier)
    second = _archival_member(proof.second, verifier)
    if first.issuer != second.issuer:
        raise Refused("EQV-2")
    if (first.epoch, first.message.sequence) != (second.epoch, second.message.sequence):
        raise Refused("EQV-3")
    if first.object_id >= second.object_id:
        raise Refused("EQV-4")
    return first, second


def _archival_member(bundle: envelope.Bundle, verifier: Verifier) -> Statement:
    """EQV-1."""
    try:
        return verifier.verify_archival(bundle, *SOFT_STATE_KINDS)
    except Refused:
        raise Refused("EQV-1") from None
