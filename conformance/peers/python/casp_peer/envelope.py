"""SPEC.md section 6: envelopes, object ids, DSSE's JSON form, bundles and containers and their sizes."""

import base64
import hashlib
import json
from typing import TypeVar

from google.protobuf.message import Message

from . import keys
from .canonical import decode, encode
from .guard import bound_messages
from .rules import Refused, Stage
from .schema import canary, descriptor, discovery, dispute, envelope, evidence

M = TypeVar("M", bound=Message)

# SIZ-1. It bounds no oracle that is judged by itself; what carries one bounds it.
_GREATEST_SIZE = {
    envelope.Bundle: 1_114_112,
    envelope.Envelope: 1_048_576,
    descriptor.EquivocationProof: 524_288,
    canary.CanaryCase: 1_703_936,
    evidence.EvidencePackage: 8_388_608,
    evidence.EventDisclosure: 65_536,
    evidence.ForkProof: 1_376_256,
    discovery.DiscoveryAnswer: 8_388_608,
    discovery.Registration: 147_456,
    discovery.OmissionProof: 524_288,
    dispute.OutcomeRecord: 2_424_832,
    dispute.DisputeBundle: 10_485_760,
}

_OBJECT_ID_TAG = b"casp/v1/object-id"


def open_outer(message_class: type[M], data: bytes) -> M:
    """The stages SIZE and ENCODING, for what is not itself inside an envelope."""
    if len(data) > _GREATEST_SIZE.get(message_class, len(data)):
        raise Refused("SIZ-1")
    bound_messages(message_class.DESCRIPTOR, data, Stage.ENCODING)
    return decode(message_class, data, Stage.ENCODING)


def pae(payload_type: str, payload: bytes) -> bytes:
    """Section 6.1: DSSE's pre-authentication encoding."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def object_id(payload_type: str, payload: bytes) -> bytes:
    """Section 6.3."""
    return hashlib.sha256(_OBJECT_ID_TAG + pae(payload_type, payload)).digest()


def dsse_json(message: envelope.Envelope) -> str:
    """Section 6.2. For strings, json.dumps escapes what RFC 8785 section 3.2.2.2 escapes, in the same way."""
    (signature,) = message.signatures
    return json.dumps(
        {
            "payload": base64.b64encode(message.payload).decode("ascii"),
            "payloadType": message.payload_type,
            "signatures": [{"keyid": signature.keyid, "sig": base64.b64encode(signature.sig).decode("ascii")}],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def sign(seed: bytes, payload_type: str, payload: bytes) -> bytes:
    """An envelope over the payload as it is, in canonical encoding."""
    public_key, secret_key = keys.key_pair(seed)
    signature = envelope.Signature(
        sig=keys.sign(secret_key, pae(payload_type, payload)),
        keyid=keys.did_key_encode(keys.multikey(public_key)),
    )
    return encode(envelope.Envelope(payload=payload, payload_type=payload_type, signatures=[signature]))
