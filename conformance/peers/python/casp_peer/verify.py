"""SPEC.md sections 8.2 and 11: verify a bundle, from SIZE to FRESHNESS."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from . import kinds
from .envelope import object_id, open_outer
from .header import check_audience
from .kinds import Kind
from .memory import Memory
from .rules import Refused
from .schema import envelope
from .statement import Statement, open_statement

SKEW = 5_000
# Section 11.2: the allowance for one-shot kinds.
ONE_SHOT_SKEW = 30_000


@dataclass
class Verifier:
    network_id: str = ""
    agent: bytes = b""  # the verifier's own agent id; empty when it has none
    memory: Memory = field(default_factory=Memory)

    def verify(self, bundle: bytes, payload_type: str, among: Iterable[Kind], now: int, own: bool = False) -> Statement:
        """Verify an encoded bundle as the kind with the given payload type, one of those in `among`.

        `own` is what the verifier's agent says itself (section 15.2); everything else was received.
        """
        message = open_outer(envelope.Bundle, bundle)
        return self.verify_bundle(message, kinds.find(payload_type, among), now, own)

    def verify_bundle(self, bundle: envelope.Bundle, kind: Kind | None, now: int, own: bool = False) -> Statement:
        """From TYPE to FRESHNESS; None is a kind that there is not."""
        statement = open_statement(bundle.subject, kind, self.network_id)
        check_audience(statement.header, self.agent, own)
        delegation = self._find_delegation(statement, bundle.proofs)
        if delegation and not _is_fresh(delegation, now):
            raise Refused("DEL-9")
        self._check_against_memory(statement, delegation)
        _check_fresh(statement, now)
        return _under(statement, delegation)

    def verify_archival(self, bundle: envelope.Bundle, *among: Kind) -> Statement:
        """Section 10.3: as one of the kinds, for any audience, without anything remembered.

        The time is that which the statement itself gives as `issued_at_ms`. FRS-1, FRS-2 and DEL-9 hold then of
        themselves: by HDR-5 and ENC-13 it is before the statement's end of life, by DEL-7 within the delegation's.
        """
        kind = kinds.find(bundle.subject.payload_type, among)
        statement = open_statement(bundle.subject, kind, self.network_id)
        return _under(statement, self._find_delegation(statement, bundle.proofs))

    def _find_delegation(self, statement: Statement, proofs: Sequence[envelope.Envelope]) -> Statement | None:
        """DEL-1 to DEL-8. The delegation under which the statement was signed; None when the root key signed."""
        # Delegations have depth 1: the bundle holds the one proof that is named, or none.
        named = statement.header.delegation
        if not named and statement.signer != statement.issuer:
            raise Refused("DEL-1")
        found = [proof for proof in proofs if object_id(proof.payload_type, proof.payload) == named]
        if named and not found:
            raise Refused("DEL-2")
        if len(proofs) > bool(named):
            raise Refused("DEL-3")
        if not named:
            return None
        try:
            delegation = open_statement(found[0], kinds.DELEGATION, self.network_id)
        except Refused:
            raise Refused("DEL-4") from None
        if delegation.signer != delegation.issuer:
            raise Refused("DEL-4")  # DEL-1 for the proof
        _check_covered(statement, delegation)
        return delegation

    def _check_against_memory(self, statement: Statement, delegation: Statement | None) -> None:
        """DEL-10 and DEL-11."""
        highest = self.memory.highest_epoch(statement.issuer)
        for stating in (statement, delegation):
            if stating and stating.epoch is not None and stating.epoch < highest:
                raise Refused("DEL-10")
        if self.memory.is_retired(statement.issuer) and statement.kind is not kinds.RETIRE:
            raise Refused("DEL-11")


def _check_covered(statement: Statement, delegation: Statement) -> None:
    """DEL-5 to DEL-8: whether the delegation covers the statement."""
    grant = delegation.message
    if delegation.issuer != statement.issuer or grant.delegate != statement.signer:
        raise Refused("DEL-5")
    if statement.kind.scope not in grant.scopes:
        raise Refused("DEL-6")
    if not delegation.issued_at <= statement.issued_at <= delegation.end_of_life:
        raise Refused("DEL-7")
    if statement.end_of_life is not None and statement.end_of_life > delegation.end_of_life:
        raise Refused("DEL-7")
    if statement.epoch is not None and statement.epoch != grant.epoch:
        raise Refused("DEL-8")


def _check_fresh(statement: Statement, now: int) -> None:
    """FRS-1 and FRS-2."""
    skew = ONE_SHOT_SKEW if statement.kind.one_shot else SKEW
    if statement.issued_at > now + skew:
        raise Refused("FRS-1")
    if statement.end_of_life is not None and now >= statement.end_of_life + skew:
        raise Refused("FRS-2")


def _is_fresh(statement: Statement, now: int) -> bool:
    try:
        _check_fresh(statement, now)
    except Refused:
        return False
    return True


def _under(statement: Statement, delegation: Statement | None) -> Statement:
    return replace(statement, delegation_epoch=delegation.epoch) if delegation else statement
