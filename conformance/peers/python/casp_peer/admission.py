"""SPEC.md section 18.7: registrations, and the work that admits an agent."""

import hashlib
import hmac

from . import kinds
from .canonical import encode
from .envelope import open_outer
from .rules import Refused
from .schema import discovery
from .statement import Statement
from .verify import Verifier

_CHALLENGE_TAG = b"casp/v1/challenge"
_ADMISSION_TAG = b"casp/v1/admission"


def check_registration(data: bytes, payload_type: str, secret: bytes, verifier: Verifier, now: int) -> Statement:
    """Without a store: from SIZE to FRESHNESS, and the admission proof at POLICY. The publication."""
    registration = open_outer(discovery.Registration, data)
    kind = kinds.find(payload_type, kinds.SOFT_STATE_KINDS)
    statement = verifier.verify_bundle(registration.publication, kind, now)
    if registration.HasField("admission"):
        check_admission(registration.admission, verifier.agent, statement.issuer, secret, now)
    return statement


def check_admission(
    proof: discovery.AdmissionProof, registry: bytes, agent: bytes, secret: bytes, now: int
) -> None:
    """ADM-1 to ADM-4, in this order."""
    challenge = proof.challenge
    if (challenge.registry, challenge.agent) != (registry, agent):
        raise Refused("ADM-1")
    if not hmac.compare_digest(challenge.mac, mac(challenge, secret)):
        raise Refused("ADM-2")
    if not challenge.issued_at_ms <= now < challenge.expires_at_ms:
        raise Refused("ADM-3")
    if leading_zero_bits(work(challenge, proof.solution)) < challenge.difficulty_bits:
        raise Refused("ADM-4")


def mac(challenge: discovery.AdmissionChallenge, secret: bytes) -> bytes:
    bare = discovery.AdmissionChallenge()
    bare.CopyFrom(challenge)
    bare.ClearField("mac")
    return hmac.digest(secret, _CHALLENGE_TAG + encode(bare), hashlib.sha256)


def work(challenge: discovery.AdmissionChallenge, solution: bytes) -> bytes:
    return hashlib.sha256(_ADMISSION_TAG + encode(challenge) + solution).digest()


def leading_zero_bits(digest: bytes) -> int:
    """The most significant bit of a byte comes first."""
    return 8 * len(digest) - int.from_bytes(digest, "big").bit_length()
