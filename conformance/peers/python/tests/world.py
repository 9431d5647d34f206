"""Keys and statements for the tests."""

import hashlib

from casp_peer import envelope, keys, kinds
from casp_peer.canonical import encode
from casp_peer.driver import Peer
from casp_peer.schema import descriptor, driver, identity
from casp_peer.schema import envelope as wire

NETWORK = "test"
NOW = 1_800_000_000_000
TTL = 3_600_000


def seed(number: int) -> bytes:
    """SPEC.md Annex B."""
    return hashlib.sha256(b"casp/v1/test-key" + bytes([number])).digest()


def agent(number: int) -> bytes:
    return keys.multikey(keys.key_pair(seed(number))[0])


ROOT, OPERATIONAL, OTHER = 0, 1, 2


def header(issuer: int = ROOT, **fields) -> dict:
    return {"network_id": NETWORK, "issuer": agent(issuer), "issued_at_ms": NOW, **fields}


def delegation(issuer: int = ROOT, to: int = OPERATIONAL, epoch: int = 1, **fields) -> identity.Delegation:
    return identity.Delegation(
        header=header(issuer, expires_at_ms=NOW + kinds.DAY),
        delegate=agent(to),
        epoch=epoch,
        **{"scopes": ["descriptor"], **fields},
    )


def capability(**fields) -> descriptor.Capability:
    return descriptor.Capability(
        **{
            "id": "io.github.example/translate",
            "version": "1.0.0",
            "summary": "Translates.",
            "side_effect": descriptor.SIDE_EFFECT_NONE,
            "risk": descriptor.RISK_CLASS_PUBLIC,
            "behavior_digest": bytes(31) + b"\x01",
            **fields,
        }
    )


def offer(issuer: int = ROOT, epoch: int = 1, sequence: int = 1, head: dict | None = None, **fields):
    return descriptor.CapabilityDescriptor(
        header=header(issuer, **head or {}),
        epoch=epoch,
        sequence=sequence,
        **{"ttl_ms": TTL, "capabilities": [capability()], **fields},
    )


def refresh(of: bytes, issuer: int = ROOT, epoch: int = 1, sequence: int = 2, expires: int = NOW + TTL):
    return descriptor.DescriptorRefresh(
        header=header(issuer, expires_at_ms=expires), epoch=epoch, sequence=sequence, descriptor=of
    )


def withdrawal(epoch: int = 1, sequence: int = 3, expires: int = NOW + kinds.DAY) -> descriptor.DescriptorWithdrawal:
    return descriptor.DescriptorWithdrawal(header=header(expires_at_ms=expires), epoch=epoch, sequence=sequence)


def retire() -> identity.Retire:
    return identity.Retire(header=header())


def payload_type(message) -> str:
    (kind,) = (kind for kind in kinds.ALL_KINDS if isinstance(message, kind.message_class))
    return kind.payload_type


def object_id(message) -> bytes:
    return envelope.object_id(payload_type(message), encode(message))


def signed(message, by: int = ROOT, payload: bytes | None = None) -> wire.Envelope:
    payload = encode(message) if payload is None else payload
    return wire.Envelope.FromString(envelope.sign(seed(by), payload_type(message), payload))


def bundle(message, by: int = ROOT, proofs=(), payload: bytes | None = None) -> bytes:
    """Sign with the key `by`, and put the proofs, delegations signed by their issuers' root key, beside it."""
    return encode(wire.Bundle(subject=signed(message, by, payload), proofs=[signed(proof) for proof in proofs]))


def request(operation: str, now: int = NOW, **fields) -> driver.Request:
    return driver.Request(token=operation, now_ms=now, **{operation: fields})


def ask(peer, operation: str, now: int = NOW, **fields) -> driver.Answer:
    return peer.answer(request(operation, now, **fields)).answer


def ask_anew(operation: str, **fields) -> driver.Answer:
    """Of a peer that has no identity and has seen nothing."""
    peer = Peer()
    ask(peer, "begin", network_id=NETWORK)
    return ask(peer, operation, **fields)


def outcome(answer: driver.Answer) -> str:
    """`ACCEPT`, or the stage and the code of a refusal."""
    if answer.verdict == driver.VERDICT_ACCEPT:
        assert not answer.stage and not answer.code
        return "ACCEPT"
    return f"{driver.Stage.Name(answer.stage).removeprefix('STAGE_')} {answer.code}"
