"""SPEC.md section 11.2, TYPE to SEMANTIC: what one envelope says and who signed it, with no regard to anything else."""

from dataclasses import dataclass

from google.protobuf.message import Message

from . import keys
from .canonical import decode
from .envelope import object_id, pae
from .header import check_header
from .kinds import Kind
from .rules import Refused, Stage
from .semantics import check_semantics


@dataclass(frozen=True)
class Statement:
    kind: Kind
    object_id: bytes
    signer: bytes  # multikey bytes
    message: Message
    # Epoch of the delegation under which it was signed; None when the root key signed, or when nobody has asked yet.
    delegation_epoch: int | None = None

    @property
    def header(self):
        return self.message.header

    @property
    def issuer(self) -> bytes:
        return self.header.issuer

    @property
    def issued_at(self) -> int:
        return self.header.issued_at_ms

    @property
    def end_of_life(self) -> int | None:
        return self.kind.end_of_life(self.message)

    @property
    def epoch(self) -> int | None:
        """The epoch that the statement states; None for a kind that states none."""
        return getattr(self.message, "epoch", None)


def open_statement(envelope, kind: Kind | None, network_id: str) -> Statement:
    """TYPE to SEMANTIC as the given kind, but for HDR-2; None is a kind that there is not, so that nothing is of it."""
    if kind is None or envelope.payload_type != kind.payload_type:
        raise Refused("TYP-1")
    if len(envelope.payload) > kind.greatest_payload:
        raise Refused("SIZ-2")
    (signature,) = envelope.signatures
    public_key = keys.signer_key(signature.keyid)
    keys.verify_signature(public_key, pae(envelope.payload_type, envelope.payload), signature.sig)
    message = decode(kind.message_class, envelope.payload, Stage.PAYLOAD_ENCODING)
    signer = keys.multikey(public_key)
    check_header(message.header, kind, network_id)
    check_semantics(kind, message, signer)
    return Statement(kind, object_id(envelope.payload_type, envelope.payload), signer, message)
